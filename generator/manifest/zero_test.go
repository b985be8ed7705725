package manifest

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

func TestZeroValues(t *testing.T) {
	tests := []struct {
		name   string
		object Object
		want   string
	}{
		{"status, strategy, template metadata and resources go, emptyDir stays", &appsv1.Deployment{
			Spec: appsv1.DeploymentSpec{
				Selector: &metav1.LabelSelector{},
				Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
					Containers: []corev1.Container{{Name: "c"}},
					Volumes:    []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
				}},
			},
		}, `
metadata: {}
spec:
  selector: {}
  template:
    spec:
      containers:
      - name: c
      volumes:
      - emptyDir: {}
        name: v
`},
		{"what is set stays", &appsv1.Deployment{
			Spec:   appsv1.DeploymentSpec{Strategy: appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType}},
			Status: appsv1.DeploymentStatus{Replicas: 1},
		}, `
metadata: {}
spec:
  selector: null
  strategy:
    type: Recreate
  template:
    spec:
      containers: null
status:
  replicas: 1
`},
		{"a selector of everything stays", &networkingv1.NetworkPolicy{
			Spec: networkingv1.NetworkPolicySpec{Ingress: []networkingv1.NetworkPolicyIngressRule{
				{}, {From: []networkingv1.NetworkPolicyPeer{{NamespaceSelector: &metav1.LabelSelector{}}}},
			}},
		}, `
metadata: {}
spec:
  ingress:
  - {}
  - from:
    - namespaceSelector: {}
  podSelector: {}
`},
		{"namespaceSelector is no label selector", &monitoringv1.ServiceMonitor{
			Spec: monitoringv1.ServiceMonitorSpec{Endpoints: []monitoringv1.Endpoint{{Port: "metrics"}}},
		}, `
metadata: {}
spec:
  endpoints:
  - port: metrics
  selector: {}
`},
		{"no rules are not an empty list of rules", &rbacv1.Role{Rules: []rbacv1.PolicyRule{}}, "\nmetadata: {}\nrules: []\n"},
		{"aggregated rules are missing", &rbacv1.ClusterRole{}, "\nmetadata: {}\n"},
		{"load balancer", &corev1.Service{Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}}}}, "\nmetadata: {}\nspec:\n  ports:\n  - port: 80\n"},
		{"Argo CD", &ApplicationSet{Spec: ApplicationSetSpec{
			Generators: []ApplicationSetGenerator{{
				Matrix: &MatrixGenerator{Generators: []ApplicationSetGenerator{{Clusters: &ClusterGenerator{}}, {Git: &GitGenerator{RepoURL: "r"}}}},
			}, {
				Git: &GitGenerator{RepoURL: "r", Template: ApplicationSetTemplate{Spec: ApplicationSpec{Project: "p"}}},
			}},
			Template: ApplicationSetTemplate{Spec: ApplicationSpec{Project: "default"}},
		}}, `
metadata: {}
spec:
  generators:
  - matrix:
      generators:
      - clusters:
          selector: {}
      - git:
          repoURL: r
  - git:
      repoURL: r
      template:
        metadata: {}
        spec:
          project: p
  template:
    metadata: {}
    spec:
      project: default
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Encode(test.object)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want[1:], string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestEveryStructIsNamed finds the structs that encoding/json writes although their author wanted them omitted. Each has
// to be in zeroFields, but for the parts every object has.
func TestEveryStructIsNamed(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		for slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map}, typ.Kind()) {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] || marshalsItself(typ) || strings.HasSuffix(typ.Name(), "Status") {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			field := typ.Field(i)
			name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			written := name != "" && strings.Contains(options, "omitempty") && field.Type.Kind() == reflect.Struct
			isPart := name == "spec" || name == "metadata" && reflect.PointerTo(typ).Implements(runtimeObject)
			if written && !isPart && !droppedWhenZero(typ, name) {
				t.Errorf("%s.%s is missing in zeroFields", typ, name)
			}
			walk(field.Type)
		}
	}
	for _, object := range objects() {
		walk(reflect.TypeOf(object))
	}
}

// The types below look like those of Argo CD, which this package does not import.

type ApplicationSet struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              ApplicationSetSpec   `json:"spec"`
	Status            ApplicationSetStatus `json:"status,omitempty"`
}

type ApplicationSetSpec struct {
	Generators []ApplicationSetGenerator `json:"generators"`
	Template   ApplicationSetTemplate    `json:"template"`
}

type ApplicationSetGenerator struct {
	Clusters *ClusterGenerator `json:"clusters,omitempty"`
	Git      *GitGenerator     `json:"git,omitempty"`
	Matrix   *MatrixGenerator  `json:"matrix,omitempty"`
}

type ClusterGenerator struct {
	Selector metav1.LabelSelector   `json:"selector,omitempty"`
	Template ApplicationSetTemplate `json:"template,omitempty"`
}

type GitGenerator struct {
	RepoURL  string                 `json:"repoURL"`
	Template ApplicationSetTemplate `json:"template,omitempty"`
}

type MatrixGenerator struct {
	Generators []ApplicationSetGenerator `json:"generators"`
	Template   ApplicationSetTemplate    `json:"template,omitempty"`
}

type ApplicationSetTemplate struct {
	Metadata struct{}        `json:"metadata"`
	Spec     ApplicationSpec `json:"spec"`
}

type ApplicationSpec struct {
	Project string `json:"project"`
}

type ApplicationSetStatus struct {
	Conditions []string `json:"conditions,omitempty"`
}

func (a *ApplicationSet) DeepCopyObject() runtime.Object { return a }
