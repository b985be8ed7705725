package kubelet

import (
	"fmt"
	"net/netip"
	"os"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// hostname is what the pod calls itself: 63 bytes of its name at most.
func hostname(object *corev1.Pod) string {
	name := object.Spec.Hostname
	if name == "" {
		name = object.Name
	}
	return strings.TrimRight(name[:min(len(name), 63)], "-.")
}

// hosts is the pod's /etc/hosts, as the kubelet writes it.
func hosts(object *corev1.Pod, ip netip.Addr) string {
	var b strings.Builder
	b.WriteString("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n")
	name := hostname(object)
	if object.Spec.Subdomain != "" {
		name = fmt.Sprintf("%s.%s.%s.svc.cluster.local\t%[1]s", name, object.Spec.Subdomain, object.Namespace)
	}
	fmt.Fprintf(&b, "%v\t%s\n", ip, name)
	for _, alias := range object.Spec.HostAliases {
		fmt.Fprintf(&b, "%s\t%s\n", alias.IP, strings.Join(alias.Hostnames, "\t"))
	}
	return b.String()
}

// resolver is the pod's /etc/resolv.conf, by its dnsPolicy and dnsConfig.
func resolver(object *corev1.Pod, server netip.Addr) (string, error) {
	var servers, search, options []string
	switch object.Spec.DNSPolicy {
	case corev1.DNSNone:
	case corev1.DNSDefault:
		text, err := os.ReadFile("/etc/resolv.conf")
		if err != nil {
			return "", err
		}
		return string(text), nil
	default: // ClusterFirst, ClusterFirstWithHostNet
		servers = []string{server.String()}
		search = []string{object.Namespace + ".svc.cluster.local", "svc.cluster.local", "cluster.local"}
		options = []string{"ndots:5"}
	}
	if config := object.Spec.DNSConfig; config != nil {
		servers = append(servers, config.Nameservers...)
		search = append(search, config.Searches...)
		for _, option := range config.Options {
			text := option.Name
			if option.Value != nil {
				text += ":" + *option.Value
			}
			options = append(options, text) // the last of one name wins
		}
	}
	var b strings.Builder
	for _, s := range servers {
		fmt.Fprintf(&b, "nameserver %s\n", s)
	}
	if len(search) > 0 {
		fmt.Fprintf(&b, "search %s\n", strings.Join(search, " "))
	}
	if len(options) > 0 {
		fmt.Fprintf(&b, "options %s\n", strings.Join(options, " "))
	}
	return b.String(), nil
}
