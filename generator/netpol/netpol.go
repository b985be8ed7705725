// Package netpol answers whether Kubernetes NetworkPolicies (networking.k8s.io/v1) let a connection through, and why.
//
// The semantics are those of https://kubernetes.io/docs/concepts/services-networking/network-policies/ and of the
// comments on the API types, with the defaults that the API server sets:
//
//   - A connection needs both ends: the egress policies of the source pod and the ingress policies of the target pod. An
//     end no policy of that direction selects lets everything through; a selected end is isolated, and lets through what
//     at least one rule of one of its policies admits. Replies need no rule.
//   - A pod cannot block access to itself.
//   - An ipBlock is compared with the address of any peer, pods included. Where a plugin or a load balancer rewrites
//     addresses first, the documentation leaves the result open.
//   - Connections between two addresses outside are no business of a NetworkPolicy.
//
// Traffic between a pod and the node it runs on, such as the kubelet's probes, is always allowed and cannot be expressed
// here, since where a pod will run is not known. For pods on the host's network the documentation leaves the result open;
// most plugins treat them as the node, so give them as an address.
//
// Objects are taken as the API server would accept them. One it would refuse gets an answer that means little, or an error
// from New, but never a panic.
package netpol

import (
	"net/netip"

	corev1 "k8s.io/api/core/v1"
)

// Pod is what policies can see of a pod.
type Pod struct {
	Namespace string
	// Name tells this pod from others: two ends of the same namespace and name are one pod, which can always reach itself.
	// It is empty for a template, whose replicas are different pods.
	Name   string
	Labels map[string]string
	Ports  []corev1.ContainerPort // of all containers, for rules that name a port
}

// PodOf returns a pod made from a template, as any of its replicas.
func PodOf(namespace string, template corev1.PodTemplateSpec) Pod {
	pod := Pod{Namespace: namespace, Labels: template.Labels}
	for _, container := range template.Spec.Containers {
		pod.Ports = append(pod.Ports, container.Ports...)
	}
	for _, container := range template.Spec.InitContainers {
		if policy := container.RestartPolicy; policy != nil && *policy == corev1.ContainerRestartPolicyAlways {
			pod.Ports = append(pod.Ports, container.Ports...) // a sidecar serves as long as the pod does
		}
	}
	return pod
}

// Endpoint is one end of a connection: a pod, or an address outside the cluster.
type Endpoint struct {
	Pod  *Pod       // nil outside the cluster
	Addr netip.Addr // where it is unknown (the zero value), no ipBlock covers this end
}

// Connection is an attempt to connect, or the first packet of a flow.
type Connection struct {
	From, To Endpoint
	Port     int32           // of the target itself: the container's port, not that of a Service before it
	Protocol corev1.Protocol // empty means TCP
}

// normal returns the connection as rules compare it.
func (c Connection) normal() Connection {
	if c.Protocol == "" {
		c.Protocol = corev1.ProtocolTCP
	}
	c.From.Addr = c.From.Addr.Unmap().WithZone("")
	c.To.Addr = c.To.Addr.Unmap().WithZone("")
	return c
}

// loopback reports whether both ends are one pod.
func (c Connection) loopback() bool {
	from, to := c.From.Pod, c.To.Pod
	return from != nil && to != nil && from.Name != "" && from.Name == to.Name && from.Namespace == to.Namespace
}
