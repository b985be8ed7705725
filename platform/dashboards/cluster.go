package dashboards

import "github.com/example/fastapi-gitops/generator/grafana"

// What pods ask for and what nodes have, in cores and bytes, by kube-state-metrics. Pods that are done ask for nothing any more.
const (
	running     = ` * on (namespace, pod) group_left () ` + runningPods
	runningPods = `max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"} == 1)`
	cpuAsked    = `sum(kube_pod_container_resource_requests{resource="cpu"}` + running + `)`
	memoryAsked = `sum(kube_pod_container_resource_requests{resource="memory"}` + running + `)`
	cpuThere    = `sum(kube_node_status_allocatable{resource="cpu"})`
	memoryThere = `sum(kube_node_status_allocatable{resource="memory"})`
	cpuUsed     = `sum(rate(container_cpu_usage_seconds_total{container!=""}[$__rate_interval]))`
	memoryUsed  = `sum(container_memory_working_set_bytes{container!=""})`
)

func cluster() grafana.Dashboard {
	return grafana.New("cluster", "Cluster", "Whether there is room: nodes, what pods ask of them, quotas and volumes.", nil,
		grafana.Section{Title: "Now", Panels: capacityNow()},
		grafana.Section{Title: "Nodes", Panels: nodes()},
		grafana.Section{Title: "Bounds", Panels: bounds()},
	)
}

func capacityNow() []grafana.Panel {
	return []grafana.Panel{
		grafana.Stat("Nodes that are not ready", grafana.Count,
			"kubectl describe node says why. One that stays so is to be drained and ended at EC2: its group makes another.",
			grafana.Query("", `sum(kube_node_status_condition{condition="Ready",status!="true"})`)).Above(1, 2),
		grafana.Stat("Pods without a node", grafana.Count,
			"That the autoscaler found no room for. For more than minutes: a group is at its maximum, see nodes below, or AWS has no "+
				"instances, see the log of cluster-autoscaler.",
			grafana.Query("", `sum(cluster_autoscaler_unschedulable_pods_count{type="unschedulable"})`)).Above(1, 5),
		grafana.Stat("CPU that pods ask for", grafana.Share,
			"Of what nodes have. Near 1 the next pod needs another node, which takes minutes.",
			grafana.Query("", cpuAsked+"\n/\n"+cpuThere)).Above(0.85, 0.95),
		grafana.Stat("Memory that pods ask for", grafana.Share,
			"Of what nodes have. Near 1 the next pod needs another node, which takes minutes.",
			grafana.Query("", memoryAsked+"\n/\n"+memoryThere)).Above(0.85, 0.95),
	}
}

func nodes() []grafana.Panel {
	const root = `{mountpoint="/",fstype!=""}`
	return []grafana.Panel{
		grafana.Graph("CPU", grafana.Count,
			"Cores. Used near allocatable: apps are slow, whatever they ask for. Asked for far above used: see the cost dashboard.",
			grafana.Query("allocatable", cpuThere), grafana.Query("asked for", cpuAsked), grafana.Query("used", cpuUsed)),
		grafana.Graph("Memory", grafana.Bytes,
			"Used above what is asked for: pods are evicted first that use more than they asked for. Raise sizes in the environment's file.",
			grafana.Query("allocatable", memoryThere), grafana.Query("asked for", memoryAsked), grafana.Query("used", memoryUsed)),
		grafana.Graph("Nodes", grafana.Count,
			"By state, as the autoscaler sees them. At the maximum: raise max of a group in the cluster's file, and the quota of EC2.",
			grafana.Query("{{state}}", "sum by (state) (cluster_autoscaler_nodes_count)"),
			grafana.Query("maximum", "sum(cluster_autoscaler_max_nodes_count)")),
		grafana.Graph("Pending pods", grafana.Count,
			"By namespace. Of one alone: its quota, a volume in another zone, or an image that cannot be had.",
			grafana.Query("{{namespace}}", `sum by (namespace) (kube_pod_status_phase{phase="Pending"})`)).Stacked(),
		grafana.Bars("Disks of nodes", grafana.Share,
			"How full. Above 85 % the kubelet deletes images and evicts pods: raise disk of the group in the cluster's file.",
			grafana.Query("{{instance}}", "max by (instance) (1 - node_filesystem_avail_bytes"+root+" / node_filesystem_size_bytes"+root+")")).
			Full(1).Above(0.7, 0.85),
	}
}

func bounds() []grafana.Panel {
	return []grafana.Panel{
		grafana.Bars("Quotas", grafana.Share,
			"How much of each environment's quota is taken. At 1 no rollout gets its new pods: raise quota in the environment's file.",
			grafana.Query("{{namespace}} {{resource}}", "max by (namespace, resource) (\n"+
				`  kube_resourcequota{type="used"} / ignoring (type) (kube_resourcequota{type="hard"} > 0)`+"\n)")).
			Full(1).Above(0.8, 0.95),
		grafana.Bars("Volumes", grafana.Share,
			"How full. Raise the size of the claim: EBS grows while it is mounted, once in six hours.",
			grafana.Query("{{namespace}}/{{persistentvolumeclaim}}", "max by (namespace, persistentvolumeclaim) (\n"+
				"  kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes\n)")).
			Full(1).Above(0.75, 0.9),
	}
}
