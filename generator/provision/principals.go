package provision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
)

// possible refuses steps that would end halfway because of a role in IAM.
func (c Cluster) possible(ctx context.Context, steps []step) error {
	return errors.Join(c.principalsExist(ctx), c.callerEnters(ctx, steps))
}

// principals are the roles that a config names and does not make, each once.
func (c *config) principals() []string {
	all := names(c.AccessConfig.AccessEntries, func(e accessEntry) string { return e.PrincipalARN })
	for _, a := range c.IAM.PodIdentityAssociations {
		if a.RoleARN != "" {
			all = append(all, a.RoleARN)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// principalsExist sees that IAM has them: EKS takes no other, and says so when half of a cluster is there.
func (c Cluster) principalsExist(ctx context.Context) error {
	var absent []error
	for _, arn := range c.config.principals() {
		exists, err := c.exists(ctx, arn)
		if err != nil {
			return err
		}
		if !exists {
			absent = append(absent, fmt.Errorf("IAM has no role %s, which %s names: %s", arn, c.File, c.remedy(arn)))
		}
	}
	return errors.Join(absent...)
}

// exists asks IAM for a role by its name, which is one of a kind in an account: with another path it is another ARN. What a
// person may not ask is taken to be there.
func (c Cluster) exists(ctx context.Context, arn string) (bool, error) {
	if !strings.Contains(arn, "::"+c.Plan.Fleet.Account+":") {
		fmt.Fprintf(c.Err, "not checked: whether there is a role %s, which is of another account\n", arn)
		return true, nil
	}
	var is string
	var errs bytes.Buffer
	quiet := c.Session
	quiet.Err = &errs
	err := quiet.ask(ctx, &is, c.aws("iam", "get-role", "--role-name="+path.Base(arn), "--query=Role.Arn"))
	switch said := errs.String(); {
	case err == nil:
		return is == arn, nil
	case strings.Contains(said, "(NoSuchEntity)"):
		return false, nil
	case strings.Contains(said, "(AccessDenied)"):
		fmt.Fprintf(c.Err, "not checked: whether there is a role %s, since you may not ask IAM (iam:GetRole)\n", arn)
		return true, nil
	default:
		fmt.Fprint(c.Err, said)
		return false, err
	}
}

// remedy for a role that is not there: some are made with the account.
func (c Cluster) remedy(arn string) string {
	fleet := c.Plan.Fleet
	for _, name := range []string{plan.HubRole(fleet.Hub.Name), plan.DeployerRole(c.Plan.Name)} {
		if arn == fleet.ARN("iam", "role/"+name) {
			return "make account FLEET=" + fleet.Name + " first"
		}
	}
	return "create this role, or take it out of roles in " + fleet.Input.Document.Path
}

// callerEnters refuses a caller whom the Kubernetes API does not let in, where eksctl waits for nodes by it: who makes a
// cluster keeps no right of its own once admins are named.
func (c Cluster) callerEnters(ctx context.Context, steps []step) error {
	admins := c.Plan.Fleet.Roles.Admins
	if len(admins) == 0 || !slices.ContainsFunc(steps, step.makesNodes) {
		return nil
	}
	caller, err := c.caller(ctx, c.Plan.Fleet, "Arn")
	if err != nil {
		return err
	}
	var known []string
	for _, admin := range admins {
		if strings.HasPrefix(caller, sessionsOf(string(admin))) {
			return nil
		}
		known = append(known, string(admin))
	}
	return fmt.Errorf("you are %s, and the cluster lets in none but roles.admins of %s: %s\n%s",
		caller, c.Plan.Fleet.Input.Document.Path, strings.Join(known, ", "), howToAssume(known[0]))
}

// makesNodes reports whether eksctl waits for the nodes that it makes (pkg/actions/nodegroup/create.go of eksctl 0.230.0).
func (s step) makesNodes() bool {
	args := s.command.Args
	return s.command.Program == "eksctl" && args[0] == "create" && (args[1] == "cluster" || args[1] == "nodegroup")
}

// sessionsOf is what the ARNs of a role's sessions begin with: they have its name without its path
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
func sessionsOf(role string) string {
	account, _, _ := strings.Cut(role, ":role/")
	return strings.Replace(account, ":iam:", ":sts:", 1) + ":assumed-role/" + path.Base(role) + "/"
}

// howToAssume is what one types to be a role; those of IAM Identity Center are entered by its own page.
func howToAssume(role string) string {
	if strings.Contains(role, ":role/aws-reserved/sso.amazonaws.com/") {
		return "be one first: aws configure sso --profile=admin; export AWS_PROFILE=admin"
	}
	return "be one first: aws configure set profile.admin.role_arn " + role +
		"; aws configure set profile.admin.source_profile default; export AWS_PROFILE=admin"
}
