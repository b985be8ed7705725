package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/example/fastapi-gitops/generator/release"
	"github.com/example/fastapi-gitops/generator/tree"
	"github.com/spf13/cobra"
)

// imageCommand says which images apps run in an environment.
func imageCommand() *cobra.Command {
	var environment string
	command := &cobra.Command{
		Use:   "image APP=REPOSITORY[:TAG]@DIGEST... --env ENVIRONMENT",
		Short: "Write the image of an app in one environment to its versions.yaml, and render",
		Long: `Write the images of apps in one environment to their versions.yaml, and render.

Comments, order and quotes of versions.yaml stay as they are. Nothing is written
unless everything rendered with the new images and passed every check.`,
		Example: "  generator image fastapi-hello=111122223333.dkr.ecr.ap-south-1.amazonaws.com/fastapi-hello:0.2.0@sha256:… --env development",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return nil
			}
			return usageError{fmt.Errorf("no image: see %s --help", cmd.CommandPath())}
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			images, err := release.Parse(args)
			if err == nil {
				err = locked(cmd, func(repository *os.Root, out *tree.Output) error {
					return deploy(cmd, repository, out, environment, images)
				})
			}
			if errors.As(err, new(release.ArgumentError)) {
				return usageError{err}
			}
			return err
		},
	}
	command.Flags().StringVar(&environment, "env", "", "environment in which the images are to run (required)")
	return command
}

// deploy renders what the repository will be with the images, and then writes first the inputs and then the outputs: a run
// that is interrupted between them leaves a stale tree, which the next render repairs.
func deploy(cmd *cobra.Command, repository *os.Root, out *tree.Output, environment string, images []release.Image) error {
	started := time.Now()
	released, err := release.New(repository.FS(), environment, images)
	if err != nil {
		return err
	}
	r, err := render(released.Over(repository.FS()), started)
	if err != nil {
		return err
	}
	changes, err := out.Diff(r.files)
	if err != nil {
		return err
	}
	if err := released.Write(repository); err != nil {
		return err
	}
	if err := out.Apply(cmd.Context(), changes); err != nil {
		return err
	}
	for _, file := range released.Files {
		change := tree.Change{Kind: tree.Changed, Path: file.Path}
		if file.New {
			change.Kind = tree.Added
		}
		fmt.Fprintln(cmd.OutOrStdout(), change)
	}
	for _, note := range released.Notes {
		fmt.Fprintln(cmd.OutOrStdout(), note)
	}
	report(cmd.OutOrStdout(), r, changes, started)
	return nil
}
