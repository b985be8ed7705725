package policy

import (
	"net/netip"
	"path"

	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/meshpol"
	"github.com/example/fastapi-gitops/generator/plan"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// sender is a client of the app and what it is to be let send.
type sender struct {
	who                      string
	client                   meshpol.Client
	caller, scraper, kubelet bool
}

// asked is a request, and for whom it is.
type asked struct {
	what         string
	port         int32
	method, path string
	route        string // the one that is for it; empty for the proxy's own port
	admits       func(sender) bool
	tolerates    func(sender) bool // those of whom it does not matter
}

// authorized: Server, routes, policies and authentications together admit to each app its callers, to its metrics and its proxy's
// Prometheus, to its probes the kubelet, and nobody else. What the objects say is evaluated as the mesh would.
func authorized(a *app, r *report) {
	if a.plan == nil {
		return
	}
	for _, p := range a.pods {
		pod := meshpol.PodOf(a.namespace.name, *Injected(p.template))
		for _, request := range a.requests() {
			a.oneServer(pod, request, r)
			for _, s := range a.senders() {
				a.verdict(pod, request, s, r)
			}
		}
		a.targets(p, pod, r)
	}
}

// requests are one of each kind that an app gets.
func (a *app) requests() []asked {
	w := a.plan
	callers := func(s sender) bool { return s.caller }
	prometheus := func(s sender) bool { return s.scraper }
	nobody := func(sender) bool { return false }
	inside := func(s sender) bool { return s.client.Meshed() || s.kubelet }
	page := path.Join(w.Path, stranger)
	return []asked{
		{"requests", w.Port, "GET", page, w.InboundRoute(), callers, nobody},
		{"requests", w.Port, "POST", page, w.InboundRoute(), callers, nobody},
		{"metrics", w.Port, "GET", w.Metrics, w.MetricsRoute(), prometheus, nobody},
		{"metrics", w.Port, "POST", w.Metrics, w.MetricsRoute(), nobody, prometheus},
		{"metrics", w.Port, "GET", percentEncoded(w.Metrics), w.MetricsRoute(), nobody, prometheus},
		{"probes", w.Port, "GET", w.Probes.Live, w.ProbesRoute(), func(s sender) bool { return s.kubelet }, inside},
		{"probes", w.Port, "GET", w.Probes.Ready, w.ProbesRoute(), func(s sender) bool { return s.kubelet }, inside},
		{"port without a Server", unservedPort, "GET", "/", "", nobody, nobody},
		{"metrics of the proxy", plan.ProxyAdminPort, "GET", "/metrics", "", prometheus, nobody},
	}
}

// unservedPort stands for those that no Server selects.
const unservedPort = 1

// percentEncoded is a path with its last character written as its code, which the app decodes.
func percentEncoded(path string) string {
	const digits = "0123456789ABCDEF"
	last := path[len(path)-1]
	return path[:len(path)-1] + "%" + string(digits[last>>4]) + string(digits[last&15])
}

// senders are those that the plan knows, and strangers.
func (a *app) senders() []sender {
	inside := netip.MustParsePrefix(a.namespace.cluster.plan.CIDR).Addr().Next()
	meshed := func(who string, i identity) sender {
		return sender{who: who, client: meshpol.Client{Namespace: i.namespace, Account: i.account, Addr: inside}}
	}
	prometheus := meshed("Prometheus", identityOf(plan.Prometheus))
	prometheus.scraper = true
	controller := meshed("the ingress controller", identityOf(a.plan.Namespace.Cluster.Fleet.IngressController()))
	controller.caller = a.plan.Public
	all := []sender{
		prometheus, controller,
		{who: "the kubelet", client: meshpol.Client{Addr: inside}, kubelet: true},
		meshed("an app of the namespace that is no caller", identity{a.namespace.name, stranger}),
		meshed("an app of another namespace", identity{a.elsewhere(), a.name}),
		{who: "the Internet", client: meshpol.Client{Addr: internet}},
	}
	for _, caller := range a.plan.Callers {
		s := meshed("its caller "+caller, identity{a.namespace.name, caller})
		s.caller = true
		all = append(all, s, meshed("the app "+caller+" of another namespace", identity{a.elsewhere(), caller}))
	}
	return all
}

// oneServer: of two Servers for one port Linkerd takes the older and refuses the other.
func (a *app) oneServer(pod meshpol.Pod, request asked, r *report) {
	selecting := a.namespace.cluster.mesh.Servers(pod, request.port)
	for _, name := range selecting[min(1, len(selecting)):] {
		r.add(a.meshObject("Server", name), "spec.port", "Server/%s selects the port %d of %s too: the mesh refuses the second", selecting[0], request.port, a.name)
	}
}

// verdict compares what the objects make of a request with what the plan wants.
func (a *app) verdict(pod meshpol.Pod, request asked, s sender, r *report) {
	v := a.namespace.cluster.mesh.Evaluate(meshpol.Request{From: s.client, To: pod, Port: request.port, Method: request.method, Path: request.path})
	switch {
	case request.admits(s) && !v.Allowed:
		o, field := a.refusing(request, v)
		r.add(o, field, "the mesh lets %s not through to the %s (%s %s)", s.who, request.what, request.method, shown(request.path))
	case v.Allowed && !request.admits(s) && !request.tolerates(s):
		o, field := a.admitting(request, v)
		r.add(o, field, "the mesh lets %s through to the %s (%s %s)", s.who, request.what, request.method, shown(request.path))
	}
}

// shown is a path without the name that stands for any.
func shown(of string) string {
	if path.Base(of) == stranger {
		return path.Join(path.Dir(of), "…")
	}
	return of
}

// refusing is the first link of the chain that is broken, by whose names the plan knows them: the Server, the route, its policy
// or what the policy asks for.
func (a *app) refusing(request asked, v meshpol.Verdict) (*object, string) {
	server, policy := a.name, request.route
	if request.route == "" {
		server, policy = plan.ProxyAdmin, plan.ProxyAdmin
	}
	switch {
	case v.Server == "":
		return a.meshObject("Server", server), "spec.port"
	case v.Server != server:
		return a.meshObject("Server", v.Server), "spec.podSelector"
	case v.Route != request.route:
		return a.matches(request.route)
	}
	o := a.meshObject("AuthorizationPolicy", policy)
	spec, there := o.Object.(*linkerd.AuthorizationPolicy)
	if !there {
		return o, ""
	}
	if spec.Spec.TargetRef.Name != policy {
		return o, "spec.targetRef.name"
	}
	for _, ref := range spec.Spec.RequiredAuthenticationRefs {
		if found := a.namespace.cluster.get(a.namespace.id(ref.Kind, ref.Name)); found != nil && ref.Kind == "MeshTLSAuthentication" {
			return found, "spec.identityRefs"
		}
	}
	return o, "spec.requiredAuthenticationRefs"
}

// admitting is the object by which a request came through that should not.
func (a *app) admitting(request asked, v meshpol.Verdict) (*object, string) {
	switch {
	case v.Server == "":
		return a.namespaceObject(), key("metadata.annotations", meshpol.DefaultPolicy)
	case v.Route != request.route:
		return a.matches(request.route)
	case v.Policy == "":
		return a.meshObject("Server", v.Server), "spec.accessPolicy"
	}
	return a.meshObject("AuthorizationPolicy", v.Policy), "spec.requiredAuthenticationRefs"
}

// matches is what a route matches.
func (a *app) matches(route string) (*object, string) {
	o := a.meshObject("HTTPRoute", route)
	if t, ok := o.Object.(*gatewayv1.HTTPRoute); ok && len(t.Spec.Rules) > 0 {
		return o, "spec.rules[0].matches"
	}
	return o, "spec.rules"
}

// meshObject is an object of the mesh in the app's namespace, there or not.
func (a *app) meshObject(kind, name string) *object {
	id := a.namespace.id(kind, name)
	if o := a.namespace.cluster.get(id); o != nil {
		return o
	}
	if name == plan.ProxyAdmin {
		return a.namespace.missing(id)
	}
	return a.missing(id)
}

func (a *app) namespaceObject() *object {
	id := manifest.ID{Kind: "Namespace", Name: a.namespace.name}
	if o := a.namespace.cluster.get(id); o != nil {
		return o
	}
	return a.namespace.missing(id)
}

// id is that of an object of the namespace, of a kind that is referred to.
func (n *namespace) id(kind, name string) manifest.ID {
	return manifest.ID{Group: groupOf[kind], Kind: kind, Namespace: n.name, Name: name}
}
