package provision

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
)

// changeSet is what CloudFormation would do (API reference, DescribeChangeSet).
type changeSet struct {
	Status, StatusReason string
	Changes              []struct{ ResourceChange resourceChange }
}

type resourceChange struct {
	Action, LogicalResourceID, ResourceType, Replacement, PolicyAction string
}

// consequence is what a person should think about.
func (r resourceChange) consequence() string {
	switch {
	case r.Replacement == "True":
		return " by another"
	case r.Replacement == "Conditional":
		return " maybe by another"
	case r.Action == "Remove" && r.PolicyAction == "Retain":
		return " from the stack, and it stays"
	}
	return ""
}

// changeSetName is of the one that a run makes: the next one takes its place.
const changeSetName = "generator"

// change asks CloudFormation what it would do, and has it do just that.
func (a Account) change(ctx context.Context) error {
	if err := a.discard(ctx); err != nil {
		return err
	}
	_, err := a.cloudformation("create-change-set", "--change-set-name="+changeSetName, "--template-body=file://"+a.File,
		"--capabilities=CAPABILITY_NAMED_IAM").Output(ctx, a.Err)
	if err != nil {
		return err
	}
	// It fails if there is nothing to do as well: what it comes to is in the answer to the next question.
	_ = a.cloudformation("wait", "change-set-create-complete", "--change-set-name="+changeSetName).Run(ctx, io.Discard, io.Discard)
	var changes changeSet
	if err := a.ask(ctx, &changes, a.cloudformation("describe-change-set", "--change-set-name="+changeSetName, "--output=json")); err != nil {
		return err
	}
	if changes.none() {
		fmt.Fprintln(a.Out, "nothing to do")
		return a.discard(ctx)
	}
	if changes.Status != "CREATE_COMPLETE" {
		return fmt.Errorf("change set of stack %s: %s: %s", a.stack(), changes.Status, changes.StatusReason)
	}
	changes.print(a.Out)
	err = a.carryOut(ctx, []step{
		{says: "carry it out", command: a.cloudformation("execute-change-set", "--change-set-name="+changeSetName)},
		{says: "wait for it", command: a.cloudformation("wait", "stack-update-complete")},
	})
	if a.DryRun || errors.Is(err, ErrUnapproved) {
		return errors.Join(err, a.discard(ctx))
	}
	return err
}

// cloudformation works on the stack; the operation "wait" takes what it waits for.
func (a Account) cloudformation(operation ...string) external.Command {
	return external.New("aws", "cloudformation").With(operation...).With("--stack-name="+a.stack(), "--region="+a.region)
}

// discard deletes a change set that nobody carries out; one that is not there is no mistake to CloudFormation.
func (a Account) discard(ctx context.Context) error {
	return a.cloudformation("delete-change-set", "--change-set-name="+changeSetName).Run(ctx, io.Discard, a.Err)
}

// none reports whether the stack is as the template is, which CloudFormation says in one of two ways.
func (c changeSet) none() bool {
	return c.Status == "FAILED" && (strings.Contains(c.StatusReason, "didn't contain changes") || strings.Contains(c.StatusReason, "No updates"))
}

func (c changeSet) print(out io.Writer) {
	signs := map[string]string{"Add": "+", "Modify": "~", "Remove": "-"}
	for _, change := range c.Changes {
		r := change.ResourceChange
		sign, ok := signs[r.Action]
		if !ok {
			sign = r.Action
		}
		fmt.Fprintf(out, "%s %s (%s)%s\n", sign, r.LogicalResourceID, r.ResourceType, r.consequence())
	}
}
