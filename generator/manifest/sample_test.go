package manifest

import (
	"fmt"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// deployment is as full as the ones this repository renders.
func deployment() *appsv1.Deployment {
	selector := map[string]string{"app.kubernetes.io/name": "hello", "app.kubernetes.io/instance": "hello-production"}
	return &appsv1.Deployment{
		TypeMeta: typeMeta("apps/v1", "Deployment"), ObjectMeta: named("hello"),
		Spec: appsv1.DeploymentSpec{
			RevisionHistoryLimit: new(int32(3)),
			Selector:             &metav1.LabelSelector{MatchLabels: selector},
			Strategy: appsv1.DeploymentStrategy{
				Type:          appsv1.RollingUpdateDeploymentStrategyType,
				RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromString("25%"))},
			},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: selector, Annotations: map[string]string{"linkerd.io/inject": "enabled", "config.linkerd.io/skip-outbound-ports": "443"}},
				Spec:       podSpec(selector),
			},
		},
	}
}

func podSpec(selector map[string]string) corev1.PodSpec {
	spread := func(key string) corev1.TopologySpreadConstraint {
		return corev1.TopologySpreadConstraint{
			MaxSkew: 1, TopologyKey: key, WhenUnsatisfiable: corev1.DoNotSchedule, LabelSelector: &metav1.LabelSelector{MatchLabels: selector},
		}
	}
	return corev1.PodSpec{
		ServiceAccountName: "hello", AutomountServiceAccountToken: new(false), TerminationGracePeriodSeconds: new(int64(45)),
		SecurityContext: &corev1.PodSecurityContext{
			RunAsNonRoot: new(true), RunAsUser: new(int64(10001)), SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		TopologySpreadConstraints: []corev1.TopologySpreadConstraint{spread("topology.kubernetes.io/zone"), spread("kubernetes.io/hostname")},
		Containers:                []corev1.Container{container()},
		Volumes: []corev1.Volume{
			{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{SizeLimit: new(resource.MustParse("64Mi"))}}},
			{Name: "run", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}},
		},
	}
}

func container() corev1.Container {
	probe := func(path string) *corev1.Probe {
		return &corev1.Probe{
			ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString("http")}},
			PeriodSeconds: 5, TimeoutSeconds: 2, FailureThreshold: 3,
		}
	}
	return corev1.Container{
		Name:  "hello",
		Image: "123456789012.dkr.ecr.ap-south-1.amazonaws.com/hello@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8080}, {Name: "metrics", ContainerPort: 9090}},
		Env: []corev1.EnvVar{
			{Name: "LOG_LEVEL", Value: "info"}, {Name: "WORKERS", Value: "2"},
			{Name: "POD_NAME", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: "metadata.name"}}},
			{Name: "CPU", ValueFrom: &corev1.EnvVarSource{ResourceFieldRef: &corev1.ResourceFieldSelector{Resource: "limits.cpu"}}},
		},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{"cpu": resource.MustParse("100m"), "memory": resource.MustParse("128Mi"), "ephemeral-storage": resource.MustParse("512Mi")},
			Limits:   corev1.ResourceList{"memory": resource.MustParse("256Mi"), "ephemeral-storage": resource.MustParse("1Gi")},
		},
		StartupProbe: probe("/startupz"), ReadinessProbe: probe("/readyz"), LivenessProbe: probe("/livez"),
		Lifecycle: &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: 10}}},
		SecurityContext: &corev1.SecurityContext{
			AllowPrivilegeEscalation: new(false), ReadOnlyRootFilesystem: new(true), Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
		VolumeMounts: []corev1.VolumeMount{{Name: "tmp", MountPath: "/tmp"}},
	}
}

// prometheusRule has alerts with long expressions, some on several lines, as SLOs have.
func prometheusRule(alerts int) *monitoringv1.PrometheusRule {
	rules := make([]monitoringv1.Rule, alerts)
	for i := range rules {
		expr := fmt.Sprintf(`sum(rate(http_requests_total{namespace="production", service="hello", code=~"5.."}[%dm])) / sum(rate(http_requests_total{namespace="production", service="hello"}[%[1]dm])) > (14.4 * 0.001)`, i+1)
		if i%4 == 0 {
			expr = fmt.Sprintf("(\n  slo:errors:ratio_rate%dm{service=\"hello\"} > 14.4 * 0.001\n  and\n  slo:errors:ratio_rate1h{service=\"hello\"} > 14.4 * 0.001\n)\n", i+1)
		}
		rules[i] = monitoringv1.Rule{
			Alert: "HelloErrorBudgetBurn", Expr: intstr.FromString(expr), For: new(monitoringv1.Duration("2m")),
			Labels:      map[string]string{"severity": "page", "service": "hello", "window": "1h"},
			Annotations: map[string]string{"summary": "hello burns its error budget: {{ $value | humanizePercentage }} of requests fail", "runbook_url": "https://example.com/runbooks/hello#budget"},
		}
	}
	return &monitoringv1.PrometheusRule{
		TypeMeta: typeMeta("monitoring.coreos.com/v1", "PrometheusRule"), ObjectMeta: named("hello"),
		Spec: monitoringv1.PrometheusRuleSpec{Groups: []monitoringv1.RuleGroup{{Name: "hello.slo", Interval: new(monitoringv1.Duration("30s")), Rules: rules}}},
	}
}
