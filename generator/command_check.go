package main

import (
	"fmt"
	"time"

	"github.com/example/fastapi-gitops/generator/tree"
	"github.com/spf13/cobra"
)

// checkCommand compares the committed tree with what the inputs render to, and writes nothing.
func checkCommand() *cobra.Command {
	var base string
	command := &cobra.Command{
		Use:   "check",
		Short: "Fail if rendered/ or eksctl/ are not what the inputs say, or an immutable field changes",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			started := time.Now()
			repository, err := openRepository()
			if err != nil {
				return err
			}
			defer repository.Close()
			out, err := tree.Open(".", outputs...)
			if err != nil {
				return err
			}
			defer out.Close()
			r, err := render(repository.FS(), started)
			if err != nil {
				return err
			}
			changes, err := out.Diff(r.files)
			if err != nil {
				return err
			}
			if err := immutable(cmd.Context(), r, base); err != nil {
				return err
			}
			report(cmd.OutOrStdout(), r, changes, started)
			if len(changes.Files) > 0 {
				fmt.Fprintln(cmd.ErrOrStderr(), "the tree is stale: run `go run ./generator` and commit what it changes")
				return errReported
			}
			return nil
		},
	}
	command.Flags().StringVar(&base, "base", "", "git revision whose objects must not change in immutable fields (default: the merge base with main)")
	return command
}
