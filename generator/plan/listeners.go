package plan

import (
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Gateway is the name of the one by which people come into a cluster, in the namespace of its ingress controller.
const Gateway = "public"

// MaxListeners is how many listeners a Gateway may have (Gateway API 1.5, GatewaySpec.listeners).
const MaxListeners = 64

// Listener is one of the Gateway's, at which TLS ends with a certificate of its own.
type Listener struct {
	// Name in the Gateway, and of the certificate: that of an environment for all hosts below its domain, else the host.
	Name string
	// Host, or *.<environment>.<domain>.
	Host string
	// Namespaces whose routes it takes: no environment gets the requests for another's hosts.
	Namespaces []string
}

// Listeners are those of each environment of a cluster, those for hosts that apps chose elsewhere, and that of Argo CD on the hub.
func (c *Cluster) Listeners() []Listener {
	var all []Listener
	for _, n := range c.Namespaces {
		all = append(all, Listener{n.Name(), "*" + below(n.Name(), c.Fleet.Domain), []string{n.Name()}})
	}
	for _, n := range c.Namespaces {
		for _, w := range n.Workloads {
			if w.Public && w.Listener() == w.Host {
				all = listening(all, w.Host, n.Name())
			}
		}
	}
	if c == c.Fleet.Hub {
		all = listening(all, c.Fleet.ArgoCDHost(), ArgoCDNamespace)
	}
	return all
}

// listening adds the listener of a host, or a namespace to it.
func listening(all []Listener, host, namespace string) []Listener {
	i := slices.IndexFunc(all, func(l Listener) bool { return l.Name == host })
	if i < 0 {
		return append(all, Listener{host, host, []string{namespace}})
	}
	if !slices.Contains(all[i].Namespaces, namespace) {
		all[i].Namespaces = append(all[i].Namespaces, namespace)
	}
	return all
}

// Listener is the name of the one that takes the app's requests.
func (w *Workload) Listener() string {
	return listenerOf(w.Host, w.Namespace.Name(), w.Namespace.Cluster.Fleet.Domain)
}

// listenerOf a host in an environment. The * of a certificate stands for one label (RFC 9525, section 6.3).
func listenerOf(host, environment, domain string) string {
	label, found := strings.CutSuffix(host, below(environment, domain))
	if found && !strings.Contains(label, ".") {
		return environment
	}
	return host
}

// below ends the hosts of an environment.
func below(environment, domain string) string { return "." + environment + "." + domain }

// PublicRoute is the name of the route by which the Gateway sends people's requests to an app.
func (w *Workload) PublicRoute() string { return w.Name + "-public" }

// listeners refuses more of them than a Gateway may have. Hosts are counted for the whole fleet, on whose clusters all of them may be.
func (c *checks) listeners(f *config.Fleet) {
	if f.Ingress != config.Gateway || c.broken(f.Document) {
		return
	}
	all := map[string]bool{}
	for i := range c.inputs.Apps {
		for _, e := range c.inputs.Environments {
			if app := &c.inputs.Apps[i]; orTrue(app.Public) {
				all[listenerOf(hostOf(app, e.Name, string(f.Domain)), e.Name, string(f.Domain))] = true
			}
		}
	}
	const others = 2 // of Argo CD, and of those who come without TLS
	if n := len(all) + others; n > MaxListeners {
		c.report(f.Document, field.NewPath("ingress"), "the Gateway would have %d listeners, %d are allowed: let more of the apps keep their host, "+
			"<app>.<environment>.%s, of which all in an environment share one", n, MaxListeners, f.Domain)
	}
}
