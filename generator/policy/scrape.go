package policy

import (
	"slices"
	"strings"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// scrapedOnce: of several Services that have the same pods, Prometheus takes each pod's port once for each Service, and every
// request would count as often.
func (a *app) scrapedOnce(r *report) {
	seen := map[string]*object{} // the ServiceMonitor by Service and port
	for _, o := range a.objects {
		m, ok := o.Object.(*monitoringv1.ServiceMonitor)
		if !ok {
			continue
		}
		services := a.selectedBy(m)
		for i, e := range m.Spec.Endpoints {
			var having []string
			for _, s := range services {
				if slices.ContainsFunc(s.Spec.Ports, func(p corev1.ServicePort) bool { return p.Name == e.Port }) {
					having = append(having, s.Name)
				}
			}
			if len(having) > 1 {
				r.add(o, "spec.selector", "selects the Services %s, so that each pod would be scraped %d times", strings.Join(having, ", "), len(having))
			}
			for _, name := range having {
				as := name + " " + e.Port + e.Path
				if other := seen[as]; other != nil && other != o {
					r.add(o, at("spec.endpoints", i), "%s scrapes %s of port %s already", other.id, e.Path, e.Port)
				}
				seen[as] = o
			}
		}
	}
}

// label of an object.
type label struct{ key, value string }

func (n *namespace) addService(o *object) {
	if s, ok := o.Object.(*corev1.Service); ok {
		for key, value := range s.Labels {
			n.services[label{key, value}] = append(n.services[label{key, value}], s)
		}
	}
}

// selectedBy are the Services of the app's namespace that a ServiceMonitor selects. One that selects by no label's value selects
// by none that has an app's name either, which the rule "selector" reports.
func (a *app) selectedBy(m *monitoringv1.ServiceMonitor) []*corev1.Service {
	matches, err := metav1.LabelSelectorAsSelector(&m.Spec.Selector)
	if err != nil {
		return nil // the rule "selector" reports it
	}
	var services []*corev1.Service
	for key, value := range m.Spec.Selector.MatchLabels { // what matches has each of them: the first will do
		for _, s := range a.namespace.services[label{key, value}] {
			if matches.Matches(labels.Set(s.Labels)) {
				services = append(services, s)
			}
		}
		break
	}
	return services
}
