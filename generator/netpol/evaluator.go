package netpol

import (
	"errors"
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// Evaluator holds the policies of one cluster, ready to be asked. It is safe for concurrent use.
type Evaluator struct {
	namespaces      map[string]labels.Set
	egress, ingress map[string]index // by namespace
}

// New prepares the policies of one cluster, whose namespaces are given with their labels. It neither changes nor copies the
// policies, so they must stay as they are while the evaluator is in use. An error names every policy with a selector or a
// CIDR that cannot be read.
func New(namespaces map[string]map[string]string, policies []*networkingv1.NetworkPolicy) (*Evaluator, error) {
	var errs []error
	egress, ingress := map[string][]*isolation{}, map[string][]*isolation{}
	for _, policy := range policies {
		in, out, err := compile(policy)
		if err != nil {
			errs = append(errs, fmt.Errorf("NetworkPolicy %s/%s: spec.%w", policy.Namespace, policy.Name, err))
		}
		if in != nil {
			ingress[policy.Namespace] = append(ingress[policy.Namespace], in)
		}
		if out != nil {
			egress[policy.Namespace] = append(egress[policy.Namespace], out)
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return &Evaluator{namespaces: labelled(namespaces), egress: indexed(egress), ingress: indexed(ingress)}, nil
}

// labelled copies the labels of namespaces and adds the one that the API server sets on each (KEP-2161).
func labelled(namespaces map[string]map[string]string) map[string]labels.Set {
	sets := make(map[string]labels.Set, len(namespaces))
	for name, own := range namespaces {
		set := labels.Set{}
		maps.Copy(set, own)
		set[corev1.LabelMetadataName] = name
		sets[name] = set
	}
	return sets
}

// Evaluate judges one connection.
func (e *Evaluator) Evaluate(c Connection) Verdict {
	c = c.normal()
	verdict := Verdict{Connection: c}
	if !c.loopback() {
		verdict.Egress = e.judge(e.egress, c.From, c.To, c)
		verdict.Ingress = e.judge(e.ingress, c.To, c.From, c)
	}
	return verdict
}

// judge asks the policies that isolate one end about the other.
func (e *Evaluator) judge(policies map[string]index, local, remote Endpoint, c Connection) Side {
	if local.Pod == nil {
		return Side{}
	}
	selecting := policies[local.Pod.Namespace].selecting(local.Pod.Labels)
	if len(selecting) == 0 {
		return Side{}
	}
	side := Side{Isolating: make([]*networkingv1.NetworkPolicy, len(selecting))}
	namespace := e.namespaceOf(remote)
	for i, one := range selecting {
		side.Isolating[i] = one.policy
		if side.Admitting == nil && one.admits(remote, namespace, c) {
			side.Admitting = one.policy
		}
	}
	return side
}

// namespaceOf returns the labels of a pod's namespace. One that New was not told of has the label every namespace has.
func (e *Evaluator) namespaceOf(end Endpoint) labels.Set {
	if end.Pod == nil {
		return nil
	}
	if set, ok := e.namespaces[end.Pod.Namespace]; ok {
		return set
	}
	return labels.Set{corev1.LabelMetadataName: end.Pod.Namespace}
}
