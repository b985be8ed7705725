package ingressnginx

import lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"

// service is the one before the pods, of type LoadBalancer.
type service struct {
	LoadBalancerClass string            `json:"loadBalancerClass"`
	Annotations       map[string]string `json:"annotations"`
	// AllocateLoadBalancerNodePorts: the load balancer sends to the pods' own addresses, so nodes need not open a port.
	AllocateLoadBalancerNodePorts bool `json:"allocateLoadBalancerNodePorts"`
}

// finishing are seconds in the end of a pod, which the chart gives 300 for: when AWS sends it no new connection, nginx closes idle
// ones, and the others when their request is answered. A client that is still connected when all is over gets a reset instead of
// silence. The mesh's proxy ends after nginx.
const finishing = 150

// nlb is healthy when nginx itself says so, whose answer is the same for every host that no Ingress names.
func nlb() service {
	return service{LoadBalancerClass: lbc.Class, Annotations: lbc.Public("/healthz", httpPort)}
}
