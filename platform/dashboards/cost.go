package dashboards

import "github.com/example/fastapi-gitops/generator/grafana"

// cost shows what the bill follows, in its units and not in money: prices are AWS's and change without the cluster.
func cost() grafana.Dashboard {
	return grafana.New("cost", "Cost drivers",
		"What the AWS bill follows: nodes and who asks for them, volumes, load balancers, traffic and logs.", nil,
		grafana.Section{Title: "What is paid for", Panels: paid()},
		grafana.Section{Title: "Who asks for it", Panels: askers()},
		grafana.Section{Title: "By use", Panels: used()},
	)
}

func paid() []grafana.Panel {
	return []grafana.Panel{
		grafana.Stat("Nodes", grafana.Count,
			"All of them, spare ones too. More than pods ask for: see which pods cannot be evicted in the autoscaler's log.",
			grafana.Query("", "count(kube_node_info)")),
		grafana.Stat("CPU nobody asks for", grafana.Share,
			"Of all nodes. A spare node in each zone is wanted; above a third, choose smaller types or a lower min in the cluster's file.",
			grafana.Query("", "1 - "+cpuAsked+"\n/\n"+cpuThere)).Above(0.35, 0.6),
		grafana.Stat("Volumes", grafana.Bytes,
			"Of EBS, full or empty. Released ones are paid for as well: delete what nobody claims, after a look at backups.",
			grafana.Query("", "sum(kube_persistentvolume_capacity_bytes)")),
		grafana.Stat("Load balancers", grafana.Count,
			"Each is paid by the hour. One for ingress-nginx is enough: who made another, and what for?",
			grafana.Query("", `count(kube_service_spec_type{type="LoadBalancer"})`)).Above(2, 3),
	}
}

func askers() []grafana.Panel {
	const team = `sum by (label_team) (kube_pod_container_resource_requests{resource="cpu"}` + running +
		` * on (namespace, pod) group_left (label_team) max by (namespace, pod, label_team) (kube_pod_labels{label_team!=""}))`
	return []grafana.Panel{
		grafana.Graph("Nodes by type", grafana.Count,
			"A type that is dearer than the first of its group is there because AWS had no other; it goes with the next scale-down.",
			grafana.Query("{{label_node_kubernetes_io_instance_type}}",
				"count by (label_node_kubernetes_io_instance_type) (kube_node_labels)")).Stacked(),
		grafana.Graph("CPU that teams ask for", grafana.Count,
			"Cores. A step up without a new app or more traffic: ask the team about size and replicas in its app.yaml.",
			grafana.Query("{{label_team}}", team)).Stacked(),
		grafana.Bars("CPU asked for and not used", grafana.Count,
			"Cores, by namespace. The longest bar is the cheapest saving: choose a smaller size where the app's dashboard shows room.",
			grafana.Query("{{namespace}}", `sum by (namespace) (kube_pod_container_resource_requests{resource="cpu"}`+running+")\n-\n"+
				`sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=""}[$__rate_interval]))`)),
		grafana.Bars("Memory asked for and not used", grafana.Bytes,
			"By namespace. Leave room for peaks: a limit that is met ends the process.",
			grafana.Query("{{namespace}}", `sum by (namespace) (kube_pod_container_resource_requests{resource="memory"}`+running+")\n-\n"+
				`sum by (namespace) (container_memory_working_set_bytes{container!=""})`)),
	}
}

func used() []grafana.Panel {
	return []grafana.Panel{
		grafana.Graph("Sent by pods", grafana.BytesPerSecond,
			"By namespace, wherever it goes: between zones it costs, through the NAT gateway most. Much from one that only answers: "+
				"look for what it calls outside, and for an endpoint in the VPC.",
			grafana.Query("{{namespace}}", "sum by (namespace) (rate(container_network_transmit_bytes_total[$__rate_interval]))")).
			Stacked(),
		grafana.Graph("Sent by nodes", grafana.BytesPerSecond,
			"All that leaves the nodes, the upper bound of what NAT gateway and zones are paid for. VPC flow logs say where it goes.",
			grafana.Query("{{instance}}",
				`sum by (instance) (rate(node_network_transmit_bytes_total{device=~"e(ns|th).*"}[$__rate_interval]))`)).Stacked(),
		grafana.Graph("Logs", grafana.BytesPerSecond,
			"What goes to CloudWatch, which is paid by the byte. A step up: some app logs more, see which log group grew.",
			grafana.Query("{{name}}", `sum by (name) (rate(fluentbit_output_proc_bytes_total{name=~"cloudwatch.*"}[$__rate_interval]))`)).
			Stacked(),
	}
}
