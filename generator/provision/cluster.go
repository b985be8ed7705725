package provision

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Cluster is made by eksctl, and brought to what its config says.
type Cluster struct {
	Session
	Plan *plan.Cluster
	File string // the config, which eksctl reads

	config *config
}

// Apply makes the cluster as the content of its file says, or what is missing of it. What eksctl cannot change is refused
// before anything is changed; what is there and not in the config is named and stays.
func (c Cluster) Apply(ctx context.Context, content []byte) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	var err error
	if c.config, err = decode(content); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	e, err := c.settled(ctx)
	if err != nil || e == nil {
		return err
	}
	steps, notes, err := c.steps(e)
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintf(c.Out, "left as it is: %s\n", note)
	}
	if len(steps) == 0 {
		fmt.Fprintf(c.Out, "cluster %s is as %s says%s: nothing to do\n", c.Plan.Name, c.File, except(notes))
		c.join(e.cluster)
		return nil
	}
	if err := c.possible(ctx, steps); err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "to do for cluster %s (fleet %s, %s), in this order:\n", c.Plan.Name, c.Plan.Fleet.Name, c.Plan.Region)
	c.show(steps)
	if c.DryRun {
		return nil
	}
	if err := c.agree(ctx); err != nil {
		return err
	}
	if err := c.do(ctx, steps); err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "cluster %s is as %s says%s\n", c.Plan.Name, c.File, except(notes))
	return c.farewell(ctx)
}

func except(notes []string) string {
	if len(notes) == 0 {
		return ""
	}
	return ", apart from that"
}

// ready sees that everything is there to begin with.
func (c Cluster) ready(ctx context.Context) error {
	if c.Plan.Input.EncryptionKey.Example() {
		return fmt.Errorf("%s: encryptionKey: the key is an example: make account FLEET=%s makes one and prints its ARN",
			c.Plan.Input.Document.At("encryptionKey"), c.Plan.Fleet.Name)
	}
	if err := external.Installed("aws", "eksctl"); err != nil {
		return err
	}
	if err := c.checkEksctl(ctx); err != nil {
		return err
	}
	return c.inAccount(ctx, c.Plan.Fleet)
}

// settled is what there is once AWS is at rest: CloudFormation and EKS go on when the one who asked for something is gone. In a
// dry run that does not wait, it is nil as long as AWS is not.
func (c Cluster) settled(ctx context.Context) (*existing, error) {
	for {
		e, err := c.survey(ctx)
		if err != nil {
			return nil, err
		}
		waits := c.pending(e)
		if len(waits) == 0 {
			return e, nil
		}
		if c.DryRun {
			fmt.Fprintf(c.Out, "AWS is still at cluster %s; what there is to do afterwards is known then:\n", c.Plan.Name)
			c.show(waits)
			return nil, nil
		}
		if err := c.do(ctx, waits); err != nil {
			return nil, err
		}
	}
}

// steps are those that make the cluster, or bring it to its config, and notes on what they leave.
func (c Cluster) steps(e *existing) (steps []step, notes []string, err error) {
	_, made := e.stacks[clusterStack(c.Plan.Name)]
	switch {
	case e.cluster == nil && !made:
		create := external.New("eksctl", "create", "cluster", "--config-file="+c.File, "--write-kubeconfig=false")
		return append(c.remains(e), step{says: "make the cluster with all that belongs to it: about half an hour", command: create}), nil, nil
	case e.cluster == nil:
		return nil, nil, fmt.Errorf("stack %s is there, and its cluster is not: somebody deleted it\nremove the rest: %s\n"+
			"then run it again, which removes the roles that eksctl may leave and fails on",
			clusterStack(c.Plan.Name), external.New("eksctl", "delete", "cluster", "--name="+c.Plan.Name, "--region="+c.Plan.Region, "--wait"))
	case !made:
		return nil, nil, fmt.Errorf("there is a cluster %s in %s that eksctl did not make: choose another name", c.Plan.Name, c.Plan.Region)
	case e.cluster.Status != "ACTIVE":
		return nil, nil, fmt.Errorf("cluster %s is %s: nothing can be changed", c.Plan.Name, e.cluster.Status)
	}
	if err := c.immutable(e); err != nil {
		return nil, nil, err
	}
	return c.sections(e)
}

// remains removes the roles that a cluster has left which is gone with its own stack: eksctl does not make one that is there,
// and they trust nobody any more, since a new cluster has another OpenID Connect provider.
func (c Cluster) remains(e *existing) (steps []step) {
	for _, stack := range slices.Sorted(maps.Keys(e.stacks)) {
		steps = append(steps, c.remove("remove what a lost cluster left: "+stack, stack)...)
	}
	return steps
}

// remove deletes a stack and waits until it is gone.
func (c Cluster) remove(says, stack string) []step {
	of := []string{"--stack-name=" + stack, "--region=" + c.Plan.Region}
	return []step{
		{says: says, command: external.New("aws", "cloudformation", "delete-stack").With(of...)},
		{says: "wait until it is gone", command: external.New("aws", "cloudformation", "wait", "stack-delete-complete").With(of...)},
	}
}

// immutable refuses what eksctl makes once and for all.
func (c Cluster) immutable(e *existing) error {
	var differ []error
	for _, fact := range []struct{ field, is, want string }{
		{"cidr", e.cidr, c.config.VPC.CIDR},
		{"zones", set(e.zones), set(c.config.AvailabilityZones)},
		{"the range of Services", e.cluster.KubernetesNetworkConfig.ServiceIpv4Cidr, c.config.KubernetesNetworkConfig.ServiceIPv4CIDR},
	} {
		if fact.is != fact.want {
			differ = append(differ, fmt.Errorf("%s: the cluster has %s, %s says %s", fact.field, fact.is, c.File, fact.want))
		}
	}
	if is, want := e.cluster.key(), c.config.SecretsEncryption.KeyARN; is != "" && is != want {
		differ = append(differ, fmt.Errorf("encryptionKey: the cluster has %s, %s says %q", is, c.File, want))
	}
	if len(differ) == 0 {
		return nil
	}
	return fmt.Errorf("%w\nnothing was changed: take the change of %s back, or add a cluster (generator new cluster) and move to it",
		errors.Join(differ...), c.Plan.Input.Document.Path)
}

// set writes texts as a person reads them, in order and each once.
func set(texts []string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(texts))), " ")
}

func (c Cluster) farewell(ctx context.Context) error {
	fmt.Fprintf(c.Out, "enter it: %s\n",
		external.New("aws", "eks", "update-kubeconfig", "--name="+c.Plan.Name, "--region="+c.Plan.Region))
	if c.Plan == c.Plan.Fleet.Hub {
		fmt.Fprintf(c.Out, "if Argo CD is not there yet: make bootstrap CLUSTER=%s\n", c.Plan.Name)
		return nil
	}
	var made []eksCluster
	if err := c.ask(ctx, &made, c.get("cluster", "--name="+c.Plan.Name)); err != nil || len(made) == 0 {
		return err
	}
	c.join(&made[0])
	return nil
}

// join says what the inputs lack for the hub's Argo CD to come to the cluster, or have otherwise.
func (c Cluster) join(made *eksCluster) {
	if c.Plan == c.Plan.Fleet.Hub {
		return
	}
	for _, fact := range []struct{ field, is, input string }{
		{"endpoint.url", made.Endpoint, c.Plan.Server},
		{"endpoint.authority", made.CertificateAuthority.Data, c.Plan.Authority},
	} {
		if fact.is != fact.input {
			fmt.Fprintf(c.Out, "%s of %s: %s\n", fact.field, c.Plan.Input.Document.Path, fact.is)
		}
	}
}
