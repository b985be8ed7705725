package manifest

import (
	"testing"
	"time"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func typeMeta(apiVersion, kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: apiVersion, Kind: kind}
}

func named(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: "production", Labels: map[string]string{
		"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "hello", "a10": "ten", "a2": "two",
	}}
}

// objects is one of each kind this repository renders, by a name for the subtest.
func objects() map[string]Object {
	return map[string]Object{
		"Deployment":       deployment(),
		"PrometheusRule":   prometheusRule(20),
		"empty Deployment": &appsv1.Deployment{TypeMeta: typeMeta("apps/v1", "Deployment")},
		"no type":          &corev1.ConfigMap{},
		"StatefulSet": &appsv1.StatefulSet{
			TypeMeta: typeMeta("apps/v1", "StatefulSet"), ObjectMeta: named("db"),
			Spec: appsv1.StatefulSetSpec{Template: deployment().Spec.Template, VolumeClaimTemplates: []corev1.PersistentVolumeClaim{{}}},
		},
		"DaemonSet": &appsv1.DaemonSet{
			TypeMeta: typeMeta("apps/v1", "DaemonSet"), ObjectMeta: named("agent"),
			Spec: appsv1.DaemonSetSpec{Template: deployment().Spec.Template},
		},
		"Service": &corev1.Service{
			TypeMeta: typeMeta("v1", "Service"), ObjectMeta: named("hello"),
			Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{
				{Name: "http", Port: 80, TargetPort: intstr.FromString("http")}, {Name: "raw", Port: 81, TargetPort: intstr.FromInt32(8081)}, {Port: 82},
			}},
		},
		"ConfigMap": &corev1.ConfigMap{
			TypeMeta: typeMeta("v1", "ConfigMap"), ObjectMeta: named("config"), Immutable: new(bool),
			Data:       map[string]string{"on": "off", "script.sh": "#!/bin/sh\nset -e\n\n  exec \"$@\"\n", "trailing": "a \nb", "": ""},
			BinaryData: map[string][]byte{"blob": {0, 1, 255}, "empty": {}, "none": nil},
		},
		"Secret": &corev1.Secret{
			TypeMeta: typeMeta("v1", "Secret"), ObjectMeta: named("secret"),
			Data: map[string][]byte{"password": []byte("hunter2")}, StringData: map[string]string{"a": "1", "b": "0x1F"},
		},
		"ServiceAccount": &corev1.ServiceAccount{
			TypeMeta: typeMeta("v1", "ServiceAccount"), ObjectMeta: named("hello"), AutomountServiceAccountToken: new(bool),
		},
		"Namespace": &corev1.Namespace{TypeMeta: typeMeta("v1", "Namespace"), ObjectMeta: named("production")},
		"ResourceQuota": &corev1.ResourceQuota{
			TypeMeta: typeMeta("v1", "ResourceQuota"), ObjectMeta: named("quota"),
			Spec: corev1.ResourceQuotaSpec{Hard: deployment().Spec.Template.Spec.Containers[0].Resources.Requests},
		},
		"LimitRange":              &corev1.LimitRange{TypeMeta: typeMeta("v1", "LimitRange"), ObjectMeta: named("limits")},
		"HorizontalPodAutoscaler": autoscaler(),
		"CronJob": &batchv1.CronJob{
			TypeMeta: typeMeta("batch/v1", "CronJob"), ObjectMeta: named("nightly"),
			Spec: batchv1.CronJobSpec{Schedule: "*/5 * * * *", JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: deployment().Spec.Template}}},
		},
		"Ingress":       ingress(),
		"NetworkPolicy": networkPolicy(),
		"PodDisruptionBudget": &policyv1.PodDisruptionBudget{
			TypeMeta: typeMeta("policy/v1", "PodDisruptionBudget"), ObjectMeta: named("hello"),
			Spec: policyv1.PodDisruptionBudgetSpec{MaxUnavailable: new(intstr.FromInt32(1)), Selector: &metav1.LabelSelector{}},
		},
		"Role": &rbacv1.Role{
			TypeMeta: typeMeta("rbac.authorization.k8s.io/v1", "Role"), ObjectMeta: named("developer"),
			Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"pods", "pods/log"}, Verbs: []string{"get", "list"}}},
		},
		"aggregated ClusterRole": &rbacv1.ClusterRole{
			TypeMeta: typeMeta("rbac.authorization.k8s.io/v1", "ClusterRole"), ObjectMeta: named("all"),
			AggregationRule: &rbacv1.AggregationRule{ClusterRoleSelectors: []metav1.LabelSelector{{}}},
		},
		"Role without rules": &rbacv1.Role{Rules: []rbacv1.PolicyRule{}},
		"RoleBinding": &rbacv1.RoleBinding{
			TypeMeta: typeMeta("rbac.authorization.k8s.io/v1", "RoleBinding"), ObjectMeta: named("developer"),
			RoleRef: rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "Role", Name: "developer"},
		},
		"ValidatingAdmissionPolicy": &admissionregistrationv1.ValidatingAdmissionPolicy{
			TypeMeta: typeMeta("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"), ObjectMeta: named("digest"),
		},
		"StorageClass": &storagev1.StorageClass{
			TypeMeta: typeMeta("storage.k8s.io/v1", "StorageClass"), ObjectMeta: named("gp3"), Parameters: map[string]string{"encrypted": "true"},
		},
		"ServiceMonitor": &monitoringv1.ServiceMonitor{
			TypeMeta: typeMeta("monitoring.coreos.com/v1", "ServiceMonitor"), ObjectMeta: named("hello"),
			Spec: monitoringv1.ServiceMonitorSpec{Endpoints: []monitoringv1.Endpoint{{Port: "metrics", Interval: "30s", FilterRunning: new(bool)}}},
		},
		"times": &corev1.Pod{
			TypeMeta:   typeMeta("v1", "Pod"),
			ObjectMeta: metav1.ObjectMeta{Name: "p", CreationTimestamp: metav1.NewTime(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))},
			Status:     corev1.PodStatus{Phase: corev1.PodRunning, StartTime: &metav1.Time{}},
		},
	}
}

func TestEncodeIsTheReference(t *testing.T) {
	for name, object := range objects() {
		t.Run(name, func(t *testing.T) {
			got, err := Encode(object)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, object, got)
		})
	}
}

func autoscaler() *autoscalingv2.HorizontalPodAutoscaler {
	return &autoscalingv2.HorizontalPodAutoscaler{
		TypeMeta: typeMeta("autoscaling/v2", "HorizontalPodAutoscaler"), ObjectMeta: named("hello"),
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: "hello"},
			MinReplicas:    new(int32(2)), MaxReplicas: 10,
			Metrics: []autoscalingv2.MetricSpec{{
				Type: autoscalingv2.ContainerResourceMetricSourceType,
				ContainerResource: &autoscalingv2.ContainerResourceMetricSource{
					Name: corev1.ResourceCPU, Container: "hello",
					Target: autoscalingv2.MetricTarget{Type: autoscalingv2.UtilizationMetricType, AverageUtilization: new(int32(70))},
				},
			}},
		},
	}
}

func ingress() *networkingv1.Ingress {
	backend := networkingv1.IngressBackend{Service: &networkingv1.IngressServiceBackend{Name: "hello", Port: networkingv1.ServiceBackendPort{Name: "http"}}}
	rules := &networkingv1.HTTPIngressRuleValue{Paths: []networkingv1.HTTPIngressPath{{Path: "/", PathType: new(networkingv1.PathTypePrefix), Backend: backend}}}
	return &networkingv1.Ingress{
		TypeMeta: typeMeta("networking.k8s.io/v1", "Ingress"), ObjectMeta: named("hello"),
		Spec: networkingv1.IngressSpec{
			IngressClassName: new("nginx"),
			TLS:              []networkingv1.IngressTLS{{Hosts: []string{"hello.example.com"}, SecretName: "hello-tls"}},
			Rules:            []networkingv1.IngressRule{{Host: "hello.example.com", IngressRuleValue: networkingv1.IngressRuleValue{HTTP: rules}}},
		},
	}
}

func networkPolicy() *networkingv1.NetworkPolicy {
	return &networkingv1.NetworkPolicy{
		TypeMeta: typeMeta("networking.k8s.io/v1", "NetworkPolicy"), ObjectMeta: named("default-deny"),
		Spec: networkingv1.NetworkPolicySpec{
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
			Ingress:     []networkingv1.NetworkPolicyIngressRule{{From: []networkingv1.NetworkPolicyPeer{{NamespaceSelector: &metav1.LabelSelector{}}}}},
		},
	}
}
