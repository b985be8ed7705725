package component

import "github.com/example/fastapi-gitops/generator/plan"

// HTTPS is the port of the API server, of AWS and of registries.
const HTTPS = 443

// PodsOf are those of a neighbour.
func PodsOf(n plan.Neighbour) Peer { return Peer{Pods: &n} }

// Namespace is every pod of a namespace.
func Namespace(name string) Peer { return PodsOf(plan.Neighbour{Namespace: name}) }

// APIServer is the cluster's API server: the address of its Service, and the network interfaces that EKS puts into the
// cluster's subnets, on which it also calls webhooks (Amazon EKS User Guide, "Amazon EKS networking requirements for VPC
// and subnets").
func APIServer(c *plan.Cluster) Peer {
	return Peer{CIDRs: []string{plan.APIServerAddress + "/32", c.CIDR}}
}

// ControlPlane is where the API server calls webhooks from.
func ControlPlane(c *plan.Cluster) Peer { return Peer{CIDRs: []string{c.CIDR}} }

// Internet is every address that is not inside.
func Internet(c *plan.Cluster) Peer {
	return Peer{CIDRs: []string{"0.0.0.0/0"}, Except: Inside(c)}
}

// Inside are the addresses of the cluster: those of its VPC, of Services, and those by which a node serves its own pods, among
// them the ones of its credentials (RFC 3927).
func Inside(c *plan.Cluster) []string { return []string{c.CIDR, plan.ServiceCIDR, "169.254.0.0/16"} }

// PodIdentityAgent gives pods the credentials of their IAM role.
func PodIdentityAgent() Peer { return Peer{CIDRs: []string{plan.PodIdentityAgent}} }

// Backends are what people's requests go to: the apps, whatever their ports, since they are in the mesh, whose proxies have a port
// of their own; and Argo CD, which is not.
func Backends(c *plan.Cluster) []Connection {
	var all []Connection
	for _, n := range c.Namespaces {
		all = append(all, Connect(Namespace(n.Name())))
	}
	if c == c.Fleet.Hub {
		all = append(all, Connect(PodsOf(plan.ArgoCDServer), plan.ArgoCDServerPort))
	}
	return all
}

// Connect is a connection with a peer, on TCP ports of the side that is connected to.
func Connect(peer Peer, ports ...int32) Connection { return Connection{Peer: peer, Ports: ports} }
