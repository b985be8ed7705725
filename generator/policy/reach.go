package policy

import (
	"net/netip"
	"slices"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/netpol"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
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
			policies = append(policies, t)
		}
	}
	evaluator, err := netpol.New(namespaces, policies)
	if err != nil {
		return nil
	}
	return evaluator
}

// reachable: all policies together let through what the plan wants for each app: people through the ingress, Prometheus,
// callers, names, the mesh, credentials and declared destinations.
func reachable(a *app, r *report) {
	if a.plan == nil || a.namespace.cluster.network == nil {
		return
	}
	for _, p := range a.pods {
		own := netpol.PodOf(a.namespace.name, *p.template)
		here := netpol.Endpoint{Pod: &own}
		for _, in := range a.in {
			a.lets(in, netpol.Connection{From: in.end(), To: here}, ingress, r)
		}
		for _, out := range slices.Concat(everyPodOut, a.out) {
			a.lets(out, netpol.Connection{From: here, To: out.end()}, egress, r)
		}
	}
}

// The directions of rules, as their fields are called.
const (
	ingress = "ingress"
	egress  = "egress"
)

// lets reports the ports of an opening that some policy denies. What it says is the same for every app, so that a broken
// policy of the namespace is one finding.
func (a *app) lets(w opening, c netpol.Connection, direction string, r *report) {
	for _, c.Protocol = range w.protocols() {
		for _, c.Port = range w.ports {
			verdict := a.namespace.cluster.network.Evaluate(c)
			if verdict.Allowed() {
				continue
			}
			o, field := a.blames(w, verdict, direction)
			if direction == ingress {
				r.add(o, field, "no policy lets %s reach the pods on %s %d", w.who, c.Protocol, c.Port)
			} else {
				r.add(o, field, "no policy lets the pods reach %s on %s %d", w.who, c.Protocol, c.Port)
			}
		}
	}
}

// blames is the policy that should have let a connection through, and the field of its rules.
func (a *app) blames(w opening, v netpol.Verdict, direction string) (*object, string) {
	switch {
	case direction == ingress && v.Ingress.Allowed(): // it is the caller that may not go out
		return a.ruleFor(callerOut(a.plan)[0], egress, a.callers())
	case w.everyone:
		return a.ruleFor(w, direction, a.namespace.cluster.get(policyID(a.namespace.name, defaultDeny)))
	}
	return a.ruleFor(w, direction, a.policy())
}

// ruleFor is the policy with a rule that is for an opening, and the rule's ports; else the one that is given.
func (a *app) ruleFor(w opening, direction string, otherwise *object) (*object, string) {
	for _, o := range slices.Concat(a.objects, a.namespace.common) {
		if p, ok := o.Object.(*networkingv1.NetworkPolicy); ok {
			for i, rule := range rulesIn(&p.Spec, direction) {
				if rule.serves(o.id.Namespace, w) {
					return o, at("spec."+direction, i, ".ports")
				}
			}
		}
	}
	if otherwise == nil {
		otherwise = a.policy()
	}
	return otherwise, "spec." + direction
}

// callers is the policy for the pods of the app's callers; nil if there is none.
func (a *app) callers() *object {
	for _, o := range a.objects {
		if p, ok := o.Object.(*networkingv1.NetworkPolicy); ok && slices.Equal(namesSelected(&p.Spec.PodSelector), a.plan.Callers) {
			return o
		}
	}
	return nil
}

// directed is a rule of a policy, whichever its direction.
type directed struct {
	peers []networkingv1.NetworkPolicyPeer
	ports []networkingv1.NetworkPolicyPort
}

// rulesIn are a policy's rules in a direction.
func rulesIn(spec *networkingv1.NetworkPolicySpec, direction string) []directed {
	var all []directed
	if direction == ingress {
		for _, rule := range spec.Ingress {
			all = append(all, directed{rule.From, rule.Ports})
		}
		return all
	}
	for _, rule := range spec.Egress {
		all = append(all, directed{rule.To, rule.Ports})
	}
	return all
}

// serves says whether a peer of the rule, in a policy of the namespace, is an end of an opening.
func (d directed) serves(namespace string, w opening) bool {
	return slices.ContainsFunc(d.peers, func(peer networkingv1.NetworkPolicyPeer) bool {
		chosen, err := endsOf(namespace, peer)
		return err == nil && len(chosen.serves([]opening{w})) > 0
	})
}

// policy is the app's own NetworkPolicy, there or not.
func (a *app) policy() *object {
	id := policyID(a.namespace.name, a.name)
	if o := a.namespace.cluster.get(id); o != nil {
		return o
	}
	return a.missing(id)
}

// isolated: all policies together deny what nobody declared: other apps, other environments, and addresses outside, in
// and out. The app's own side must deny it; what the other side does is not relied on.
func isolated(a *app, r *report) {
	if a.plan == nil || a.namespace.cluster.network == nil {
		return
	}
	for _, p := range a.pods {
		own := netpol.PodOf(a.namespace.name, *p.template)
		here := netpol.Endpoint{Pod: &own}
		for _, s := range strangers(a) {
			for _, port := range portsOf(a.in) {
				verdict := a.namespace.cluster.network.Evaluate(netpol.Connection{From: s.end, To: here, Port: port})
				a.denies(verdict.Ingress, ingress, s.who, "the pods", port, r)
			}
			if !s.declared {
				verdict := a.namespace.cluster.network.Evaluate(netpol.Connection{From: here, To: s.end, Port: s.port})
				a.denies(verdict.Egress, egress, "the pods", s.who, s.port, r)
			}
		}
	}
}

// denies reports a side that lets something through, at the policy that admits it.
func (a *app) denies(side netpol.Side, direction, from, to string, port int32, r *report) {
	switch {
	case !side.Allowed():
	case side.Admitting == nil:
		r.add(a.policy(), "spec.podSelector", "no policy isolates the pods (%s), so %s may connect to %s on TCP %d", direction, from, to, port)
	default:
		o := a.namespace.cluster.get(policyID(side.Admitting.Namespace, side.Admitting.Name))
		if o == nil {
			o = a.policy()
		}
		r.add(o, "spec."+direction, "lets %s connect to %s on TCP %d", from, to, port)
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
		declared := slices.ContainsFunc(a.out, func(w opening) bool { return w.cidr.Contains(addr) && slices.Contains(w.ports, port) })
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

// policyID is the identity of a NetworkPolicy.
func policyID(namespace, name string) manifest.ID {
	return manifest.ID{Group: "networking.k8s.io", Kind: "NetworkPolicy", Namespace: namespace, Name: name}
}
