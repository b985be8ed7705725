package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/example/fastapi-gitops/generator/scaffold"
	"github.com/spf13/cobra"
)

// newCommand has a subcommand for each thing that is one new file.
func newCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "new",
		Short: "Write the one file of a new app, environment or cluster",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usageError{fmt.Errorf("expected app, environment or cluster: see %s --help", cmd.CommandPath())}
		},
	}
	command.AddCommand(newAppCommand(), newEnvironmentCommand(), newClusterCommand())
	return command
}

func newAppCommand() *cobra.Command {
	var team string
	command := scaffoldCommand("app", "apps/NAME/app.yaml",
		"the app runs in an environment once it has an image there: `go run ./generator image APP=REPOSITORY:TAG@sha256:DIGEST --env ENVIRONMENT`",
		func(fsys fs.FS, name string) (scaffold.File, error) { return scaffold.App(fsys, name, team) })
	command.Flags().StringVar(&team, "team", "", "team that owns the app (default: the name of the app)")
	return command
}

func newEnvironmentCommand() *cobra.Command {
	var after string
	command := scaffoldCommand("environment", "environments/NAME.yaml",
		"the clusters of its name and those with `environments: [\"*\"]` host it, others list it",
		func(fsys fs.FS, name string) (scaffold.File, error) { return scaffold.Environment(fsys, name, after) })
	command.Flags().StringVar(&after, "after", "", "environment from which images are promoted to this one (default: none)")
	return command
}

func newClusterCommand() *cobra.Command {
	var fleet, region string
	command := scaffoldCommand("cluster", "clusters/FLEET/NAME.yaml",
		"check zones and cidr first: eksctl makes a VPC of them once",
		func(fsys fs.FS, name string) (scaffold.File, error) {
			return scaffold.Cluster(fsys, name, fleet, region)
		})
	command.Flags().StringVar(&fleet, "fleet", "", "fleet that the cluster belongs to (default: the only one)")
	command.Flags().StringVar(&region, "region", "", "AWS region (default: that of the fleet's hub)")
	return command
}

// scaffoldCommand writes the file that is made for a name. The advice is what to know after a look at the file.
func scaffoldCommand(kind, file, advice string, scaffolded func(fs.FS, string) (scaffold.File, error)) *cobra.Command {
	return &cobra.Command{
		Use:   kind + " NAME",
		Short: "Write " + file,
		Args:  oneName,
		RunE: func(cmd *cobra.Command, args []string) error {
			repository, err := openRepository()
			if err != nil {
				return err
			}
			defer repository.Close()
			file, err := scaffolded(repository.FS(), args[0])
			if errors.As(err, new(scaffold.ArgumentError)) {
				return usageError{err}
			}
			if err != nil {
				return err
			}
			if err := file.Create(repository); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\nnext: edit it and run `go run ./generator`; %s\n", file.Path, advice)
			return nil
		},
	}
}

// oneName accepts a single argument.
func oneName(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usageError{fmt.Errorf("expected one NAME, got %d arguments: see %s --help", len(args), cmd.CommandPath())}
}
