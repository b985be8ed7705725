package netpol

import (
	"fmt"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"
)

// Verdict is the answer about one connection, with its reasons.
type Verdict struct {
	Connection Connection // with its defaults filled in
	Egress     Side       // the source and the egress policies that select it
	Ingress    Side       // the target and the ingress policies that select it
}

// Side is what the policies of one end say. It is the zero value where none has a say: the end is not isolated, it is no
// pod, or the connection is that of a pod to itself.
type Side struct {
	Isolating []*networkingv1.NetworkPolicy // those that select the pod in this direction, by name
	Admitting *networkingv1.NetworkPolicy   // the first of them with a rule for the connection; nil if none has one
}

// Allowed reports whether both ends let the connection through.
func (v Verdict) Allowed() bool { return v.Egress.Allowed() && v.Ingress.Allowed() }

// Allowed reports whether this end lets the connection through.
func (s Side) Allowed() bool { return len(s.Isolating) == 0 || s.Admitting != nil }

// String says allowed or denied, and why; of a denied connection, only what denies it.
func (v Verdict) String() string {
	c := v.Connection
	switch {
	case c.loopback():
		return "allowed: a pod cannot block access to itself"
	case c.From.Pod == nil && c.To.Pod == nil:
		return "allowed: neither end is a pod"
	}
	var reasons []string
	if c.From.Pod != nil && v.Egress.Allowed() == v.Allowed() {
		reasons = append(reasons, v.Egress.reason("egress of "+c.From.String(), c.port()+" to "+c.To.String()))
	}
	if c.To.Pod != nil && v.Ingress.Allowed() == v.Allowed() {
		reasons = append(reasons, v.Ingress.reason("ingress of "+c.To.String(), c.port()+" from "+c.From.String()))
	}
	word := "denied: "
	if v.Allowed() {
		word = "allowed: "
	}
	return word + strings.Join(reasons, "; ")
}

func (s Side) reason(local, remote string) string {
	switch {
	case len(s.Isolating) == 0:
		return local + " is not isolated"
	case s.Admitting != nil:
		return fmt.Sprintf("%s: NetworkPolicy/%s admits %s", local, s.Admitting.Name, remote)
	}
	names := make([]string, len(s.Isolating))
	for i, policy := range s.Isolating {
		names[i] = "NetworkPolicy/" + policy.Name
	}
	return fmt.Sprintf("%s is isolated by %s, and no policy admits %s", local, strings.Join(names, ", "), remote)
}

func (c Connection) port() string { return fmt.Sprintf("%s %d", c.Protocol, c.Port) }

// String names the end as a sentence would.
func (e Endpoint) String() string {
	switch {
	case e.Pod == nil && !e.Addr.IsValid():
		return "outside the cluster"
	case e.Pod == nil:
		return e.Addr.String()
	case e.Pod.Name == "":
		return "a pod of namespace " + e.Pod.Namespace
	default:
		return "pod " + e.Pod.Namespace + "/" + e.Pod.Name
	}
}
