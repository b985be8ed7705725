package platform_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/yaml"
)

// workload is an object that makes pods.
type workload struct {
	template corev1.PodTemplateSpec
	made     component.Pods // no replicas for what runs once or now and then
}

// templates are where kinds keep what their pods are made of.
var templates = map[string][]string{
	"Pod": {}, "PodTemplate": {"template"}, "CronJob": {"spec", "jobTemplate", "spec", "template"},
	"DaemonSet": {"spec", "template"}, "Deployment": {"spec", "template"}, "Job": {"spec", "template"},
	"ReplicaSet": {"spec", "template"}, "StatefulSet": {"spec", "template"},
}

// workloadOf returns nil for an object that makes no pods.
func workloadOf(o *unstructured.Unstructured) (*workload, error) {
	if o.GroupVersionKind().Group == "monitoring.coreos.com" {
		return operated(o)
	}
	at, ok := templates[o.GetKind()]
	if !ok {
		return nil, nil
	}
	fields, _, err := unstructured.NestedMap(o.Object, at...)
	if err != nil {
		return nil, err
	}
	var w workload
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &w.template); err != nil {
		return nil, err
	}
	w.made, err = madeBy(o, w.template.Spec)
	return &w, err
}

// operated is what the Prometheus operator v0.93.1 makes of an object, as far as that says it: containers whose security context
// is the operator's own, and beside the one that the object bounds others that the operator's arguments do
// (pkg/operator/statefulset.go). The component declares how many pods and what they request.
func operated(o *unstructured.Unstructured) (*workload, error) {
	var spec struct {
		Resources   corev1.ResourceRequirements `json:"resources"`
		Security    *corev1.PodSecurityContext  `json:"securityContext"`
		HostNetwork bool                        `json:"hostNetwork"`
	}
	name := strings.ToLower(o.GetKind())
	if name != "alertmanager" && name != "prometheus" {
		return nil, nil
	}
	fields, _, err := unstructured.NestedMap(o.Object, "spec")
	if err != nil {
		return nil, err
	}
	err = runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &spec)
	var w workload
	w.template.Labels = map[string]string{"app.kubernetes.io/name": name}
	w.template.Spec.SecurityContext, w.template.Spec.HostNetwork = spec.Security, spec.HostNetwork
	w.template.Spec.Containers = []corev1.Container{{Name: name, Resources: spec.Resources, SecurityContext: &corev1.SecurityContext{
		AllowPrivilegeEscalation: ptr.To(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		ReadOnlyRootFilesystem:   ptr.To(true),
	}}}
	return &w, err
}

func madeBy(o *unstructured.Unstructured, spec corev1.PodSpec) (component.Pods, error) {
	made := component.Pods{Requests: requestsOf(spec)}
	switch o.GetKind() {
	case "DaemonSet":
		made.PerNode = true
	case "Deployment", "ReplicaSet", "StatefulSet":
		replicas, found, err := unstructured.NestedInt64(o.Object, "spec", "replicas")
		if err != nil {
			return made, err
		}
		if made.Replicas = int32(replicas); !found {
			made.Replicas = 1
		}
	}
	return made, nil
}

// requestsOf is what the scheduler reserves for a pod: all containers together, or the largest of those that run before
// (https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers). Init containers
// that stay run along with what comes after them.
func requestsOf(spec corev1.PodSpec) corev1.ResourceList {
	total := corev1.ResourceList{}
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		sum, largest := total[name], total[name]
		for _, c := range spec.InitContainers {
			before := sum.DeepCopy()
			before.Add(c.Resources.Requests[name])
			if before.Cmp(largest) > 0 {
				largest = before
			}
			if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
				sum = before
			}
		}
		for _, c := range spec.Containers {
			sum.Add(c.Resources.Requests[name])
		}
		if total[name] = sum; largest.Cmp(sum) > 0 {
			total[name] = largest
		}
	}
	return total
}

// parse reads what helm template wrote. Two keys of one name are an error, as they are to the API server.
func parse(text []byte) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		raw, err := yaml.YAMLToJSONStrict(document)
		if err != nil {
			return nil, err
		}
		if string(raw) == "null" { // of comments alone
			continue
		}
		o := &unstructured.Unstructured{}
		if err := o.UnmarshalJSON(raw); err != nil {
			return nil, err
		}
		objects = append(objects, o)
	}
}
