// Package plan decides what runs where: every default resolved, every reference between files checked. Builders read a
// plan and look nothing up.
package plan

import (
	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/api/resource"
)

// Plan is everything that the repository describes.
type Plan struct {
	Fleets []*Fleet
	// Environments are all of them, in the order of promotion.
	Environments []*Environment
	// Unhosted lists environments that no cluster hosts.
	Unhosted []string
	// Missing lists apps that an environment hosts no image of, as app in environment.
	Missing []string
	// Pushless lists fleets without a role to push images by, since their repository is not at GitHub.
	Pushless []string
	// Silent lists fleets whose alerts nobody hears of.
	Silent []string
	// Idle lists receivers of alerts whose team has no app, as team in fleet.
	Idle []string
	// Keyless lists clusters whose encryption key is the example, as fleet/cluster.
	Keyless []string
	// Unjoined lists clusters to which the hub's Argo CD does not know the way, as fleet/cluster.
	Unjoined []string
	// Zoneless lists fleets whose zone is the example.
	Zoneless []string
	// Unbuilt lists apps whose image is the example digest, as app in environment.
	Unbuilt []string
}

// Fleet is one Argo CD and the clusters that it manages.
type Fleet struct {
	Input      *config.Fleet // for its document: positions
	Name       string
	Repository string
	Branch     string
	Domain     string
	Zone       string // the ID of the domain's zone in Route 53; empty while it isn't known
	Account    string
	Registry   Registry
	Groups     Groups
	ArgoCD     config.ArgoCD
	Alerts     *config.Alerts // nil where nobody hears of them
	Roles      config.PeopleRoles
	// AccountOwner is the fleet that makes what the account has but once.
	AccountOwner string
	Charts       string   // the registry that mirrors every chart; empty for the public ones
	Without      []string // components of the platform
	Ingress      config.Ingress
	Hub          *Cluster
	Clusters     []*Cluster
	// Apps are the names of all apps, sorted, deployed or not.
	Apps []string
	// Environments that some cluster hosts, in the order of promotion.
	Environments []*Environment
}

// Groups are the people whom RBAC admits.
type Groups struct{ Developers, Operators string }

// Cluster is one EKS cluster.
type Cluster struct {
	Input      *config.Cluster // for its document: positions
	Fleet      *Fleet
	Name       string
	Region     string
	Zones      []string
	CIDR       string
	Kubernetes string
	Standby    bool
	// Public are the ranges of the internet from which the Kubernetes API can be reached.
	Public []string
	// Server is the URL of the Kubernetes API and Authority its certificate, in base64, by which the hub's Argo CD comes to
	// the cluster; both are empty for the hub, and as long as it does not.
	Server, Authority string
	// EncryptionKey is the ARN of the KMS key of its Secrets; empty for one that AWS owns.
	EncryptionKey string
	LogDays       int32
	NodeGroups    []NodeGroup
	Namespaces    []*Namespace
}

// Environment is a tier, the same on every cluster of every fleet.
type Environment struct {
	Name       string
	Production bool // people rely on it
	Replicas   int32
	Sizes      map[string]Resources
	Quota      Quota
	Sync       Sync
	Developers config.Access
}

// Quota bounds the namespace of an environment on each cluster.
type Quota struct {
	CPU, Memory, Storage resource.Quantity
	Pods                 int32
}

// Sync says how Argo CD applies an environment.
type Sync struct {
	Prune, SelfHeal bool
	Windows         []config.Window
}

// Namespace is an environment on one cluster.
type Namespace struct {
	Cluster     *Cluster
	Environment *Environment
	Workloads   []*Workload
}

// Name of the namespace is the environment's.
func (n *Namespace) Name() string { return n.Environment.Name }

// Resources are what one replica requests. Memory and storage are its limits too.
type Resources struct{ CPU, Memory, Storage resource.Quantity }

// Workload is one app in one environment on one cluster.
type Workload struct {
	Namespace *Namespace
	App       *config.App // for its document: positions, waivers, patches
	Name      string
	Team      string
	Image     string
	Command   []string
	Port      int32
	Public    bool
	Host      string
	Path      string
	Metrics   string
	Timeout   int64 // seconds, over all tries
	Retries   Retries
	Probes    Probes
	Resources Resources
	Scratch   *resource.Quantity
	Replicas  Replicas
	Shutdown  int64 // seconds
	Settings  map[string]string
	Secrets   []string
	Callers   []string
	Egress    []Egress
	SLO       SLO
	Canary    *Canary // nil where a new version replaces the one before at once
	Patch     *config.Patch
}

// Probes are the URL paths that the kubelet asks, and the seconds that a start may take.
type Probes struct {
	Live, Ready string
	Startup     int64
}

// Retries are those of a request that only reads and whose answer failed: how often, and which answers.
type Retries struct {
	Limit int32
	On    string
}

// Replicas bound the autoscaler; CPU is its target in percent of the request.
type Replicas struct{ Min, Max, CPU int32 }

// Egress is a destination outside the cluster.
type Egress struct {
	CIDR  string
	Ports []int32
}

// SLO holds the objectives of an app.
type SLO struct {
	Availability config.Objective
	Latency      float64 // seconds, a bucket bound
	Fast         config.Objective
}
