package config

import "github.com/example/fastapi-gitops/generator/input"

// Fleet is clusters/<fleet>/fleet.yaml: one Argo CD and what it manages. The directory names the fleet.
type Fleet struct {
	Name     string          `json:"-"`
	Document *input.Document `json:"-"`
	Clusters []Cluster       `json:"-"`

	// Repository is the git URL that Argo CD reads, over https or ssh.
	Repository GitURL `json:"repository" required:"true"`
	// Branch that Argo CD follows. Default main.
	Branch BranchName `json:"branch,omitempty"`
	// Domain under which every host of the fleet stands: <app>.<environment>.<domain>.
	Domain Domain `json:"domain" required:"true"`
	// Zone is the ID of the domain's hosted zone in Route 53, in which the fleet then says that Let's Encrypt alone may issue
	// certificates; `make account` makes the zone and prints its ID. Default: no such record.
	Zone ZoneID `json:"zone,omitempty"`
	// Account is the AWS account, twelve digits in quotes.
	Account AccountID `json:"account" required:"true"`
	// Hub names the cluster that runs Argo CD.
	Hub Name `json:"hub" required:"true"`
	// Registry is where builds push images. Default: that of the account in the hub's region.
	Registry Registry `json:"registry,omitempty"`
	// Charts is a repository or registry (https://… or oci://…) that mirrors every chart of the platform. Default: the
	// projects' own.
	Charts ChartRegistry `json:"charts,omitempty"`
	// Without names components of the platform, directories in platform/, that the fleet does not run.
	Without []Name `json:"without,omitempty"`
	// Ingress is what takes people's requests in: nginx by Ingresses, or gateway, Envoy by the Gateway API. Default nginx.
	Ingress Ingress `json:"ingress,omitempty"`
	// ArgoCD is what the fleet's Argo CD is told beside what to sync. The secrets that it needs are in AWS Secrets Manager
	// of the hub's region, as argocd/<fleet>/<secret>.
	ArgoCD ArgoCD `json:"argocd,omitempty"`
	// Alerts say who hears of alerts. Default: they are seen in Alertmanager and Grafana, and nobody hears of them.
	Alerts *Alerts `json:"alerts,omitempty"`
	// Groups are the names, as the identity provider says them, of the people whom RBAC admits.
	Groups Groups `json:"groups" required:"true"`
	// Roles are the IAM roles as which people enter the clusters' Kubernetes API.
	Roles PeopleRoles `json:"roles,omitempty"`
	// AccountOwner is the fleet that makes what an AWS account has but once, GitHub's identity provider, for all fleets
	// of the account. Default: this one, which is then alone in its account or the owner.
	AccountOwner Name `json:"accountOwner,omitempty"`
}

// Ingress is a way for people's requests into a cluster.
type Ingress string

// The ways in (docs/decisions/008-ingress.md).
const (
	Nginx   Ingress = "nginx"
	Gateway Ingress = "gateway"
)

// Values lists the ways in.
func (Ingress) Values() []string { return []string{string(Nginx), string(Gateway)} }

// Groups names the two groups of people.
type Groups struct {
	// Developers edit where an environment says so and read elsewhere.
	Developers GroupName `json:"developers" required:"true"`
	// Operators restart, scale and evict in every environment.
	Operators GroupName `json:"operators" required:"true"`
}

// PeopleRoles are IAM roles by what their sessions may do on every cluster of the fleet. Who may assume a role, IAM says.
type PeopleRoles struct {
	// Admins may do everything; the role that makes the clusters must be among them. Default: it alone.
	Admins []RoleARN `json:"admins,omitempty"`
	// Developers are in the group of developers.
	Developers []RoleARN `json:"developers,omitempty"`
	// Operators are in the group of operators.
	Operators []RoleARN `json:"operators,omitempty"`
}
