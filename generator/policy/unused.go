package policy

import (
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
)

// unused: what is made to be referred to is referred to. The other end of a renamed reference shows here.
func unused(o *object, r *report) {
	if o.namespace == nil || o.namespace.plan == nil {
		return
	}
	switch t := o.Object.(type) {
	case *corev1.ConfigMap:
		o.mustBeUsed(reference{"ConfigMap", t.Name}, "metadata.name", r)
	case *corev1.ServiceAccount:
		o.mustBeUsed(reference{"ServiceAccount", t.Name}, "metadata.name", r)
	case *externalsecrets.ExternalSecret:
		o.mustBeUsed(reference{"Secret", t.Spec.Target.Name}, "spec.target.name", r)
	case *rbacv1.Role:
		o.mustBeUsed(reference{"Role", t.Name}, "metadata.name", r)
	}
}

func (o *object) mustBeUsed(as reference, field string, r *report) {
	if !o.namespace.used[as] {
		r.add(o, field, "nothing in %s refers to the %s %q", o.namespace.name, as.kind, as.name)
	}
}
