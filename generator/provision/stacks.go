package provision

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
)

// stacks are those of CloudFormation that are there, by name, with the status of each (AWS CloudFormation User Guide, "Stack
// status codes").
type stacks map[string]string

// stacksOf lists the stacks whose names begin with a prefix.
func (s Session) stacksOf(ctx context.Context, region, prefix string) (stacks, error) {
	var list []struct{ Name, Status string }
	err := s.ask(ctx, &list, external.New("aws", "cloudformation", "list-stacks", "--region="+region,
		"--query=StackSummaries[?starts_with(StackName,'"+prefix+"')&&StackStatus!='DELETE_COMPLETE'].{name:StackName,status:StackStatus}",
		"--output=json"))
	found := stacks{}
	for _, stack := range list {
		found[stack.Name] = stack.Status
	}
	return found, err
}

// clusterStack is what eksctl calls the stack of a cluster itself, with its VPC.
func clusterStack(cluster string) string { return "eksctl-" + cluster + "-cluster" }

// The stacks that eksctl makes beside it (pkg/cfn/manager and pkg/actions/podidentityassociation of eksctl 0.230.0).
func accountStack(cluster, namespace, name string) string {
	return "eksctl-" + cluster + "-addon-iamserviceaccount-" + namespace + "-" + name
}

func associationStack(cluster, namespace, account string) string {
	return "eksctl-" + cluster + "-podidentityrole-" + namespace + "-" + account
}

func addonStack(cluster, addon, account string) string {
	return "eksctl-" + cluster + "-addon-" + addon + "-podidentityrole-" + account
}

// clusterStacks are those of one cluster, not of another whose name begins with its name.
func (s Session) clusterStacks(ctx context.Context, region, cluster string) (stacks, error) {
	all, err := s.stacksOf(ctx, region, "eksctl-"+cluster+"-")
	own := regexp.MustCompile(`^eksctl-` + regexp.QuoteMeta(cluster) + `-(cluster$|nodegroup-|addon-|podidentityrole-|accessentry-)`)
	maps.DeleteFunc(all, func(name, _ string) bool { return !own.MatchString(name) })
	return all, err
}

// waits are the operations of aws cloudformation wait, by the status of a stack at which AWS will be done by itself.
var waits = map[string]string{
	"CREATE_IN_PROGRESS":                  "stack-create-complete",
	"UPDATE_IN_PROGRESS":                  "stack-update-complete",
	"UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": "stack-update-complete",
}

// pending are the steps that wait for the stacks which AWS is still at, as it is when the one who asked for it is gone.
func (k stacks) pending(region string) []step {
	var steps []step
	for _, name := range slices.Sorted(maps.Keys(k)) {
		if until := waits[k[name]]; until != "" {
			steps = append(steps, step{
				says:    "wait for stack " + name,
				command: external.New("aws", "cloudformation", "wait", until, "--stack-name="+name, "--region="+region),
			})
		}
	}
	return steps
}

// broken is an error if a stack is neither there nor on its way. One that failed is left for a person to look at: why it did
// is known to nobody else, and is gone with it.
func (k stacks) broken(region string) error {
	for _, name := range slices.Sorted(maps.Keys(k)) {
		switch status := k[name]; {
		case waits[status] != "", status == "REVIEW_IN_PROGRESS":
		case strings.HasSuffix(status, "_IN_PROGRESS"):
			return fmt.Errorf("stack %s is %s: run it again once that has ended", name, status)
		case status == "UPDATE_ROLLBACK_COMPLETE":
		case strings.HasSuffix(status, "_FAILED"), strings.Contains(status, "ROLLBACK"):
			about := external.New("aws", "cloudformation", "describe-stack-events", "--stack-name="+name, "--region="+region)
			remove := external.New("aws", "cloudformation", "delete-stack", "--stack-name="+name, "--region="+region)
			return fmt.Errorf("stack %s is %s\nwhy:    %s\nremove: %s\nthen run it again", name, status, about, remove)
		}
	}
	return nil
}
