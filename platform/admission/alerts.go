package admission

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// alertNamespace is one that every cluster has; policies have none.
const alertNamespace = "kube-system"

// alerts on a metric of the API server 1.35, in k8s.io/apiserver/pkg/admission/plugin/policy/validating/metrics. A person who is
// refused once reads why; a controller that is refused tries again and again.
func alerts(c *plan.Cluster) manifest.Object {
	return component.Alerts(c, name, alertNamespace,
		component.Alert{
			Name: "AdmissionDenying", Severity: component.Ticket, For: component.Retried,
			Expr: component.Repeats(
				`apiserver_validating_admission_policy_check_total{job="apiserver",enforcement_action="deny"}`, "policy, error_type"),
			Summary:     "Admission policy {{ $labels.policy }} refuses something again and again",
			Description: "A controller or a person tries what it forbids, or its expression fails ({{ $labels.error_type }}).",
		},
	)
}
