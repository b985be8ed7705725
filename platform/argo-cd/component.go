// Package argocd is the central Argo CD, which runs on the hub. `make bootstrap` installs it once, with the values of its own
// Application; from then on it manages itself as it does everything else.
package argocd

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

// name is that of the component and of the Helm release; prefix begins the names of what the chart makes, by which Argo CD's
// documentation and the IAM roles of its ServiceAccounts know it.
const (
	name   = "argo-cd"
	prefix = "argocd"
)

// Component is on the hub alone. Its ExternalSecrets need External Secrets: before that it would hold up what comes after it.
var Component = component.Component{
	Name:      name,
	Namespace: plan.ArgoCDNamespace,
	Chart:     chart,
	HubOnly:   true,
	Needs:     []string{"external-secrets", "prometheus-operator-crds"},
	Installs: slices.Concat(
		component.Namespaced("ConfigMap", "Deployment.apps", "Ingress.networking.k8s.io", "Job.batch", "PodDisruptionBudget.policy",
			"Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io", "Secret", "Service", "ServiceAccount",
			"ServiceMonitor.monitoring.coreos.com", "StatefulSet.apps"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"CustomResourceDefinition.apiextensions.k8s.io"),
	),
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:     valuesFor(c),
		Objects:    append(component.Before(secrets(c)...), alerts(c)),
		Identities: identities(c),
		Traffic:    traffic(c),
		Pods:       pods(c),
	}
}

// highlyAvailable says whether Redis runs three times, each on a node of its own; a cluster has a node in each zone at least.
func highlyAvailable(c *plan.Cluster) bool { return len(c.Zones) >= redisReplicas }
