// Package workload builds the Kubernetes objects of one app in one environment, one file a kind.
package workload

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Builder makes the objects of one kind for a workload; none when the workload does not need the kind.
type Builder func(*plan.Workload) []manifest.Object

// Builders are those of every kind that an app has.
var Builders = []Builder{
	serviceAccount, deployment, service, autoscaler, disruptionBudget, ingress, gateway, networkPolicies, externalSecrets,
	serviceMonitor, objectives, server, inboundRoutes, authorizations, outboundRoutes, canary,
}

// Build makes every object of a workload.
func Build(w *plan.Workload) []manifest.Object {
	var objects []manifest.Object
	for _, build := range Builders {
		objects = append(objects, build(w)...)
	}
	return objects
}

// nameLabel tells apps apart: every selector uses it and nothing else, since selectors are immutable.
const nameLabel = "app.kubernetes.io/name"

func selector(w *plan.Workload) map[string]string { return map[string]string{nameLabel: w.Name} }

func labels(w *plan.Workload) map[string]string {
	return map[string]string{nameLabel: w.Name, "team": w.Team}
}

func typeMeta(apiVersion, kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: apiVersion, Kind: kind}
}

func objectMeta(w *plan.Workload, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: w.Namespace.Name(), Labels: labels(w)}
}

// httpPort is the name of the port on which an app serves.
const httpPort = "http"
