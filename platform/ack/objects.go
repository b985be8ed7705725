package ack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// instance is the label of all pods.
var instance = map[string]string{"app.kubernetes.io/instance": name}

// labels are those of one controller's pods.
func labels(c controller) map[string]string {
	return map[string]string{"app.kubernetes.io/instance": name, "app.kubernetes.io/name": c.service}
}

// objects are what the chart does not make.
func objects(all []controller) []manifest.Object {
	objects := []manifest.Object{&monitoringv1.PodMonitor{
		TypeMeta:   metav1.TypeMeta{APIVersion: "monitoring.coreos.com/v1", Kind: "PodMonitor"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: plan.ACKNamespace},
		Spec: monitoringv1.PodMonitorSpec{
			Selector:            metav1.LabelSelector{MatchLabels: instance},
			PodMetricsEndpoints: []monitoringv1.PodMetricsEndpoint{{Port: ptr.To("http")}},
		},
	}}
	for _, c := range all {
		objects = append(objects, &policyv1.PodDisruptionBudget{
			TypeMeta:   metav1.TypeMeta{APIVersion: "policy/v1", Kind: "PodDisruptionBudget"},
			ObjectMeta: metav1.ObjectMeta{Name: name + "-" + c.service, Namespace: plan.ACKNamespace},
			Spec: policyv1.PodDisruptionBudgetSpec{
				MaxUnavailable: ptr.To(intstr.FromInt32(1)),
				Selector:       &metav1.LabelSelector{MatchLabels: labels(c)},
			},
		})
	}
	return objects
}

// affinity keeps the two pods of a controller apart, since the chart has no place for topology spread constraints.
func affinity(c *plan.Cluster, of controller) *corev1.Affinity {
	affinity := component.Affinity(c)
	if affinity == nil {
		affinity = &corev1.Affinity{}
	}
	var apart []corev1.WeightedPodAffinityTerm
	for _, topology := range []string{corev1.LabelTopologyZone, corev1.LabelHostname} {
		apart = append(apart, corev1.WeightedPodAffinityTerm{Weight: 50, PodAffinityTerm: corev1.PodAffinityTerm{
			TopologyKey: topology, LabelSelector: &metav1.LabelSelector{MatchLabels: labels(of)},
		}})
	}
	affinity.PodAntiAffinity = &corev1.PodAntiAffinity{PreferredDuringSchedulingIgnoredDuringExecution: apart}
	return affinity
}
