package policy

import "strings"

// apiResources are the resources that a role may name, by API group: those of the kinds that the clusters have. Secrets
// are left out, since their values are in AWS Secrets Manager for those who may know them, and so are tokens, nodes and
// what else would give more rights than it says (Kubernetes, "RBAC Good Practices").
var apiResources = map[string][]string{
	"": strings.Fields(`configmaps endpoints events limitranges namespaces persistentvolumeclaims persistentvolumes pods
		pods/eviction pods/exec pods/log pods/portforward replicationcontrollers resourcequotas serviceaccounts services`),
	"acme.cert-manager.io": strings.Fields(`challenges orders`),
	"apps": strings.Fields(`controllerrevisions daemonsets deployments deployments/scale deployments/status replicasets
		statefulsets statefulsets/scale`),
	"argoproj.io": strings.Fields(`analysisruns analysistemplates applications applicationsets appprojects clusteranalysistemplates
		experiments rollouts rollouts/finalizers rollouts/scale rollouts/status`),
	"autoscaling":               strings.Fields(`horizontalpodautoscalers`),
	"batch":                     strings.Fields(`cronjobs jobs`),
	"cert-manager.io":           strings.Fields(`certificaterequests certificates issuers clusterissuers`),
	"coordination.k8s.io":       strings.Fields(`leases`),
	"discovery.k8s.io":          strings.Fields(`endpointslices`),
	"events.k8s.io":             strings.Fields(`events`),
	"external-secrets.io":       strings.Fields(`externalsecrets secretstores`),
	"gateway.networking.k8s.io": strings.Fields(`gateways grpcroutes httproutes`),
	"metrics.k8s.io":            strings.Fields(`pods`),
	"monitoring.coreos.com":     strings.Fields(`podmonitors probes prometheusrules servicemonitors`),
	"networking.k8s.io":         strings.Fields(`ingresses networkpolicies`),
	"policy":                    strings.Fields(`poddisruptionbudgets`),
	"policy.linkerd.io":         strings.Fields(`authorizationpolicies httproutes meshtlsauthentications networkauthentications serverauthorizations servers`),
	"rbac.authorization.k8s.io": strings.Fields(`clusterrolebindings rolebindings roles`),
	// of AWS; the secrets are what values are kept in, without a value
	"cloudwatchlogs.services.k8s.aws": strings.Fields(`loggroups`),
	"ecr.services.k8s.aws":            strings.Fields(`repositories`),
	"route53.services.k8s.aws":        strings.Fields(`recordsets`),
	"s3.services.k8s.aws":             strings.Fields(`buckets`),
	"secretsmanager.services.k8s.aws": strings.Fields(`secrets`),
	"storage.k8s.io":                  strings.Fields(`storageclasses`),
}

// resourcesOf are those of any of the groups.
func resourcesOf(groups []string) []string {
	var names []string
	for _, group := range groups {
		names = append(names, apiResources[group]...)
	}
	return names
}
