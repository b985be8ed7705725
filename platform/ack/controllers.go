package ack

import (
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

// controller is that of one service of AWS.
type controller struct {
	service string   // as the chart calls it
	kinds   []string // that it reconciles, where it has others too
	rights  []iam.Statement
}

// account is the name that the chart gives to the controller's ServiceAccount.
func (c controller) account() string { return "ack-" + c.service + "-controller" }

// controllers are those that a cluster needs. What an account has but once is the hub's alone, or two clusters would undo each
// other's changes.
func controllers(c *plan.Cluster) []controller {
	all := []controller{{service: "cloudwatchlogs", rights: logRights(c)}}
	if c == c.Fleet.Hub && c.Fleet.OwnsAccount() {
		all = append(all, controller{service: "ecr", kinds: []string{"Repository"}, rights: repositoryRights(c.Fleet)})
	}
	if c == c.Fleet.Hub && c.Fleet.Zone != "" {
		all = append(all, controller{service: "route53", kinds: []string{"RecordSet"}, rights: recordRights(c.Fleet)})
	}
	return append(all,
		controller{service: "s3", rights: bucketRights(c)},
		controller{service: "secretsmanager", rights: secretRights(c)})
}
