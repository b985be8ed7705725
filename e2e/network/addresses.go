// Package network is the network of a test's cluster, inside of a sandbox: a bridge with a network
// namespace for each pod that runs for real, a DNS server, and what kube-proxy would do, in user
// space. Nothing else is reachable from a pod.
//
// Servers of the main network namespace must listen on an address, never on all of them: a listener
// on 0.0.0.0 would answer for every Service with its port, and keep the proxy from it.
package network

import (
	"net/netip"
	"strings"
)

// DNS names that have a fixed meaning.
const (
	// ClusterDomain is what the names of Services end in.
	ClusterDomain = "cluster.local"
	// EKSName is the public name of the API server, as EKS forms them.
	EKSName = "E2E.gr7.ap-south-1.eks.amazonaws.com"
)

var (
	// Pods is the range of the bridge. Nodes, pods and Gateway are in it.
	Pods = netip.MustParsePrefix("10.20.0.0/16")
	// Gateway is the main network namespace on the bridge, every pod's default route.
	Gateway = netip.MustParseAddr("10.20.0.1")
	// PodRange is the part of Pods that kwok takes pod addresses from (--cidr).
	PodRange = netip.MustParsePrefix("10.20.64.0/18")

	// ServiceRange is local to the main network namespace (package sandbox makes it so), as are
	// Internet, EKS and PodIdentity.
	ServiceRange = netip.MustParsePrefix("172.20.0.0/16")
	// APIService is the Service default/kubernetes.
	APIService = netip.MustParseAddrPort("172.20.0.1:443")
	// DNS answers over UDP and TCP.
	DNS = netip.MustParseAddrPort("172.20.0.10:53")
	// Internet is what every external name resolves to.
	Internet = netip.MustParseAddr("198.51.100.1")
	// EKS is what EKSName resolves to: the public address of the API server.
	EKS = netip.MustParseAddrPort("198.51.100.2:443")
	// PodIdentity is the EKS Pod Identity Agent, which every node has at this address.
	PodIdentity = netip.MustParseAddrPort("169.254.170.23:80")
)

// ResolvConf is /etc/resolv.conf of a pod in the namespace, as a kubelet writes it for the DNS policy
// ClusterFirst; of the main network namespace where namespace is empty.
func ResolvConf(namespace string) []byte {
	server := "nameserver " + DNS.Addr().String() + "\n"
	if namespace == "" {
		return []byte(server)
	}
	search := []string{"search", namespace + ".svc." + ClusterDomain, "svc." + ClusterDomain, ClusterDomain}
	return []byte(strings.Join(search, " ") + "\n" + server + "options ndots:5\n")
}
