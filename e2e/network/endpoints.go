package network

import (
	"math/rand/v2"
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// addresses are what the name of a Service resolves to, and whether there is one.
func (s *Services) addresses(namespace, name string) ([]netip.Addr, bool) {
	service, err := s.services.Services(namespace).Get(name)
	if err != nil {
		return nil, false
	}
	if service.Spec.ClusterIP == corev1.ClusterIPNone {
		return s.headless(namespace, name), true
	}
	ip, err := netip.ParseAddr(service.Spec.ClusterIP)
	return []netip.Addr{ip}, err == nil
}

// headless are the live ready addresses of a Service, each once.
func (s *Services) headless(namespace, service string) []netip.Addr {
	var all []netip.Addr
	for _, slice := range s.slicesOf(namespace, service) {
		all = append(all, s.ready(slice)...)
	}
	slices.SortFunc(all, netip.Addr.Compare)
	return slices.Compact(all)
}

// endpoints are the live ready endpoints of a Service's port, in random order.
func (s *Services) endpoints(p servicePort) []netip.AddrPort {
	var all []netip.AddrPort
	for _, slice := range s.slicesOf(p.namespace, p.service) {
		for _, port := range slice.Ports {
			if port.Port == nil || value(port.Name) != p.port {
				continue
			}
			for _, ip := range s.ready(slice) {
				all = append(all, netip.AddrPortFrom(ip, uint16(*port.Port)))
			}
		}
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

func (s *Services) slicesOf(namespace, service string) []*discoveryv1.EndpointSlice {
	selector := labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: service})
	all, _ := s.slices.EndpointSlices(namespace).List(selector) // a lister of a cache gives no error
	return all
}

// ready are a slice's IPv4 addresses that may be used; no condition means ready
// (discovery.k8s.io/v1, EndpointConditions).
func (s *Services) ready(slice *discoveryv1.EndpointSlice) []netip.Addr {
	var all []netip.Addr
	for _, e := range slice.Endpoints {
		if e.Conditions.Ready != nil && !*e.Conditions.Ready || len(e.Addresses) == 0 {
			continue
		}
		ip, err := netip.ParseAddr(e.Addresses[0])
		if err == nil && ip.Is4() && s.live(ip) {
			all = append(all, ip)
		}
	}
	return all
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
