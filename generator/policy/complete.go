package policy

import (
	"cmp"
	"path"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// complete: an app has every object that it needs. A patch may delete one; a waiver then says why.
func complete(a *app, r *report) {
	if a.plan == nil {
		return
	}
	for _, id := range needed(a.plan) {
		if a.namespace.cluster.get(id) == nil {
			r.add(a.missing(id), "", "missing: every app needs one")
		}
	}
	secrets := 0
	for _, o := range a.objects {
		if o.id.Kind == "ExternalSecret" {
			secrets++
		}
	}
	if secrets < len(a.plan.Secrets) {
		id := manifest.ID{Group: "external-secrets.io", Kind: "ExternalSecret", Namespace: a.namespace.name, Name: a.name}
		r.add(a.missing(id), "", "missing: there are %d for the %d secrets of apps/%s/app.yaml", secrets, len(a.plan.Secrets), a.name)
	}
}

// needed are the objects that a workload cannot do without; most are called as the app.
func needed(w *plan.Workload) []manifest.ID {
	ids := []manifest.ID{
		{Group: "", Kind: "Service"},
		{Group: "", Kind: "ServiceAccount"},
		{Group: "apps", Kind: "Deployment"},
		{Group: "autoscaling", Kind: "HorizontalPodAutoscaler"},
		{Group: "monitoring.coreos.com", Kind: "PrometheusRule"},
		{Group: "monitoring.coreos.com", Kind: "ServiceMonitor"},
		{Group: "networking.k8s.io", Kind: "NetworkPolicy"},
		{Group: "policy", Kind: "PodDisruptionBudget"},
	}
	switch {
	case w.Public && w.Namespace.Cluster.Fleet.ByGateway():
		ids = append(ids, manifest.ID{Group: gatewayv1.GroupName, Kind: "HTTPRoute", Name: w.PublicRoute()})
	case w.Public:
		ids = append(ids, manifest.ID{Group: "networking.k8s.io", Kind: "Ingress"})
	}
	if w.Canary != nil {
		ids = append(ids,
			manifest.ID{Group: "argoproj.io", Kind: "AnalysisTemplate"}, manifest.ID{Group: "argoproj.io", Kind: "Rollout"},
			manifest.ID{Kind: "Service", Name: w.StableService()}, manifest.ID{Kind: "Service", Name: w.CanaryService()})
	}
	ids = append(ids, neededOfMesh(w)...)
	for i := range ids {
		ids[i].Namespace, ids[i].Name = w.Namespace.Name(), cmp.Or(ids[i].Name, w.Name)
	}
	return ids
}

// neededOfMesh are those by which the mesh knows who may send the app what, and how long they wait.
func neededOfMesh(w *plan.Workload) []manifest.ID {
	ids := []manifest.ID{{Group: meshGroup, Kind: "Server"}, {Group: gatewayv1.GroupName, Kind: "HTTPRoute"}}
	for _, route := range []string{w.InboundRoute(), w.MetricsRoute(), w.ProbesRoute()} {
		ids = append(ids, manifest.ID{Group: gatewayv1.GroupName, Kind: "HTTPRoute", Name: route})
		if route != w.InboundRoute() || w.Public || len(w.Callers) > 0 {
			ids = append(ids, manifest.ID{Group: meshGroup, Kind: "AuthorizationPolicy", Name: route})
		}
	}
	if w.Retries.Limit > 0 {
		ids = append(ids, manifest.ID{Group: gatewayv1.GroupName, Kind: "HTTPRoute", Name: w.SafeRoute()})
	}
	return ids
}

// missing stands for an object that should be in the app's directory, so that a finding can name it.
func (a *app) missing(id manifest.ID) *object {
	return &object{Entry: manifest.Entry{Path: path.Join(a.dir, fileOf(id))}, id: id, cluster: a.namespace.cluster, namespace: a.namespace, app: a}
}

// fileOf is the name of the file of an object that is not there.
func fileOf(id manifest.ID) string { return strings.ToLower(id.Kind) + "-" + id.Name + ".yaml" }
