package policy

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// nameLabel tells apps apart, and teamLabel says whose they are.
const (
	nameLabel = "app.kubernetes.io/name"
	teamLabel = "team"
)

// metadata: names, labels and annotations are what the API server takes, and nothing is set that only it may set.
func metadata(o *object, r *report) {
	for _, wrong := range nameErrors(o) {
		r.add(o, "metadata.name", "%q: %s", o.id.Name, wrong)
	}
	if o.id.Namespace != "" {
		for _, wrong := range validation.IsDNS1123Label(o.id.Namespace) {
			r.add(o, "metadata.namespace", "%q: %s", o.id.Namespace, wrong)
		}
	}
	checkLabels(o, "metadata.labels", o.Object.GetLabels(), r)
	checkAnnotationKeys(o, "metadata.annotations", o.Object.GetAnnotations(), r)
	for _, field := range serverFields(o.Object) {
		r.add(o, "metadata."+field, "only the API server sets this")
	}
	if pod := podOf(o); pod != nil {
		checkLabels(o, pod.at+".metadata.labels", pod.template.Labels, r)
		checkAnnotationKeys(o, pod.at+".metadata.annotations", pod.template.Annotations, r)
	}
}

// nameErrors are those of the name of an object, by the rules of its kind.
func nameErrors(o *object) []string {
	if plain(o.id.Name) {
		return nil
	}
	switch o.id.Group + "/" + o.id.Kind {
	case "/Namespace":
		return validation.IsDNS1123Label(o.id.Name)
	case "/Service":
		return validation.IsDNS1035Label(o.id.Name)
	}
	if o.id.Group == "rbac.authorization.k8s.io" {
		if o.id.Name == "" || strings.ContainsAny(o.id.Name, "/%") || o.id.Name == "." || o.id.Name == ".." {
			return []string{"must not be empty, . or .., nor hold / or %"}
		}
		return nil
	}
	return validation.IsDNS1123Subdomain(o.id.Name)
}

func checkLabels(o *object, field string, labels map[string]string, r *report) {
	for name, value := range labels {
		if name == nameLabel && value == o.id.Name {
			continue // nearly all of them; the name is judged already
		}
		if !plain(name) {
			for _, wrong := range validation.IsQualifiedName(name) {
				r.add(o, key(field, name), "the key: %s", wrong)
			}
		}
		if !plain(value) {
			for _, wrong := range validation.IsValidLabelValue(value) {
				r.add(o, key(field, name), "%q: %s", value, wrong)
			}
		}
	}
}

// plain says whether a text is a label by RFC 1035, as most names are: it is valid everywhere. The library says why
// another is not.
func plain(text string) bool {
	for i := range len(text) {
		letter, digit := text[i] >= 'a' && text[i] <= 'z', text[i] >= '0' && text[i] <= '9'
		inner := i > 0 && i < len(text)-1
		if !letter && !(digit && i > 0) && !(text[i] == '-' && inner) {
			return false
		}
	}
	return text != "" && len(text) <= validation.DNS1035LabelMaxLength
}

func checkAnnotationKeys(o *object, field string, annotations map[string]string, r *report) {
	for name := range annotations {
		for _, wrong := range validation.IsQualifiedName(strings.ToLower(name)) {
			r.add(o, key(field, name), "the key: %s", wrong)
		}
	}
}

// serverFields are the parts of the metadata that are set and have no place in git.
func serverFields(m metav1.Object) []string {
	var set []string
	created := m.GetCreationTimestamp()
	for _, field := range []struct {
		name string
		set  bool
	}{
		{"creationTimestamp", !created.IsZero()},
		{"deletionTimestamp", m.GetDeletionTimestamp() != nil},
		{"generation", m.GetGeneration() != 0},
		{"managedFields", len(m.GetManagedFields()) > 0},
		{"ownerReferences", len(m.GetOwnerReferences()) > 0},
		{"resourceVersion", m.GetResourceVersion() != ""},
		{"uid", m.GetUID() != ""},
	} {
		if field.set {
			set = append(set, field.name)
		}
	}
	return set
}

// appLabels: every object of an app and its pods carry the name of the app and its team. Selectors, dashboards and the
// routing of alerts rely on them.
func appLabels(a *app, r *report) {
	for _, o := range a.objects {
		a.checkOwnLabels(o, "metadata.labels", o.Object.GetLabels(), r)
	}
	for _, p := range a.pods {
		a.checkOwnLabels(p.object, p.at+".metadata.labels", p.template.Labels, r)
	}
}

func (a *app) checkOwnLabels(o *object, field string, labels map[string]string, r *report) {
	if got := labels[nameLabel]; got != a.name {
		r.add(o, key(field, nameLabel), "%q: expected %q, the app that the directory names", got, a.name)
	}
	if a.plan == nil {
		return
	}
	if got := labels[teamLabel]; got != a.plan.Team {
		r.add(o, key(field, teamLabel), "%q: expected %q, the team in apps/%s/app.yaml", got, a.plan.Team, a.name)
	}
}
