package meshpol

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	servers "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// server is a Server with its selector read.
type server struct {
	*servers.Server
	pods labels.Selector
}

// addServer notes a Server. One whose selector cannot be read, or is not there, selects nothing.
func (n *namespace) addServer(s *servers.Server) {
	pods, err := metav1.LabelSelectorAsSelector(s.Spec.PodSelector)
	if err != nil || s.Spec.PodSelector == nil {
		return
	}
	required := ""
	for key, value := range s.Spec.PodSelector.MatchLabels {
		required = max(required, key+"="+value)
	}
	n.servers[required] = append(n.servers[required], server{s, pods})
}

// selecting are the Servers for a port of a pod, by name.
func (n *namespace) selecting(pod Pod, port int32) []server {
	candidates := slices.Clone(n.servers[""])
	for key, value := range pod.Labels {
		candidates = append(candidates, n.servers[key+"="+value]...)
	}
	found := slices.DeleteFunc(candidates, func(s server) bool {
		number := s.Spec.Port.IntVal
		if s.Spec.Port.Type == intstr.String {
			number = pod.Ports[s.Spec.Port.StrVal]
		}
		return number != port || !s.pods.Matches(labels.Set(pod.Labels))
	})
	slices.SortFunc(found, func(a, b server) int { return strings.Compare(a.Name, b.Name) })
	return found
}

// route is one with its matches.
type route struct {
	name    string
	matches []match
}

// match is that of a rule, with its expression read.
type match struct {
	gatewayv1.HTTPRouteMatch
	expression *regexp.Regexp
}

// addRoute notes a route with each Server that is a parent of it.
func (n *namespace) addRoute(o *gatewayv1.HTTPRoute) {
	for _, parent := range o.Spec.ParentRefs {
		if value(parent.Group) == group && value(parent.Kind) == "Server" &&
			(parent.Namespace == nil || string(*parent.Namespace) == o.Namespace) && parent.Port == nil && parent.SectionName == nil {
			n.routes[string(parent.Name)] = append(n.routes[string(parent.Name)], route{o.Name, matchesOf(o)})
		}
	}
}

// matchesOf are those of all rules. A rule without any matches everything.
func matchesOf(o *gatewayv1.HTTPRoute) []match {
	var all []match
	for _, rule := range o.Spec.Rules {
		if len(rule.Matches) == 0 {
			all = append(all, match{})
		}
		for _, m := range rule.Matches {
			one := match{HTTPRouteMatch: m}
			if m.Path != nil && value(m.Path.Type) == gatewayv1.PathMatchRegularExpression {
				one.expression, _ = regexp.Compile(`^(?:` + value(m.Path.Value) + `)$`) // nil matches nothing
			}
			all = append(all, one)
		}
	}
	return all
}

func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// fit is how well a match fits a request; the zero value does not at all.
type fit struct {
	path   int // characters that match
	method int
}

func (f fit) compare(other fit) int {
	return cmp.Or(cmp.Compare(f.path, other.path), cmp.Compare(f.method, other.method))
}

// best is the name of the route that fits a request best, the first of several; empty if none does.
func best(routes []route, r Request) (name string) {
	var most fit
	for _, route := range routes {
		for _, match := range route.matches {
			if f := match.fits(r); f.compare(most) > 0 {
				name, most = route.name, f
			}
		}
	}
	return name
}

// fits judges a match. A request has neither headers nor a query here, so that one which asks for them does not fit.
func (m match) fits(r Request) (f fit) {
	if len(m.Headers)+len(m.QueryParams) > 0 || m.Method != nil && string(*m.Method) != r.Method {
		return f
	}
	if f.path = m.matched(r.Path); f.path > 0 && m.Method != nil {
		f.method = 1
	}
	return f
}

// matched is how many characters of a path match, by length alone whatever the type; 0 for none.
func (m match) matched(path string) int {
	if m.Path == nil {
		return 1
	}
	want := "/"
	if m.Path.Value != nil {
		want = *m.Path.Value
	}
	switch value(m.Path.Type) {
	case gatewayv1.PathMatchExact:
		if path == want {
			return len(want)
		}
	case gatewayv1.PathMatchRegularExpression:
		if m.expression != nil && m.expression.MatchString(path) {
			return len(path)
		}
	default:
		return prefixed(strings.TrimRight(want, "/"), strings.TrimRight(path, "/"))
	}
	return 0
}

// prefixed compares whole segments; the prefix / is of every path.
func prefixed(prefix, path string) int {
	if rest, ok := strings.CutPrefix(path, prefix); ok && (rest == "" || strings.HasPrefix(rest, "/")) {
		return max(1, len(prefix))
	}
	return 0
}
