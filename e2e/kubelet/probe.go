package kubelet

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// probe tells of each change of the container's health until ctx ends: started
// once its startup probe succeeds, ready by its readiness probe from then on.
// A failing startup probe kills nothing.
func (p *pod) probe(ctx context.Context, c *corev1.Container, changes chan<- health) {
	tell := func(h health) bool {
		select {
		case changes <- h:
			return true
		case <-ctx.Done():
			return false
		}
	}
	for ok := range p.results(ctx, c, c.StartupProbe) {
		if ok {
			break
		}
	}
	for ok := range p.results(ctx, c, c.ReadinessProbe) {
		if !tell(health{started: true, ready: ok}) {
			return
		}
	}
}

// results yields the first verdict of a probe, not ready, and each change; a
// single success when there is no probe. It ends with ctx.
func (p *pod) results(ctx context.Context, c *corev1.Container, probe *corev1.Probe) func(func(bool) bool) {
	return func(yield func(bool) bool) {
		if probe == nil {
			yield(true)
			return
		}
		if !yield(false) || !sleep(ctx, min(seconds(probe.InitialDelaySeconds, 0), p.k.Period)) {
			return
		}
		now, same := false, int32(0)
		for {
			if ok := p.check(ctx, c, probe) == nil; ok == now {
				same = 0
			} else {
				same++
			}
			threshold := probe.SuccessThreshold
			if now {
				threshold = probe.FailureThreshold
			}
			if same >= max(threshold, 1) {
				now, same = !now, 0
				if !yield(now) {
					return
				}
			}
			if !sleep(ctx, min(seconds(probe.PeriodSeconds, 10), p.k.Period)) {
				return
			}
		}
	}
}

func seconds(n, fallback int32) time.Duration {
	if n == 0 {
		n = fallback
	}
	return time.Duration(n) * time.Second
}

// check asks once. Probes by exec are taken as successful, of grpc only the
// connection is tried.
func (p *pod) check(ctx context.Context, c *corev1.Container, probe *corev1.Probe) error {
	ctx, cancel := context.WithTimeout(ctx, seconds(probe.TimeoutSeconds, 1))
	defer cancel()
	switch {
	case probe.HTTPGet != nil:
		return p.get(ctx, c, probe.HTTPGet)
	case probe.TCPSocket != nil:
		return p.dial(ctx, c, probe.TCPSocket.Host, probe.TCPSocket.Port)
	case probe.GRPC != nil:
		return p.dial(ctx, c, "", intstr.FromInt32(probe.GRPC.Port))
	}
	return nil
}

func (p *pod) dial(ctx context.Context, c *corev1.Container, host string, port intstr.IntOrString) error {
	address, err := p.address(c, host, port)
	if err != nil {
		return err
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return conn.Close()
}

// prober asks as the kubelet does: no certificate is verified, a redirect is a
// success, each probe has its connection.
var prober = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport: &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
	},
}

func (p *pod) get(ctx context.Context, c *corev1.Container, get *corev1.HTTPGetAction) error {
	address, err := p.address(c, get.Host, get.Port)
	if err != nil {
		return err
	}
	scheme := "http"
	if get.Scheme == corev1.URISchemeHTTPS {
		scheme = "https"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+address+"/"+trimSlash(get.Path), nil)
	if err != nil {
		return err
	}
	request.Header.Set("User-Agent", "kube-probe/1.35")
	for _, h := range get.HTTPHeaders {
		request.Header.Add(h.Name, h.Value)
		if http.CanonicalHeaderKey(h.Name) == "Host" {
			request.Host = h.Value
		}
	}
	response, err := prober.Do(request)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode < 200 || response.StatusCode >= 400 {
		return fmt.Errorf("HTTP probe failed with statuscode: %d", response.StatusCode)
	}
	return nil
}

func trimSlash(path string) string {
	if path != "" && path[0] == '/' {
		return path[1:]
	}
	return path
}

// address is the pod's own unless the probe names a host; ports may be named.
func (p *pod) address(c *corev1.Container, host string, port intstr.IntOrString) (string, error) {
	if host == "" {
		host = p.ip.String()
	}
	if port.Type == intstr.Int {
		return net.JoinHostPort(host, strconv.Itoa(port.IntValue())), nil
	}
	for _, named := range c.Ports {
		if named.Name == port.StrVal {
			return net.JoinHostPort(host, strconv.Itoa(int(named.ContainerPort))), nil
		}
	}
	return "", fmt.Errorf("port %q of container %s is not known", port.StrVal, c.Name)
}
