package argocd

import (
	"fmt"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// replicas of what serves: while a node is drained the other goes on. The controller and the notifications run once, as
// their state is in the API server and a second one would only wait.
const replicas = 2

// What each part requests. Argo CD's memory grows with the objects that it watches and, in the repo server, with the charts
// that it renders at a time.
var (
	serverNeeds        = component.Requests("50m", "256Mi")
	repoServerNeeds    = component.Requests("100m", "1Gi")
	appSetNeeds        = component.Requests("50m", "256Mi")
	notificationsNeeds = component.Requests("20m", "128Mi")
	secretInitNeeds    = component.Requests("10m", "128Mi") // the argocd program, for seconds
	startNeeds         = component.Requests("10m", "64Mi")  // of containers that only start others
)

// controllerNeeds grow with the clusters and the Applications: of each cluster the controller holds all objects and the schemas of
// all kinds, and while kinds come it holds both twice. An Application of an app took 2.4 MiB of it at most
// (docs/decisions/013-joining.md). A hundred at a time, so that a new app seldom restarts it.
func controllerNeeds(f *plan.Fleet) corev1.ResourceList {
	apps := 0
	for _, c := range f.Clusters {
		for _, n := range c.Namespaces {
			apps += len(n.Workloads)
		}
	}
	return component.Requests("250m", fmt.Sprintf("%dMi", 1024+512*(len(f.Clusters)-1)+256*(apps/100)))
}

// renders that a repo server does at a time within its memory, and the space for each of its copies of git and of charts.
const (
	renders  = "4"
	checkout = "2Gi"
)

// gitPatience ends a fetch that brings less than a byte a second for 15 seconds, as long as Argo CD waits for the list of branches
// (git-config(1), http.lowSpeedLimit). Without it one fetch that a server leaves without an answer holds up every Application of its
// repository until somebody restarts the repo server: after ARGOCD_EXEC_TIMEOUT Argo CD 3.4 ends git, but not the child of git's
// that waits, and waits for that itself (util/exec/exec.go, RunCommandExt).
var gitPatience = []corev1.EnvVar{{Name: "GIT_HTTP_LOW_SPEED_LIMIT", Value: "1"}, {Name: "GIT_HTTP_LOW_SPEED_TIME", Value: "15"}}

func valuesFor(c *plan.Cluster) values {
	v := values{
		FullnameOverride: prefix,
		CRDs:             crds{map[string]string{"argocd.argoproj.io/sync-options": "Delete=false,Prune=false,ServerSideApply=true"}},
		Global: global{
			Domain:                    c.Fleet.ArgoCDHost(),
			Logging:                   logging{Format: "json"},
			NetworkPolicy:             create{false}, // the chart's let every pod of the cluster in; those of traffic do not
			PriorityClassName:         component.Critical,
			Tolerations:               component.Tolerations(c),
			Affinity:                  affinityFor(c),
			TopologySpreadConstraints: spread(),
		},
		Configs:    configsFor(c),
		Controller: once(controllerNeeds(c.Fleet)),
		Server:     server{workload: twice(serverNeeds), Ingress: ingressFor(c.Fleet), ClusterRoleRules: serverRights},
		RepoServer: repoServer{
			workload: twice(repoServerNeeds), CopyUtil: resources{component.Bounded(startNeeds)}, EmptyDir: emptyDir{checkout}, Env: gitPatience,
		},
		ApplicationSet:  probed(twice(appSetNeeds)),
		Notifications:   notificationsFor(c.Fleet),
		Dex:             enabled{false}, // Argo CD speaks to the identity provider itself
		RedisSecretInit: resources{component.Bounded(secretInitNeeds)},
	}
	if highlyAvailable(c) {
		v.RedisHA = threeRedis(c)
	} else {
		v.Redis = oneRedis()
	}
	return v
}

func once(needs corev1.ResourceList) workload {
	return workload{Resources: component.Bounded(needs), Metrics: scraped}
}

func twice(needs corev1.ResourceList) workload {
	w := once(needs)
	w.Replicas, w.PDB = replicas, &disruption{Enabled: true, MaxUnavailable: 1}
	return w
}

// probed is for parts whose probes the chart leaves out.
func probed(w workload) workload {
	w.ReadinessProbe, w.LivenessProbe = &enabled{true}, &enabled{true}
	return w
}

var scraped = metrics{Enabled: true, ServiceMonitor: enabled{true}}

// affinityFor is component.Affinity as the chart's preset, which adds its own between the pods of a part.
func affinityFor(c *plan.Cluster) *affinity {
	own := component.Affinity(c)
	if own == nil {
		return nil
	}
	wanted := own.NodeAffinity.PreferredDuringSchedulingIgnoredDuringExecution[0].Preference
	return &affinity{NodeAffinity: nodeAffinity{Type: "soft", MatchExpressions: wanted.MatchExpressions}}
}

// spread is that of the platform; the chart adds the labels of each part.
func spread() []corev1.TopologySpreadConstraint {
	constraints := component.Spread(nil)
	for i := range constraints {
		constraints[i].LabelSelector = nil
	}
	return constraints
}

func pods(c *plan.Cluster) []component.Pods {
	all := []component.Pods{
		{Replicas: 1, Requests: controllerNeeds(c.Fleet)},
		{Replicas: replicas, Requests: serverNeeds},
		{Replicas: replicas, Requests: repoServerNeeds},
		{Replicas: replicas, Requests: appSetNeeds},
	}
	if c.Fleet.ArgoCD.Slack != "" {
		all = append(all, component.Pods{Replicas: 1, Requests: notificationsNeeds})
	}
	return append(all, redisPods(c)...)
}
