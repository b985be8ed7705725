package policy

import (
	"cmp"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/meshpol"
	corev1 "k8s.io/api/core/v1"
	psapi "k8s.io/pod-security-admission/api"
)

// injectAnnotation tells Linkerd whether to add its proxy (https://linkerd.io/2/features/proxy-injection/).
const injectAnnotation = "linkerd.io/inject"

// namespaces: each Namespace says its Pod Security level at the cluster's version, so that an upgrade changes nothing by
// itself: restricted, or what the components that run there can meet. Those of apps are meshed, and none goes without a
// person's word.
func namespaces(o *object, r *report) {
	n, ok := o.Object.(*corev1.Namespace)
	if !ok {
		return
	}
	hosts := o.cluster.namespaces[n.Name]
	apps := hosts != nil && hosts.plan != nil
	want := component.Restricted
	if hosts != nil && !apps {
		want = cmp.Or(hosts.level, want)
	}
	for _, mode := range []string{"enforce", "audit", "warn"} {
		level := "pod-security.kubernetes.io/" + mode
		if got := n.Labels[level]; got != string(want) {
			r.add(o, key("metadata.labels", level), "%q: expected %s", got, want)
		} else if _, err := psapi.ParseLevel(got); err != nil {
			r.add(o, key("metadata.labels", level), "%q %v", got, err)
		}
		if got, want := n.Labels[level+"-version"], "v"+o.cluster.plan.Kubernetes; got != want {
			r.add(o, key("metadata.labels", level+"-version"), "%q: expected %s, the version of the cluster", got, want)
		}
	}
	if got := n.Labels["environment"]; apps && got != n.Name {
		r.add(o, "metadata.labels.environment", "%q: expected %q", got, n.Name)
	}
	if got := n.Annotations[injectAnnotation]; apps && got != "enabled" {
		r.add(o, key("metadata.annotations", injectAnnotation), "%q: expected enabled, or apps talk without the mesh", got)
	}
	if got := n.Annotations[meshpol.DefaultPolicy]; apps && got != "deny" {
		r.add(o, key("metadata.annotations", meshpol.DefaultPolicy), "%q: expected deny, or the mesh lets everyone in where nobody says who may", got)
	}
	const options, confirm = "argocd.argoproj.io/sync-options", "Prune=confirm,Delete=confirm"
	if got := n.Annotations[options]; got != confirm {
		r.add(o, key("metadata.annotations", options), "%q: expected %s: everything in it would go with the namespace", got, confirm)
	}
}
