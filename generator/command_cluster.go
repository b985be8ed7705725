package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/example/fastapi-gitops/generator/eksctl"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/provision"
	"github.com/spf13/cobra"
)

// clusterCommand makes a cluster at AWS.
func clusterCommand() *cobra.Command {
	var fleet string
	session := provision.Session{}
	command := &cobra.Command{
		Use:   "cluster NAME",
		Short: "Make a cluster at AWS as eksctl/FLEET/NAME.yaml says, or bring it to that",
		Long: `Make a cluster at AWS as eksctl/FLEET/NAME.yaml says, or bring it to that.

Runs eksctl and aws. Asks what there is, prints what is missing and the commands
that make it, and runs them once you agree. Without a terminal --yes agrees.
Can be interrupted and repeated: another run goes on from what there is.
Nothing is deleted but the halves of what an interrupted run did not finish.`,
		Args: oneName,
		RunE: func(cmd *cobra.Command, args []string) error {
			return provisioning(cmd, &session, func(r *rendering) error {
				cluster, err := clusterOf(r.plan, fleet, args[0])
				if err != nil {
					return err
				}
				file := eksctl.Place(cluster, nil).Path
				content, err := r.current(file)
				if err != nil {
					return err
				}
				return provision.Cluster{Session: session, Plan: cluster, File: file}.Apply(cmd.Context(), content)
			})
		},
	}
	command.Flags().StringVar(&fleet, "fleet", "", "fleet of the cluster (default: the only one that has a cluster of the name)")
	sessionFlags(command, &session)
	return command
}

// clusterOf is the cluster of a name, in the fleet if one is named.
func clusterOf(p *plan.Plan, fleet, name string) (*plan.Cluster, error) {
	return choose(p, fleet, "cluster", name, func(f *plan.Fleet) []*plan.Cluster { return f.Clusters })
}

// choose finds what has a name among some clusters of each fleet, or of the one that is named.
func choose(p *plan.Plan, fleet, kind, name string, among func(*plan.Fleet) []*plan.Cluster) (*plan.Cluster, error) {
	fleets := p.Fleets
	if fleet != "" {
		f, err := fleetOf(p, fleet)
		if err != nil {
			return nil, err
		}
		fleets = []*plan.Fleet{f}
	}
	var found []*plan.Cluster
	var names []string
	for _, f := range fleets {
		for _, c := range among(f) {
			names = append(names, c.Name)
			if c.Name == name {
				found = append(found, c)
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, usageError{fmt.Errorf("no such %s %q%s", kind, name, input.Hint(name, names))}
	case 1:
		return found[0], nil
	}
	return nil, usageError{fmt.Errorf("several fleets have a %s %q: choose one with --fleet", kind, name)}
}

func sessionFlags(command *cobra.Command, session *provision.Session) {
	command.Flags().BoolVar(&session.Yes, "yes", false, "do it without a question")
	command.Flags().BoolVar(&session.DryRun, "dry-run", false, "print what would be done")
}

// provisioning renders, since what AWS gets is to be what the inputs say, and works with that. What an interruption leaves,
// another run goes on with.
func provisioning(cmd *cobra.Command, session *provision.Session, work func(*rendering) error) error {
	if session.Yes && session.DryRun {
		return usageError{errors.New("--yes does it and --dry-run does not: choose one of them")}
	}
	repository, err := openRepository()
	if err != nil {
		return err
	}
	defer repository.Close()
	r, err := render(repository.FS(), time.Now())
	if err != nil {
		return err
	}
	session.In, session.Out, session.Err = terminal(cmd.InOrStdin()), cmd.OutOrStdout(), cmd.ErrOrStderr()
	return resumable(cmd.Context(), session.Err, work(r))
}

// terminal is the input if a person is at it, and nil otherwise.
func terminal(in io.Reader) io.Reader {
	file, ok := in.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return file
}

// resumable says what an interruption means for what others make.
func resumable(ctx context.Context, errs io.Writer, err error) error {
	if err == nil || ctx.Err() == nil {
		return err
	}
	fmt.Fprintf(errs, "%s\ninterrupted: AWS goes on with what it has begun; run the same command again, it waits for that and does the rest\n", err)
	return errReported
}
