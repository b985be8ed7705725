package provision

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/example/fastapi-gitops/generator/external"
	"github.com/example/fastapi-gitops/generator/plan"
	"sigs.k8s.io/yaml"
)

// Account is what a fleet has at AWS outside of its clusters: a stack of one template in each of its regions.
type Account struct {
	Session
	Fleet *plan.Fleet
	File  string // the template

	region string
}

// Apply makes the stacks as the content of the template's file says, and prints what comes out of them.
func (a Account) Apply(ctx context.Context, content []byte) error {
	if err := external.Installed("aws"); err != nil {
		return err
	}
	if err := a.inAccount(ctx, a.Fleet); err != nil {
		return err
	}
	for _, region := range regions(a.Fleet) {
		a.region = region
		if err := a.apply(ctx, content); err != nil {
			return err
		}
	}
	return nil
}

// regions of a fleet, the hub's first, on which others may build.
func regions(f *plan.Fleet) []string {
	all := []string{f.Hub.Region}
	for _, c := range f.Clusters {
		if !slices.Contains(all, c.Region) {
			all = append(all, c.Region)
		}
	}
	return all
}

func (a Account) stack() string { return a.Fleet.Name + "-account" }

func (a Account) apply(ctx context.Context, content []byte) error {
	found, err := a.stacksOf(ctx, a.region, a.stack())
	if err != nil {
		return err
	}
	status, made := found[a.stack()]
	found = stacks{a.stack(): status} // and not one whose name begins with its name
	if err := found.broken(a.region); err != nil {
		return err
	}
	fmt.Fprintf(a.Out, "stack %s in %s, from %s:\n", a.stack(), a.region, a.File)
	if waits := found.pending(a.region); len(waits) > 0 {
		return a.settle(ctx, waits, content)
	}
	if made && status != "REVIEW_IN_PROGRESS" {
		err = a.change(ctx)
	} else {
		err = a.create(ctx, content)
	}
	if err != nil || a.DryRun {
		return err
	}
	return a.results(ctx)
}

// settle waits for what AWS is still at, of which a dry run only says that it is, and begins again.
func (a Account) settle(ctx context.Context, waits []step, content []byte) error {
	if a.DryRun {
		fmt.Fprintln(a.Out, "AWS is still at it; what there is to do afterwards is known then:")
		a.show(waits)
		return nil
	}
	if err := a.do(ctx, waits); err != nil {
		return err
	}
	return a.apply(ctx, content)
}

// create says what the template has, since there is nothing to compare it with.
func (a Account) create(ctx context.Context, content []byte) error {
	var template struct {
		Resources map[string]struct{ Type, Condition string }
	}
	if err := yaml.Unmarshal(content, &template); err != nil {
		return fmt.Errorf("%s: %w", a.File, err)
	}
	for _, id := range slices.Sorted(maps.Keys(template.Resources)) {
		resource := template.Resources[id]
		where := ""
		if resource.Condition != "" {
			where = ", if " + resource.Condition
		}
		fmt.Fprintf(a.Out, "+ %s (%s%s)\n", id, resource.Type, where)
	}
	return a.carryOut(ctx, []step{{
		says: "make it",
		command: external.New("aws", "cloudformation", "deploy", "--stack-name="+a.stack(), "--template-file="+a.File,
			"--capabilities=CAPABILITY_NAMED_IAM", "--no-fail-on-empty-changeset", "--region="+a.region),
	}})
}

// carryOut does what a person agreed to.
func (a Account) carryOut(ctx context.Context, steps []step) error {
	a.show(steps)
	if a.DryRun {
		return nil
	}
	if err := a.agree(ctx); err != nil {
		return err
	}
	return a.do(ctx, steps)
}

// output of a stack.
type output struct{ OutputKey, OutputValue, Description string }

func outputsOf(stack, region string) external.Command {
	return external.New("aws", "cloudformation", "describe-stacks", "--stack-name="+stack, "--query=Stacks[0].Outputs", "--region="+region, "--output=json")
}

// results say what came out of a stack, and which input each belongs in.
func (a Account) results(ctx context.Context) error {
	var outputs []output
	if err := a.ask(ctx, &outputs, outputsOf(a.stack(), a.region)); err != nil {
		return err
	}
	fmt.Fprintln(a.Out, "it has:")
	for _, o := range outputs {
		fmt.Fprintf(a.Out, "%s: %s\n", o.Description, o.OutputValue)
	}
	fmt.Fprintf(a.Out, "put what belongs in %s/ there, then render and commit\n", path.Dir(a.Fleet.Input.Document.Path))
	return nil
}
