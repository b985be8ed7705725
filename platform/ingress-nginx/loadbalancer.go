package ingressnginx

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
	lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
)

// service is the one before the pods, of type LoadBalancer.
type service struct {
	LoadBalancerClass string            `json:"loadBalancerClass"`
	Annotations       map[string]string `json:"annotations"`
	// AllocateLoadBalancerNodePorts: the load balancer sends to the pods' own addresses, so nodes need not open a port.
	AllocateLoadBalancerNodePorts bool `json:"allocateLoadBalancerNodePorts"`
}

// Seconds in the end of a pod, which the chart gives 300 for: AWS takes up to two minutes to send it no new connection, and
// nginx still accepts those; then nginx closes idle connections, and the others when their request is answered. A client
// that is still connected when all is over gets a reset instead of silence. The mesh's proxy ends after nginx.
const (
	accepting  = 120
	finishing  = 150
	deregister = 300
)

// nlb tells the AWS Load Balancer Controller what to make
// (https://kubernetes-sigs.github.io/aws-load-balancer-controller/v3.5/guide/service/annotations/).
//
// The address of a client comes by the PROXY protocol, not as the source of the packets. So the network policy can name the
// load balancer's subnets where it would have to let in the Internet, nobody inside can claim to be another client, and
// clients behind one NAT do not collide when they come by several zones ("Client IP preservation", User Guide for Network
// Load Balancers). The health check speaks the PROXY protocol as well, so it has to ask nginx on port 80; the controller's own
// port would not understand it.
func nlb() service {
	const prefix = "service.beta.kubernetes.io/aws-load-balancer-"
	return service{
		LoadBalancerClass: lbc.Class,
		Annotations: map[string]string{
			prefix + "scheme":          "internet-facing",
			prefix + "nlb-target-type": "ip",
			prefix + "attributes":      "load_balancing.cross_zone.enabled=true",
			prefix + "proxy-protocol":  "*",
			prefix + "target-group-attributes": attributes(map[string]string{
				"preserve_client_ip.enabled":                          "false",
				"deregistration_delay.timeout_seconds":                strconv.Itoa(deregister),
				"deregistration_delay.connection_termination.enabled": "true",
			}),
			prefix + "healthcheck-protocol":            "http",
			prefix + "healthcheck-port":                strconv.Itoa(httpPort),
			prefix + "healthcheck-path":                "/healthz",
			prefix + "healthcheck-interval":            "10",
			prefix + "healthcheck-timeout":             "5",
			prefix + "healthcheck-healthy-threshold":   "2",
			prefix + "healthcheck-unhealthy-threshold": "2",
		},
	}
}

func attributes(values map[string]string) string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list = append(list, key+"="+values[key])
	}
	return strings.Join(list, ",")
}

// loadBalancer is where connections come from: the public subnets, in each of which a load balancer on the Internet has an
// address.
func loadBalancer(c *plan.Cluster) []string {
	var ranges []string
	for _, s := range c.Subnets() {
		if s.Public {
			ranges = append(ranges, s.Range.String())
		}
	}
	return ranges
}
