// Package nodeexporter measures the nodes themselves: processors, memory, disks and network cards. It stands apart from the rest
// of the monitoring, since it alone needs rights on the node.
package nodeexporter

import (
	_ "embed"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "node-exporter"

// Component is on every cluster. Its pods are in the network of their node, which no network policy is about: Prometheus finds
// them at the nodes' addresses, and so does whoever is in the VPC.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: component.Namespaced("DaemonSet.apps", "Service", "ServiceAccount",
		"ServiceMonitor.monitoring.coreos.com"),
	Needs: []string{"prometheus-operator-crds"},
	PodSecurity: component.PodSecurity{
		Level:  component.Privileged,
		Reason: "it reads the node's own processes, network and file systems",
	},
	For: parts,
}

func parts(*plan.Cluster) component.Parts {
	return component.Parts{
		Values: chartValues,
		Pods:   []component.Pods{{PerNode: true, Requests: requests}},
	}
}
