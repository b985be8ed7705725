// Package namespace builds what stands around the apps of one environment on one cluster: the Namespace with its Pod
// Security level, bounds, network policies, people's rights and the way to secrets.
package namespace

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Builder makes the objects of one kind for a namespace.
type Builder func(*plan.Namespace) []manifest.Object

// Builders are those of every kind that a namespace has.
var Builders = []Builder{
	environment, resourceQuota, limitRange, networkPolicies, meshPolicies, developers, operators, secretStore,
}

// Build makes every object of a namespace.
func Build(n *plan.Namespace) []manifest.Object {
	var objects []manifest.Object
	for _, build := range Builders {
		objects = append(objects, build(n)...)
	}
	return objects
}

func typeMeta(apiVersion, kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: apiVersion, Kind: kind}
}

func objectMeta(namespace, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: namespace}
}

// environment enforces Pod Security "restricted", and has the mesh add its proxy to each pod and deny what nobody allows.
func environment(n *plan.Namespace) []manifest.Object {
	namespace := Namespace(n.Cluster, n.Name(), component.Restricted)
	namespace.Labels["environment"] = n.Name()
	namespace.Annotations["linkerd.io/inject"] = "enabled"
	namespace.Annotations["config.linkerd.io/default-inbound-policy"] = "deny" // what no Server and no AuthorizationPolicy is about
	return []manifest.Object{namespace}
}

// Namespace enforces a Pod Security level at the cluster's version, so that an upgrade of the cluster does not change what
// is admitted (https://kubernetes.io/docs/concepts/security/pod-security-admission/). Argo CD must be told by a person
// before it prunes a namespace, which would take everything in it along.
func Namespace(c *plan.Cluster, name string, level component.Level) *corev1.Namespace {
	labels := map[string]string{}
	for _, mode := range []string{"enforce", "audit", "warn"} {
		labels["pod-security.kubernetes.io/"+mode] = string(level)
		labels["pod-security.kubernetes.io/"+mode+"-version"] = "v" + c.Kubernetes
	}
	return &corev1.Namespace{
		TypeMeta: typeMeta("v1", "Namespace"),
		ObjectMeta: metav1.ObjectMeta{
			Name:        name,
			Labels:      labels,
			Annotations: map[string]string{"argocd.argoproj.io/sync-options": "Prune=confirm,Delete=confirm"},
		},
	}
}
