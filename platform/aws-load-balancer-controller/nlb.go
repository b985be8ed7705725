package awsloadbalancercontroller

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
)

// Accepting is how many seconds a pod that ends still has to accept connections: AWS takes up to two minutes to send it no new
// ones. Deregister is how many AWS leaves it those that it has.
const (
	Accepting  = 120
	Deregister = 300
)

// Public are the annotations of a Service that people on the Internet come to, by the path and the port of its pods at which they
// say over HTTP that they are healthy
// (https://kubernetes-sigs.github.io/aws-load-balancer-controller/v3.5/guide/service/annotations/).
//
// The address of a client comes by the PROXY protocol, not as the source of the packets. So the network policy can name the
// load balancer's subnets where it would have to let in the Internet, nobody inside can claim to be another client, and
// clients behind one NAT do not collide when they come by several zones ("Client IP preservation", User Guide for Network
// Load Balancers). The health check speaks the PROXY protocol as well, so it has to ask a port that people come to; another
// would not understand it.
func Public(path string, port int) map[string]string {
	const prefix = "service.beta.kubernetes.io/aws-load-balancer-"
	return map[string]string{
		prefix + "scheme":          "internet-facing",
		prefix + "nlb-target-type": "ip",
		prefix + "attributes":      "load_balancing.cross_zone.enabled=true",
		prefix + "proxy-protocol":  "*",
		prefix + "target-group-attributes": attributes(map[string]string{
			"preserve_client_ip.enabled":                          "false",
			"deregistration_delay.timeout_seconds":                strconv.Itoa(Deregister),
			"deregistration_delay.connection_termination.enabled": "true",
		}),
		prefix + "healthcheck-protocol":            "http",
		prefix + "healthcheck-port":                strconv.Itoa(port),
		prefix + "healthcheck-path":                path,
		prefix + "healthcheck-interval":            "10",
		prefix + "healthcheck-timeout":             "5",
		prefix + "healthcheck-healthy-threshold":   "2",
		prefix + "healthcheck-unhealthy-threshold": "2",
	}
}

func attributes(values map[string]string) string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list = append(list, key+"="+values[key])
	}
	return strings.Join(list, ",")
}

// Sources are where connections come from: the public subnets, in each of which a load balancer on the Internet has an
// address.
func Sources(c *plan.Cluster) []string {
	var ranges []string
	for _, s := range c.Subnets() {
		if s.Public {
			ranges = append(ranges, s.Range.String())
		}
	}
	return ranges
}
