// Package component says what a part of the platform is: its chart with our values, its own objects, and what it needs
// of the cluster around it. Each part stands in platform/<component>/, all that is known about it in that one place; the
// Applications, namespaces, network policies, AppProjects and the cluster's IAM roles derive from it.
package component

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// Component is a part of the platform.
type Component struct {
	// Name is that of its directory in platform/ and of its objects' in the tree.
	Name string
	// Namespace in which it runs. The cluster gets each namespace that a component names; empty for a component all
	// of whose objects are without one.
	Namespace string
	// Chart is its platform/<component>/Chart.yaml, which pins the chart that installs it; empty for a component that is
	// objects of ours alone.
	Chart []byte
	// Kustomization is its platform/<component>/kustomization.yaml, in place of a chart: a directory of a public git repository
	// at one version, of manifests that are applied as they are.
	Kustomization []byte
	// Installs are the kinds that the chart, with our values, or the directory makes.
	Installs []Kind
	// AlsoIn are the other namespaces that the chart or our objects stand in.
	AlsoIn []string
	// Labels and Annotations of its Namespace, beside those of every Namespace.
	Labels, Annotations map[string]string
	// Keeps what it installs when it is gone from the tree: CRDs that bear no mark of their chart's to be kept, and would take
	// the objects of everyone along.
	Keeps bool
	// Apps rely on it: no fleet goes without.
	Apps bool
	// On says whether a fleet runs it, by what its clusters are to do; nil for a component that every fleet runs.
	On func(*plan.Fleet) bool
	// HubOnly components run beside the central Argo CD alone.
	HubOnly bool
	// Needs are the components whose kinds or webhooks must be there before.
	Needs []string
	// ReadsSecrets says why its ClusterRole names Secrets of every namespace; empty where it does not.
	ReadsSecrets string
	// PodSecurity is the strictest level that each of its pods meets.
	PodSecurity PodSecurity
	// For is what one cluster gets.
	For func(c *plan.Cluster) Parts
}

// Namespaces are those that it writes to.
func (c *Component) Namespaces() []string {
	if c.Namespace == "" {
		return c.AlsoIn
	}
	return append(slices.Clone(c.AlsoIn), c.Namespace)
}

// Parts are what one cluster gets of a component.
type Parts struct {
	// Values of the chart, a struct of ours with the chart's keys.
	Values any
	// Objects of ours. They are applied with those of the chart but for those that are marked by Before or After.
	Objects []manifest.Object
	// Identities of its ServiceAccounts at AWS.
	Identities []Identity
	// Traffic of its pods beyond names, which every pod may ask for. What is not listed is denied.
	Traffic []Traffic
	// Pods that it runs, so that the nodes are known to hold them.
	Pods []Pods
}

// PodSecurity is a level of the Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
type PodSecurity struct {
	Level Level
	// Reason why it isn't restricted; empty where it is.
	Reason string
}

// Level of the Pod Security Standards.
type Level string

// The levels, the strictest first.
const (
	Restricted Level = "restricted"
	Baseline   Level = "baseline"
	Privileged Level = "privileged"
)

// Weakest is the less strict of two levels; none is stricter than any.
func Weakest(a, b Level) Level {
	order := []Level{"", Restricted, Baseline, Privileged}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// Identity binds a ServiceAccount to an IAM role of its own, by EKS Pod Identity unless it says otherwise.
type Identity struct {
	ServiceAccount string
	// Namespace of the ServiceAccount; empty for the component's own.
	Namespace string
	// Statements are all its rights.
	Statements []iam.Statement
	// IRSA is for the ServiceAccount that a SecretStore reads as: no pod runs as it, External Secrets takes on its role,
	// plan.SecretsRole of the cluster and the namespace, by a token of it (Amazon EKS User Guide, "IAM roles for service
	// accounts").
	IRSA bool
	// WellKnown names a policy that eksctl carries, instead of Statements; only where it is exactly least privilege.
	WellKnown WellKnown
}

// WellKnown is a policy that eksctl carries (eksctl 0.230.0, wellKnownPolicies).
type WellKnown string

// The policies of eksctl that are no broader than the controller asks for.
const (
	AWSLoadBalancerController WellKnown = "awsLoadBalancerController"
)

// Traffic is what some pods of a component may exchange: From may connect to the pods, and the pods may connect To.
type Traffic struct {
	// Name of the network policy, unique in the namespace.
	Name string
	// Pods by their labels; none means all of the namespace.
	Pods map[string]string
	From []Connection
	To   []Connection
	// Measures is for pods that may also go wherever another component lets them in: each says once that it is measured.
	Measures bool
	// Meshed pods carry Linkerd's proxy. It accepts meshed connections on a port of its own, and connects to those of other
	// meshed pods; it asks the mesh's control plane, and Prometheus asks it for metrics.
	Meshed bool
}

// Connection is one end of traffic and the TCP ports that are connected to.
type Connection struct {
	Peer  Peer
	Ports []int32
}

// Peer is pods, or addresses.
type Peer struct {
	Pods  *plan.Neighbour
	CIDRs []string
	// Except are parts of the CIDRs.
	Except []string
}

// Pods are the replicas of one workload, or one a node.
type Pods struct {
	Replicas int32
	PerNode  bool
	Requests corev1.ResourceList
}
