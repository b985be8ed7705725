package network

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"
	"k8s.io/client-go/tools/cache"
)

// Services does what kube-proxy does for TCP, in user space: it listens on every cluster IP and port
// and relays to a ready endpoint.
type Services struct {
	services corelisters.ServiceLister
	slices   discoverylisters.EndpointSliceLister
	live     func(netip.Addr) bool
	routes   atomic.Pointer[cache.GenericLister] // of HTTPRoutes, none before FollowRoutes

	ports map[netip.AddrPort]listening // of the informer's one goroutine
}

// servicePort is a port of a Service by its name, which EndpointSlices know it by.
type servicePort struct{ namespace, service, port string }

type listening struct {
	servicePort
	stop func()
}

// WatchServices follows a cluster's Services and EndpointSlices until the context ends. When it
// returns it serves all that exist. Only endpoints that are live count: most pods are simulated, and
// nobody has their address.
func WatchServices(ctx context.Context, client kubernetes.Interface, live func(netip.Addr) bool) (*Services, error) {
	factory := informers.NewSharedInformerFactory(client, 0)
	services := factory.Core().V1().Services()
	s := &Services{
		services: services.Lister(),
		slices:   factory.Discovery().V1().EndpointSlices().Lister(),
		live:     live,
		ports:    map[netip.AddrPort]listening{},
	}
	update := func() { s.update(ctx) }
	registration, err := services.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { update() },
		UpdateFunc: func(any, any) { update() },
		DeleteFunc: func(any) { update() },
	})
	if err != nil {
		return nil, err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	cache.WaitForCacheSync(ctx.Done(), registration.HasSynced)
	return s, ctx.Err()
}

// update makes the ports that listen those that the Services have now.
func (s *Services) update(ctx context.Context) {
	want := s.wanted()
	for at, l := range s.ports {
		if want[at] != l.servicePort {
			l.stop()
			delete(s.ports, at)
		}
	}
	for at, p := range want {
		if _, ok := s.ports[at]; ok {
			continue
		}
		if err := s.listen(ctx, at, p); err != nil {
			slog.Error("Service cannot be reached", "service", p, "error", err)
		}
	}
}

// wanted are the TCP ports of Services with a cluster IP. The API server's own Service has no
// endpoints here and is left to Route.
func (s *Services) wanted() map[netip.AddrPort]servicePort {
	all, _ := s.services.List(labels.Everything()) // a lister of a cache gives no error
	want := map[netip.AddrPort]servicePort{}
	for _, service := range all {
		ip, err := netip.ParseAddr(service.Spec.ClusterIP)
		if err != nil { // headless, or an ExternalName
			continue
		}
		for _, p := range service.Spec.Ports {
			at := netip.AddrPortFrom(ip, uint16(p.Port))
			if at != APIService && p.Protocol != corev1.ProtocolUDP && p.Protocol != corev1.ProtocolSCTP {
				want[at] = servicePort{service.Namespace, service.Name, p.Name}
			}
		}
	}
	return want
}

func (s *Services) listen(ctx context.Context, at netip.AddrPort, p servicePort) error {
	stop, err := relay(ctx, at, func(ctx context.Context) (net.Conn, error) { return s.dial(ctx, p) })
	if err != nil {
		return err
	}
	s.ports[at] = listening{p, stop}
	return nil
}

const (
	patience = 5 * time.Second        // for an endpoint that comes up
	oneDial  = 500 * time.Millisecond // for a pod that is no more: nobody answers for its address
	again    = 100 * time.Millisecond
)

// dial tries the endpoints in random order until one accepts.
func (s *Services) dial(ctx context.Context, p servicePort) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	next := time.NewTicker(again)
	defer next.Stop()
	dialer := net.Dialer{Timeout: oneDial}
	p = s.route(p)
	for {
		for _, endpoint := range s.endpoints(p) {
			if c, err := dialer.DialContext(ctx, "tcp", endpoint.String()); err == nil {
				return c, nil
			}
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-next.C:
		}
	}
}
