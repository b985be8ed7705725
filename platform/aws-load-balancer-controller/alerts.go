package awsloadbalancercontroller

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// alerts on the metrics of controller-runtime v0.24.1, in the AWS Load Balancer Controller v3.5.0: its controllers are called
// service and targetGroupBinding. The chart 3.5.0 takes the job from the label app.kubernetes.io/instance. They page since the
// load balancer sends to the addresses of pods: when those change and nobody tells it, people reach nothing.
func alerts(c *plan.Cluster) manifest.Object {
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "LoadBalancerControllerDown", Severity: component.Page, For: "10m",
			Expr:        component.Down(name, name),
			Summary:     "The AWS Load Balancer Controller is down",
			Description: "The load balancer is not told of new pods of ingress-nginx: as they are replaced, people reach fewer and then none.",
		},
		component.Alert{
			Name: "LoadBalancerControllerFailing", Severity: component.Page, For: component.Retried,
			Expr:        component.Failing(name, name),
			Summary:     "The AWS Load Balancer Controller fails at each {{ $labels.controller }}",
			Description: "AWS refuses what it asks for, so the load balancer may not know the pods of ingress-nginx.",
		},
	)
}
