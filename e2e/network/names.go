package network

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"

	"github.com/miekg/dns"
)

// Names is the DNS server of the sandbox. It knows the cluster's Services, the registered names and
// the zones that are delegated to it; any other name does not exist.
type Names struct {
	mu       sync.RWMutex
	external map[string]netip.Addr
	zones    map[string]Zone // by their names, which end in a dot
	services *Services
}

// ServeNames answers on DNS, over UDP and TCP, until the context ends.
func ServeNames(ctx context.Context) (*Names, error) {
	n := &Names{external: map[string]netip.Addr{}, zones: map[string]Zone{}}
	udp, err := net.ListenPacket("udp", DNS.String())
	if err != nil {
		return nil, fmt.Errorf("name server: %w", err)
	}
	tcp, err := net.Listen("tcp", DNS.String())
	if err != nil {
		udp.Close()
		return nil, fmt.Errorf("name server: %w", err)
	}
	context.AfterFunc(ctx, func() { udp.Close(); tcp.Close() })
	answer := dns.HandlerFunc(n.answer)
	// Both return when their socket closes.
	go func() { _ = (&dns.Server{PacketConn: udp, Handler: answer}).ActivateAndServe() }()
	go func() { _ = (&dns.Server{Listener: tcp, Handler: answer}).ActivateAndServe() }()
	return n, nil
}

// Register makes names resolve to the address, mostly Internet.
func (n *Names) Register(address netip.Addr, names ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, name := range names {
		n.external[strings.ToLower(name)] = address
	}
}

// Services makes the names of Services resolve: to the cluster IP, or to the endpoints of a headless
// one.
func (n *Names) Services(s *Services) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.services = s
}

// lookup also says whether the name exists, since one without addresses may.
func (n *Names) lookup(name string) ([]netip.Addr, bool) {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	n.mu.RLock()
	defer n.mu.RUnlock()
	if address, ok := n.external[name]; ok {
		return []netip.Addr{address}, true
	}
	service, ok := strings.CutSuffix(name, ".svc."+ClusterDomain)
	if !ok || n.services == nil {
		return nil, false
	}
	service, namespace, _ := strings.Cut(service, ".")
	return n.services.addresses(namespace, service)
}

// answer gives what is known of a name; of a registered one or a Service's, that is A records only.
func (n *Names) answer(w dns.ResponseWriter, request *dns.Msg) {
	m := new(dns.Msg).SetReply(request)
	m.Authoritative, m.RecursionAvailable = true, true
	if len(request.Question) != 1 {
		m.Rcode = dns.RcodeFormatError
		_ = w.WriteMsg(m) // the client has gone or asks again
		return
	}
	m.Rcode = dns.RcodeNameError
	if n.resolve(m, m.Question[0].Name, 0) {
		m.Rcode = dns.RcodeSuccess
	}
	if len(m.Answer) == 0 {
		m.Ns = n.authority(m.Question[0].Name)
	}
	if w.RemoteAddr().Network() == "udp" {
		m.Truncate(dns.MinMsgSize)
	}
	_ = w.WriteMsg(m)
}

// aliases is how many CNAME records are followed from one name to another: they may lead in a circle.
const aliases = 8

// resolve adds to the answer the name's records of the type that is asked for, following aliases, and
// says whether the name exists.
func (n *Names) resolve(m *dns.Msg, name string, followed int) bool {
	kind := m.Question[0].Qtype
	addresses, registered := n.lookup(name)
	if kind == dns.TypeA {
		for _, a := range addresses {
			header := dns.RR_Header{Name: name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 1}
			m.Answer = append(m.Answer, &dns.A{Hdr: header, A: a.AsSlice()})
		}
	}
	records, exists := n.records(name)
	for _, record := range records {
		alias, ok := record.(*dns.CNAME)
		if record.Header().Rrtype == kind || ok {
			m.Answer = append(m.Answer, record)
		}
		if ok && kind != dns.TypeCNAME && followed < aliases {
			n.resolve(m, alias.Target, followed+1)
		}
	}
	return registered || exists
}
