package refusal

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// project is what the proof asks of an AppProject.
type project struct {
	Metadata struct{ Name string }
	Spec     struct {
		SourceRepos  []string
		Destinations []struct{ Name, Namespace string }
		Cluster      []schema.GroupKind `json:"clusterResourceWhitelist"`
		Namespaced   []schema.GroupKind `json:"namespaceResourceWhitelist"`
	}
}

func (p project) lets(namespace string) bool {
	for _, d := range p.Spec.Destinations {
		if d.Namespace == namespace {
			return true
		}
	}
	return false
}

// projects are those of the tree.
func projects(files tree.Files) ([]project, error) {
	var all []project
	for _, f := range files.Of("AppProject") {
		var p project
		if err := f.Into(&p); err != nil {
			return nil, err
		}
		if len(p.Spec.Destinations) == 0 || len(p.Spec.SourceRepos) == 0 {
			return nil, fmt.Errorf("%s: a project of nothing", f.Path)
		}
		all = append(all, p)
	}
	return all, nil
}

// foreignNamespace is one that belongs to another project, or to none.
func (p project) foreignNamespace(all []project) string {
	for _, other := range all {
		for _, d := range other.Spec.Destinations {
			if !p.lets(d.Namespace) {
				return d.Namespace
			}
		}
	}
	return "default"
}

// foreign are objects of kinds that the project does not have, in its own namespace, with the words of the refusal.
func (p project) foreign() map[*unstructured.Unstructured]string {
	refused := map[*unstructured.Unstructured]string{}
	for _, text := range []string{
		"{apiVersion: v1, kind: Secret, metadata: {name: refusal, namespace: ENV}, stringData: {password: plain}}",
		"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: refusal, namespace: ENV}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}",
		"{apiVersion: batch/v1, kind: CronJob, metadata: {name: refusal, namespace: ENV}, spec: {schedule: 0 0 * * *, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}}}",
		"{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: refusal, namespace: ENV}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}}",
		"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: refusal}, rules: []}",
		"{apiVersion: v1, kind: Namespace, metadata: {name: refusal}}",
		"{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: refusal}, value: 1}",
	} {
		o := request{yaml: text}.in(p.Spec.Destinations[0].Namespace).Object
		kind := o.GroupVersionKind().GroupKind()
		if !slices.Contains(p.Spec.Cluster, kind) && !slices.Contains(p.Spec.Namespaced, kind) {
			refused[o] = fmt.Sprintf("resource %s:%s is not permitted in project %s", kind.Group, kind.Kind, p.Metadata.Name)
		}
	}
	return refused
}

// stranger is an object of a kind that the project has, in a namespace that it does not.
func (p project) stranger(all []project) (*unstructured.Unstructured, string) {
	namespace := p.foreignNamespace(all)
	o := serviceAccount(namespace)
	return o, fmt.Sprintf("namespace %s is not permitted in project '%s'", namespace, p.Metadata.Name)
}

// serviceAccount is of a kind that each project has.
func serviceAccount(namespace string) *unstructured.Unstructured {
	return manifest(fmt.Sprintf("{apiVersion: v1, kind: ServiceAccount, metadata: {name: refusal, namespace: %s}}", namespace))
}
