package policy

import (
	"slices"

	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// selector: what an app's objects select are the pods, and the Service, of that app: all of them and no other's. Every
// pod and Service carries its app's name (the rule "labels"), so a selector that requires the name cannot reach others.
func selector(a *app, r *report) {
	for _, o := range a.objects {
		switch t := o.Object.(type) {
		case *appsv1.Deployment:
			a.selects(o, "spec.selector", t.Spec.Selector, t.Spec.Template.Labels, r)
			a.spreads(o, t.Spec.Template, r)
		case *corev1.Service:
			a.selectsPods(o, "spec.selector", t.Spec.Selector, r)
		case *policyv1.PodDisruptionBudget:
			a.selectsEvery(o, "spec.selector", t.Spec.Selector, r)
		case *monitoringv1.ServiceMonitor:
			a.monitors(o, t, r)
		}
	}
}

// selects judges a selector against the labels of what it means.
func (a *app) selects(o *object, field string, s *metav1.LabelSelector, means map[string]string, r *report) {
	if s == nil {
		r.add(o, field, "missing: expected %s: %s", nameLabel, a.name)
		return
	}
	a.requires(o, key(field, "matchLabels"), s.MatchLabels, means, r)
	for i := range s.MatchExpressions {
		one := &metav1.LabelSelector{MatchExpressions: s.MatchExpressions[i : i+1]}
		switch matcher, err := metav1.LabelSelectorAsSelector(one); {
		case err != nil:
			r.add(o, at(field+".matchExpressions", i), "%v", err)
		case !matcher.Matches(labels.Set(means)):
			r.add(o, at(field+".matchExpressions", i), "does not match the labels of %s", a.name)
		}
	}
}

// requires judges labels that must be those of the app's pods.
func (a *app) requires(o *object, field string, required, means map[string]string, r *report) {
	if required[nameLabel] != a.name {
		r.add(o, key(field, nameLabel), "%q: expected %q, or it selects what belongs to another app or to none", required[nameLabel], a.name)
	}
	for _, name := range sortedKeys(required) {
		if got, there := means[name]; name != nameLabel && (!there || got != required[name]) {
			r.add(o, key(field, name), "%q: what it selects has %q", required[name], got)
		}
	}
}

func (a *app) selectsPods(o *object, field string, required map[string]string, r *report) {
	if len(a.pods) == 0 {
		r.add(o, field, "selects no pod: no object of %s makes any", a.name)
		return
	}
	for _, p := range a.pods {
		a.requires(o, field, required, p.template.Labels, r)
	}
}

func (a *app) selectsEvery(o *object, field string, s *metav1.LabelSelector, r *report) {
	for _, p := range a.pods {
		a.selects(o, field, s, p.template.Labels, r)
	}
}

// hashLabels tell the pods of one version from those of another: of a Deployment, and of a Rollout.
var hashLabels = []string{appsv1.DefaultDeploymentUniqueLabelKey, rollouts.PodHashLabel}

// spreads judges the selectors by which the scheduler counts the app's pods.
func (a *app) spreads(o *object, template corev1.PodTemplateSpec, r *report) {
	for i, c := range template.Spec.TopologySpreadConstraints {
		field := at("spec.template.spec.topologySpreadConstraints", i)
		a.selects(o, field+".labelSelector", c.LabelSelector, template.Labels, r)
		for j, name := range c.MatchLabelKeys {
			if _, there := template.Labels[name]; !there && !slices.Contains(hashLabels, name) {
				r.add(o, at(field+".matchLabelKeys", j), "%q: no such label on the pods, so it counts nothing%s", name, hint(name, hashLabels))
			}
		}
	}
}

// monitors judges which Services a ServiceMonitor takes: the app's, in its own namespace.
func (a *app) monitors(o *object, m *monitoringv1.ServiceMonitor, r *report) {
	if n := m.Spec.NamespaceSelector; n.Any {
		r.add(o, "spec.namespaceSelector.any", "selects Services of every namespace: leave it out for the app's own")
	} else if len(n.MatchNames) > 0 && !slices.Equal(n.MatchNames, []string{a.namespace.name}) {
		r.add(o, "spec.namespaceSelector.matchNames", "selects Services of %v: leave it out for the app's own", n.MatchNames)
	}
	service := a.service()
	if service == nil {
		r.add(o, "spec.selector", "selects no Service: %s has none", a.name)
		return
	}
	a.selects(o, "spec.selector", &m.Spec.Selector, service.Labels, r)
	if m.Spec.JobLabel != nameLabel {
		r.add(o, "spec.jobLabel", "%q: expected %s, by whose value alerts select the job", m.Spec.JobLabel, nameLabel)
	}
}

// service is the app's Service, that of its name if there are others; nil if there is none.
func (a *app) service() *corev1.Service {
	var first *corev1.Service
	for _, o := range a.objects {
		if service, ok := o.Object.(*corev1.Service); ok && (first == nil || service.Name == a.name) {
			first = service
		}
	}
	return first
}
