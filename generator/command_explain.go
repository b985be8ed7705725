package main

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/explain"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/spf13/cobra"
)

// explainCommand says where values of a rendered file come from.
func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain FILE[:LINE|:FIELD]",
		Short: "Say which input sets a value of a rendered file, or all of its values",
		Example: `  generator explain rendered/single-cluster/hello/apps/production/fastapi-hello/deployment-fastapi-hello.yaml:21
  generator explain rendered/…/deployment-fastapi-hello.yaml:spec.template.spec.containers[0].image`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("expected one rendered file, found %s", count(len(args), "argument"))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			repository, err := openRepository()
			if err != nil {
				return err
			}
			defer repository.Close()
			file, where, _ := strings.Cut(args[0], ":")
			explanation, err := explainFile(repository.FS(), path.Clean(file))
			if err != nil {
				return err
			}
			return printExplanation(cmd.OutOrStdout(), explanation, file, where)
		},
	}
}

// explainFile explains every value of a rendered file.
func explainFile(fsys fs.FS, file string) (*explain.Explanation, error) {
	apps, builders := buildersOf(file)
	sources, resolved, err := readValid(fsys, apps...)
	if apps == nil && err == nil {
		sources, _, err = readValid(fsys, deciders(resolved)...)
	}
	if err != nil {
		return nil, err
	}
	explanation, ok := explain.File(sources, file, builders)
	if !ok {
		return nil, usageError{fmt.Errorf("%s is not a file that the generator renders", file)}
	}
	return explanation, nil
}

// readValid reads inputs that are to decode and to agree.
func readValid(fsys fs.FS, apps ...string) (*config.Sources, *plan.Plan, error) {
	sources, err := config.Read(fsys, apps...)
	inputs, problems := sources.Decode()
	resolved, disagreements := plan.Resolve(inputs)
	return sources, resolved, asProblems(err, problems, disagreements)
}

// printExplanation prints the leaves at a line or below a field, or all when neither is said.
func printExplanation(out io.Writer, e *explain.Explanation, file, where string) error {
	line, err := strconv.Atoi(where)
	byLine := err == nil
	found := false
	for _, leaf := range e.Leaves {
		onLine := leaf.Line + 1 // the header stands above what was explained
		if byLine && onLine != line || !byLine && !below(leaf.Path, where) {
			continue
		}
		found = true
		fmt.Fprintf(out, "%d: %s: %s\n", onLine, leaf.Path, leaf.Value)
		if len(leaf.Setters) == 0 {
			fmt.Fprintf(out, "  constant of %s\n", e.Builder)
		}
		printSetters(out, leaf.Setters)
	}
	if !found {
		return usageError{fmt.Errorf("%s has no value at %q: name a line or a field that holds one", file, where)}
	}
	if len(e.Whole) > 0 {
		fmt.Fprintln(out, "the whole file stands or falls with")
		printSetters(out, e.Whole)
	}
	return nil
}

func printSetters(out io.Writer, setters []explain.Setter) {
	for _, setter := range setters {
		fmt.Fprintf(out, "  %s\n", describe(setter))
	}
}

// below says whether a field is the one asked for or stands below it.
func below(field, asked string) bool {
	rest, ok := strings.CutPrefix(field, asked)
	return ok && (asked == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}

func describe(s explain.Setter) string {
	if s.Field == "" {
		return s.Position.String() + ": its name"
	}
	return s.Position.String() + ": " + s.Field
}
