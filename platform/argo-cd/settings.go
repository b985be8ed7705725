package argocd

import (
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/plan"
	rbacv1 "k8s.io/api/rbac/v1"
)

// configs are Argo CD's ConfigMaps. What the chart excludes from watching by default, it still does: its list is not touched.
type configs struct {
	CM     configMap  `json:"cm"`
	Params parameters `json:"params"`
	RBAC   access     `json:"rbac"`
	Secret *secret    `json:"secret,omitempty"`
	SSH    *ssh       `json:"ssh,omitempty"`
}

// secret is argocd-secret, which Argo CD fills itself. What we put there are no secrets but references to others.
type secret struct {
	GitHub string `json:"githubSecret,omitempty"`
	GitLab string `json:"gitlabSecret,omitempty"`
}

func secretFor(sender config.WebhookSender) *secret {
	const reference = "$" + webhookSecret + ":secret"
	switch sender {
	case config.GitHub:
		return &secret{GitHub: reference}
	case config.GitLab:
		return &secret{GitLab: reference}
	}
	return nil
}

// ssh adds to the hosts that the chart knows.
type ssh struct {
	ExtraHosts string `json:"extraHosts"`
}

func sshFor(hosts []config.KnownHost) *ssh {
	var lines strings.Builder
	for _, host := range hosts {
		lines.WriteString(string(host) + "\n")
	}
	if len(hosts) == 0 {
		return nil
	}
	return &ssh{ExtraHosts: lines.String()}
}

// configMap is argocd-cm (Argo CD 3.4, operator-manual/argocd-cm.yaml).
type configMap struct {
	Admin        string `json:"admin.enabled"`
	HTTPRoute    string `json:"resource.customizations.ignoreDifferences.gateway.networking.k8s.io_HTTPRoute"`
	GRPCRoute    string `json:"resource.customizations.ignoreDifferences.gateway.networking.k8s.io_GRPCRoute"`
	Tracking     string `json:"application.resourceTrackingMethod"`
	OIDC         string `json:"oidc.config,omitempty"`
	Wildcards    string `json:"resource.customizations"`
	Application  string `json:"resource.customizations.health.argoproj.io_Application"`
	Alertmanager string `json:"resource.customizations.health.monitoring.coreos.com_Alertmanager"`
	Bundle       string `json:"resource.customizations.health.trust.cert-manager.io_Bundle"`
	CRD          string `json:"resource.customizations.health.apiextensions.k8s.io_CustomResourceDefinition"`
}

// canaryWeights: while a canary runs, Argo Rollouts writes the weights of the app's route and labels it so; before and after,
// git's are in force. It takes a comparison by the server, whose forecast carries the label too. A rule that does not ask for
// the label would keep every later edit of the route out
// (https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/en/latest/quick-start/).
const canaryWeights = `jqPathExpressions:
- select(.metadata.labels["rollouts.argoproj.io/gatewayapi-canary"] == "in-progress") | .spec.rules
`

// parameters are argocd-cmd-params-cm (operator-manual/argocd-cmd-params-cm.yaml).
type parameters struct {
	ServerSideDiff      string `json:"controller.diff.server.side"`
	StatusProcessors    string `json:"controller.status.processors"`
	OperationProcessors string `json:"controller.operation.processors"`
	SyncTimeout         string `json:"controller.sync.timeout.seconds"`
	RepoTimeout         string `json:"controller.repo.server.timeout.seconds"`
	ServerRepoTimeout   string `json:"server.repo.server.timeout.seconds"`
	Renders             string `json:"reposerver.parallelism.limit"`
}

// access is argocd-rbac-cm. Who is in no group of the policy may do nothing: the chart's default is empty.
type access struct {
	Policy string `json:"policy.csv"`
}

func configsFor(c *plan.Cluster) configs {
	return configs{
		CM: configMap{
			Admin:        "false", // people come by SSO, and a password that all know is nobody's
			HTTPRoute:    canaryWeights,
			GRPCRoute:    canaryWeights,
			Tracking:     "annotation",
			OIDC:         oidc(c.Fleet.ArgoCD.SSO),
			Wildcards:    wildcardHealth,
			Application:  applicationHealth,
			Alertmanager: alertmanagerHealth,
			Bundle:       bundleHealth,
			CRD:          crdHealth,
		},
		Params: parameters{
			ServerSideDiff: "true",
			// for a thousand Applications; idle ones cost nothing
			StatusProcessors:    "50",
			OperationProcessors: "25",
			// a sync that waits for what its own commit broke must end, or it never gets to the commit that repairs it
			SyncTimeout: "3600",
			// the first render of a large chart downloads it
			RepoTimeout:       "120",
			ServerRepoTimeout: "120",
			Renders:           renders,
		},
		RBAC:   access{Policy: policy(c.Fleet)},
		Secret: secretFor(c.Fleet.ArgoCD.Webhook),
		SSH:    sshFor(c.Fleet.ArgoCD.KnownHosts),
	}
}

// ruleList replaces the rights of a part in the cluster.
type ruleList struct {
	Enabled bool                `json:"enabled"`
	Rules   []rbacv1.PolicyRule `json:"rules"`
}

// serverRights are what the server, which the internet reaches, needs for what the policy lets people do: look, read logs, and
// run actions, which patch. The chart's would let it delete and patch everything. The controller keeps the chart's right to
// everything: it installs charts whose ClusterRoles are wide, and nobody may grant more than he has; what it applies, the
// AppProjects confine.
var serverRights = ruleList{Enabled: true, Rules: []rbacv1.PolicyRule{
	{APIGroups: []string{"*"}, Resources: []string{"*"}, Verbs: []string{"get"}},
	{APIGroups: []string{""}, Resources: []string{"events"}, Verbs: []string{"create", "list"}},
	{APIGroups: []string{"argoproj.io"}, Resources: []string{"applications", "applicationsets"}, Verbs: []string{"list", "update", "watch"}},
	{APIGroups: []string{"apps"}, Resources: []string{"daemonsets", "deployments", "statefulsets"}, Verbs: []string{"patch"}},
	{APIGroups: []string{"argoproj.io"}, Resources: []string{"rollouts", "rollouts/status"}, Verbs: []string{"patch"}},
	{APIGroups: []string{"external-secrets.io"}, Resources: []string{"externalsecrets"}, Verbs: []string{"patch"}},
}}
