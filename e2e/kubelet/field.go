package kubelet

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// field is the value of a fieldRef, for the environment and downwardAPI volumes
// (https://kubernetes.io/docs/concepts/workloads/pods/downward-api/).
func field(object *corev1.Pod, path string) (string, error) {
	if name, key, ok := subscript(path); ok {
		switch name {
		case "metadata.labels":
			return object.Labels[key], nil
		case "metadata.annotations":
			return object.Annotations[key], nil
		}
	}
	switch path {
	case "metadata.name":
		return object.Name, nil
	case "metadata.namespace":
		return object.Namespace, nil
	case "metadata.uid":
		return string(object.UID), nil
	case "metadata.labels":
		return quoted(object.Labels), nil
	case "metadata.annotations":
		return quoted(object.Annotations), nil
	case "spec.nodeName":
		return object.Spec.NodeName, nil
	case "spec.serviceAccountName":
		return object.Spec.ServiceAccountName, nil
	case "status.hostIP", "status.hostIPs":
		return object.Status.HostIP, nil
	case "status.podIP", "status.podIPs":
		return object.Status.PodIP, nil
	}
	return "", fmt.Errorf("fieldRef %q is not known", path)
}

// subscript splits metadata.labels['key'].
func subscript(path string) (name, key string, ok bool) {
	name, rest, ok := strings.Cut(path, "['")
	if !ok || !strings.HasSuffix(rest, "']") {
		return "", "", false
	}
	return name, strings.TrimSuffix(rest, "']"), true
}

func quoted(m map[string]string) string {
	lines := make([]string, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		lines = append(lines, fmt.Sprintf("%s=%q", key, m[key]))
	}
	return strings.Join(lines, "\n")
}

// allocatable stands for what a node has where a container has no limit.
var allocatable = corev1.ResourceList{
	corev1.ResourceCPU:              resource.MustParse("4"),
	corev1.ResourceMemory:           resource.MustParse("16Gi"),
	corev1.ResourceEphemeralStorage: resource.MustParse("50Gi"),
}

// resourceField is a limit or request of a container, in units of the divisor
// and rounded up.
func resourceField(object *corev1.Pod, c *corev1.Container, ref *corev1.ResourceFieldSelector) (string, error) {
	if ref.ContainerName != "" && ref.ContainerName != c.Name {
		if c = container(object, ref.ContainerName); c == nil {
			return "", fmt.Errorf("resourceFieldRef: container %q not found", ref.ContainerName)
		}
	}
	kind, name, _ := strings.Cut(ref.Resource, ".")
	var quantity resource.Quantity
	var set bool
	switch kind {
	case "limits":
		if quantity, set = c.Resources.Limits[corev1.ResourceName(name)]; !set {
			quantity, set = allocatable[corev1.ResourceName(name)]
		}
	case "requests":
		quantity = c.Resources.Requests[corev1.ResourceName(name)]
		set = true
	}
	if !set {
		return "", fmt.Errorf("resourceFieldRef %q is not known", ref.Resource)
	}
	divisor := ref.Divisor
	if divisor.IsZero() {
		divisor = resource.MustParse("1")
	}
	units := math.Ceil(quantity.AsApproximateFloat64() / divisor.AsApproximateFloat64())
	return strconv.FormatInt(int64(units), 10), nil
}

func container(object *corev1.Pod, name string) *corev1.Container {
	for _, list := range [][]corev1.Container{object.Spec.Containers, object.Spec.InitContainers} {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
	}
	return nil
}
