package policy

import (
	"net/netip"
	"slices"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/netpol"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// evaluator prepares the policies of a cluster. Where one cannot be read there is none, and its rule reports which.
func evaluator(c *cluster) *netpol.Evaluator {
	namespaces := map[string]map[string]string{}
	var policies []*networkingv1.NetworkPolicy
	for _, o := range c.objects {
		switch t := o.Object.(type) {
		case *corev1.Namespace:
			namespaces[t.Name] = t.Labels
		case *networkingv1.NetworkPolicy:
			policies = append(policies, byPod(t)...)
		}
	}
	evaluator, err := netpol.New(namespaces, policies)
	if err != nil {
		return nil
	}
	return evaluator
}

// byPod splits a policy for the pods of several apps into one for each, which says the same: the evaluator finds a policy
// by a label with one value, and would otherwise ask thousands of them about every pod.
func byPod(p *networkingv1.NetworkPolicy) []*networkingv1.NetworkPolicy {
	s := &p.Spec.PodSelector
	if len(s.MatchLabels) > 0 || len(s.MatchExpressions) != 1 || s.MatchExpressions[0].Operator != metav1.LabelSelectorOpIn {
		return []*networkingv1.NetworkPolicy{p}
	}
	var split []*networkingv1.NetworkPolicy
	for _, value := range s.MatchExpressions[0].Values {
		one := *p
		one.Spec.PodSelector = metav1.LabelSelector{MatchLabels: map[string]string{s.MatchExpressions[0].Key: value}}
		split = append(split, &one)
	}
	return split
}

// reachable: all policies together let through what the plan wants for each app: people through the ingress, Prometheus,
// callers, names, the mesh, credentials and declared destinations.
func reachable(a *app, r *report) {
	if a.plan == nil || a.namespace.cluster.network == nil {
		return
	}
	for _, p := range a.pods {
		own := netpol.PodOf(a.namespace.name, *p.template)
		for _, in := range appIn(a.plan) {
			a.lets(in, func(port int32) netpol.Connection {
				return netpol.Connection{From: in.end(), To: netpol.Endpoint{Pod: &own}, Port: port}
			}, "ingress", r)
		}
		for _, out := range slices.Concat(everyPodOut(), appOut(a.plan)) {
			a.lets(out, func(port int32) netpol.Connection {
				return netpol.Connection{From: netpol.Endpoint{Pod: &own}, To: out.end(), Port: port}
			}, "egress", r)
		}
	}
}

// lets reports the ports of an opening that some policy denies.
func (a *app) lets(w opening, connect func(int32) netpol.Connection, direction string, r *report) {
	for _, protocol := range w.protocols() {
		for _, port := range w.ports {
			c := connect(port)
			c.Protocol = protocol
			if verdict := a.namespace.cluster.network.Evaluate(c); !verdict.Allowed() {
				o, field := a.blames(w, verdict, direction)
				r.add(o, field, "%s, %s %d (%s): %s", w.who, protocol, port, direction, verdict)
			}
		}
	}
}

// blames is the policy that should have let a connection through, and the field of its rules.
func (a *app) blames(w opening, v netpol.Verdict, direction string) (*object, string) {
	if direction == "ingress" && v.Ingress.Allowed() { // it is the caller that may not go out
		return a.ruleFor(callerOut(a.plan)[0], "egress")
	}
	return a.ruleFor(w, direction)
}

// ruleFor is the policy with a rule that is for an opening, and the rule's ports; else the app's own policy.
func (a *app) ruleFor(w opening, direction string) (*object, string) {
	for _, o := range slices.Concat(a.objects, a.namespace.common) {
		if p, ok := o.Object.(*networkingv1.NetworkPolicy); ok {
			for i, peers := range peersOf(&p.Spec, direction) {
				for _, peer := range peers {
					if chosen, err := endsOf(o.id.Namespace, peer); err == nil && len(chosen.serves([]opening{w})) > 0 {
						return o, at("spec."+direction, i, ".ports")
					}
				}
			}
		}
	}
	return a.policy(), "spec." + direction
}

// peersOf are the peers of a policy's rules in a direction.
func peersOf(spec *networkingv1.NetworkPolicySpec, direction string) [][]networkingv1.NetworkPolicyPeer {
	var all [][]networkingv1.NetworkPolicyPeer
	if direction == "ingress" {
		for _, rule := range spec.Ingress {
			all = append(all, rule.From)
		}
		return all
	}
	for _, rule := range spec.Egress {
		all = append(all, rule.To)
	}
	return all
}

// policy is the app's own NetworkPolicy, there or not.
func (a *app) policy() *object {
	id := manifest.ID{Group: "networking.k8s.io", Kind: "NetworkPolicy", Namespace: a.namespace.name, Name: a.name}
	if o := a.namespace.cluster.get(id); o != nil {
		return o
	}
	return a.missing(id)
}

// isolated: all policies together deny what nobody declared: other apps, other environments, and addresses outside, in
// and out.
func isolated(a *app, r *report) {
	if a.plan == nil || a.namespace.cluster.network == nil {
		return
	}
	for _, p := range a.pods {
		own := netpol.PodOf(a.namespace.name, *p.template)
		here := netpol.Endpoint{Pod: &own}
		for _, s := range strangers(a) {
			for _, port := range portsOf(appIn(a.plan)) {
				a.denied(netpol.Connection{From: s.end, To: here, Port: port}, s.who+" may connect to", "ingress", r)
			}
			if !s.declared {
				a.denied(netpol.Connection{From: here, To: s.end, Port: s.port}, s.who+" may be reached from", "egress", r)
			}
		}
	}
}

// someone is an end that an app must have nothing to do with.
type someone struct {
	who      string
	end      netpol.Endpoint
	port     int32 // on which it would be called
	declared bool  // the app may go there all the same
}

// Addresses that are no app's business: one reserved for documentation (RFC 5737) stands for the Internet, the other is
// where a node gives its credentials to whoever asks (Amazon EC2 User Guide, "Instance metadata service").
var (
	internet        = netip.MustParseAddr("203.0.113.7")
	metadataService = netip.MustParseAddr("169.254.169.254")
)

func strangers(a *app) []someone {
	outside := func(who string, addr netip.Addr, port int32) someone {
		declared := slices.ContainsFunc(appOut(a.plan), func(w opening) bool { return w.cidr.Contains(addr) && slices.Contains(w.ports, port) })
		return someone{who: who, end: netpol.Endpoint{Addr: addr}, port: port, declared: declared}
	}
	return []someone{
		{who: "an app of the namespace that is no caller", end: netpol.Endpoint{Pod: podNamed(a.namespace.name, stranger)}, port: a.plan.Port},
		{who: "a pod of another namespace", end: netpol.Endpoint{Pod: podNamed(a.elsewhere(), a.name)}, port: a.plan.Port},
		outside("the Internet", internet, 443),
		outside("the instance metadata service", metadataService, 80),
	}
}

// elsewhere is another environment of the cluster, or a namespace that nobody knows.
func (a *app) elsewhere() string {
	for _, n := range a.namespace.cluster.plan.Namespaces {
		if n.Name() != a.namespace.name {
			return n.Name()
		}
	}
	return stranger
}

// denied reports a connection that the app's own side lets through, with the policy that admits it. What the other side
// does is not relied on.
func (a *app) denied(c netpol.Connection, what, direction string, r *report) {
	verdict := a.namespace.cluster.network.Evaluate(c)
	side := verdict.Ingress
	if direction == "egress" {
		side = verdict.Egress
	}
	if !side.Allowed() {
		return
	}
	o, field := a.policy(), "spec."+direction
	if side.Admitting != nil {
		if admitting := a.namespace.cluster.get(policyID(side.Admitting)); admitting != nil {
			o, field = admitting, "spec."+direction
		}
	}
	r.add(o, field, "%s %s on TCP %d: %s", what, a.name, c.Port, verdict)
}

func policyID(p *networkingv1.NetworkPolicy) manifest.ID {
	return manifest.ID{Group: "networking.k8s.io", Kind: "NetworkPolicy", Namespace: p.Namespace, Name: p.Name}
}
