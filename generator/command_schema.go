package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/example/fastapi-gitops/generator/schema"
	"github.com/spf13/cobra"
)

// schemaCommand writes the schemas that are stale.
func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Write a JSON Schema of each input file to docs/schema/, for editors",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			repository, err := openRepository()
			if err != nil {
				return err
			}
			defer repository.Close()
			files, err := schema.Files(repository.FS())
			if err != nil {
				return err
			}
			if err := repository.MkdirAll(schema.Dir, 0o755); err != nil {
				return err
			}
			for _, name := range slices.Sorted(maps.Keys(files)) {
				if old, _ := repository.ReadFile(name); bytes.Equal(old, files[name]) {
					continue
				}
				if err := repository.WriteFile(name, files[name], 0o644); err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), name)
			}
			return nil
		},
	}
}
