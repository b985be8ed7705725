package main

import (
	"fmt"

	"github.com/example/fastapi-gitops/generator/bootstrap"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/spf13/cobra"
)

// bootstrapCommand gets Argo CD onto a hub.
func bootstrapCommand() *cobra.Command {
	var fleet string
	var dryRun bool
	command := &cobra.Command{
		Use:   "bootstrap CLUSTER",
		Short: "Install Argo CD on a hub, from where it manages itself and everything else",
		Long: `Install Argo CD on a hub, from where it manages itself and everything else.

Runs aws, helm and kubectl; --dry-run prints how. Each step applies what is
rendered, so that a run can be interrupted and repeated.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("bootstrap needs one cluster, the hub of a fleet: see generator bootstrap --help")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			repository, err := openRepository()
			if err != nil {
				return err
			}
			defer repository.Close()
			_, resolved, err := readValid(repository.FS(), noApp)
			if err != nil {
				return err
			}
			hub, err := hubOf(resolved, fleet, args[0])
			if err != nil {
				return err
			}
			b := bootstrap.Bootstrap{Hub: hub, Tree: repository.FS(), Out: cmd.OutOrStdout(), Err: cmd.ErrOrStderr()}
			if err := b.Plan(); err != nil || dryRun {
				return err
			}
			err = b.Run(cmd.Context())
			if err != nil && cmd.Context().Err() != nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "%s\ninterrupted: what is applied stays, run it again for the rest\n", err)
				return errReported
			}
			return err
		},
	}
	command.Flags().StringVar(&fleet, "fleet", "", "fleet of the cluster (default: the only one that has a hub of the name)")
	command.Flags().BoolVar(&dryRun, "dry-run", false, "print what would be run")
	return command
}

// hubOf is the hub of a name, in the fleet if one is named.
func hubOf(p *plan.Plan, fleet, name string) (*plan.Cluster, error) {
	return choose(p, fleet, "hub", name, func(f *plan.Fleet) []*plan.Cluster { return []*plan.Cluster{f.Hub} })
}
