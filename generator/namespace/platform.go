package namespace

import (
	"maps"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// Platform builds what stands around the components of a cluster: for each namespace that they run in the Namespace at
// the level that all of them meet, a policy that denies everything, and one for each traffic that a component declares.
// The Namespace of Argo CD is not among them: a person applies it before there is anything to sync the others.
func Platform(c *plan.Cluster, installed []component.Installed) []manifest.Entry {
	var entries []manifest.Entry
	found := byNamespace(installed)
	for _, name := range slices.Sorted(maps.Keys(found)) {
		components := found[name]
		objects := platformPolicies(name, components)
		if c != c.Fleet.Hub || name != plan.ArgoCDNamespace {
			namespace := Namespace(c, name, level(components))
			for _, i := range components {
				maps.Copy(namespace.Labels, i.Labels)
				maps.Copy(namespace.Annotations, i.Annotations)
			}
			objects = append(objects, namespace)
		}
		rules := slices.Concat(look, lookAtComponents, restart)
		if name == plan.ACKNamespace {
			rules = append(rules, lookAtAWS...)
		}
		objects = append(objects, grant(name, "operators", c.Fleet.Groups.Operators, rules)...)
		entries = append(entries, manifest.Place(c.NamespaceDir(name), objects...)...)
	}
	return entries
}

func byNamespace(installed []component.Installed) map[string][]component.Installed {
	found := map[string][]component.Installed{}
	for _, i := range installed {
		if i.Namespace != "" {
			found[i.Namespace] = append(found[i.Namespace], i)
		}
	}
	return found
}

// level is the strictest that all components meet.
func level(components []component.Installed) (weakest component.Level) {
	for _, i := range components {
		weakest = component.Weakest(weakest, i.PodSecurity.Level)
	}
	return weakest
}

// platformPolicies deny everything in both directions, and allow names and what the components declare.
func platformPolicies(namespace string, components []component.Installed) []manifest.Object {
	objects := []manifest.Object{denyAll(namespace), allowDNS(namespace)}
	for _, i := range components {
		for _, t := range i.Parts.Traffic {
			objects = append(objects, traffic(namespace, i.Name, t))
		}
	}
	return objects
}

// traffic is the policy for one traffic of a component.
func traffic(namespace, of string, t component.Traffic) *networkingv1.NetworkPolicy {
	name := of
	if t.Name != "" {
		name += "-" + t.Name
	}
	policy := &networkingv1.NetworkPolicy{
		TypeMeta:   typeMeta("networking.k8s.io/v1", "NetworkPolicy"),
		ObjectMeta: objectMeta(namespace, name),
	}
	if len(t.Pods) > 0 {
		policy.Spec.PodSelector.MatchLabels = t.Pods
	}
	if t.Meshed {
		t = meshed(t)
	}
	for _, in := range t.From {
		policy.Spec.Ingress = append(policy.Spec.Ingress, networkingv1.NetworkPolicyIngressRule{From: peers(in.Peer), Ports: tcp(in.Ports)})
	}
	for _, out := range t.To {
		policy.Spec.Egress = append(policy.Spec.Egress, networkingv1.NetworkPolicyEgressRule{To: peers(out.Peer), Ports: tcp(out.Ports)})
	}
	if len(t.From) > 0 {
		policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeIngress)
	}
	if len(t.To) > 0 {
		policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
	}
	return policy
}

// meshed adds the ways of the proxy beside the pods.
func meshed(t component.Traffic) component.Traffic {
	t.From = append(throughProxies(t.From), component.Connect(component.PodsOf(plan.Prometheus), plan.ProxyAdminPort))
	t.To = append(throughProxies(t.To),
		component.Connect(component.PodsOf(plan.Mesh), plan.IdentityPort, plan.DestinationPort, plan.PolicyPort))
	return t
}

// throughProxies adds the port on which a proxy accepts meshed connections to those with pods.
func throughProxies(all []component.Connection) []component.Connection {
	all = slices.Clone(all)
	for i, c := range all {
		if c.Peer.Pods != nil {
			all[i].Ports = append(slices.Clone(c.Ports), plan.ProxyInboundPort)
		}
	}
	return all
}

func peers(p component.Peer) []networkingv1.NetworkPolicyPeer {
	if p.Pods != nil {
		return []networkingv1.NetworkPolicyPeer{neighbour(*p.Pods)}
	}
	var blocks []networkingv1.NetworkPolicyPeer
	for _, cidr := range p.CIDRs {
		blocks = append(blocks, networkingv1.NetworkPolicyPeer{IPBlock: &networkingv1.IPBlock{CIDR: cidr, Except: p.Except}})
	}
	return blocks
}

func tcp(numbers []int32) []networkingv1.NetworkPolicyPort {
	var ports []networkingv1.NetworkPolicyPort
	for _, number := range numbers {
		ports = append(ports, port(corev1.ProtocolTCP, number))
	}
	return ports
}
