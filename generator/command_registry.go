package main

import (
	"fmt"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/spf13/cobra"
)

// registryCommand tells a build where to push.
func registryCommand() *cobra.Command {
	var fleet string
	command := &cobra.Command{
		Use:   "registry",
		Short: "Print where builds push images, for $GITHUB_OUTPUT: account, region, role and registry",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			repository, err := openRepository()
			if err != nil {
				return err
			}
			defer repository.Close()
			_, resolved, err := readValid(repository.FS(), noApp)
			if err != nil {
				return err
			}
			f, err := fleetOf(resolved, fleet)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "account=%s\nregion=%s\nrole=%s\nregistry=%s\n",
				f.Registry.Account, f.Registry.Region, f.Registry.ARN(), f.Registry.Host())
			return nil
		},
	}
	command.Flags().StringVar(&fleet, "fleet", "", "fleet whose registry it is (default: the only one)")
	return command
}

// fleetOf is the fleet of a name, or the only one.
func fleetOf(p *plan.Plan, name string) (*plan.Fleet, error) {
	var names []string
	for _, f := range p.Fleets {
		if f.Name == name || name == "" && len(p.Fleets) == 1 {
			return f, nil
		}
		names = append(names, f.Name)
	}
	if name == "" {
		return nil, usageError{fmt.Errorf("there are several fleets, name one of them: %s", strings.Join(names, ", "))}
	}
	return nil, usageError{fmt.Errorf("no such fleet %q%s", name, input.Hint(name, names))}
}
