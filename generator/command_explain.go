package main

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/explain"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/namespace"
	"github.com/example/fastapi-gitops/generator/overlay"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/workload"
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
			debug.SetGCPercent(gcPercent)
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

// gcPercent is how much the heap may grow between collections, in percent: each experiment leaves garbage, and little
// else is held.
const gcPercent = 800

// explainFile explains every value of a rendered file.
func explainFile(fsys fs.FS, file string) (*explain.Explanation, error) {
	apps, builders := buildersOf(file)
	sources, err := config.Read(fsys, apps...)
	if err != nil {
		return nil, err
	}
	inputs, problems := sources.Decode()
	_, disagreements := plan.Resolve(inputs)
	if err := asProblems(nil, problems, disagreements); err != nil {
		return nil, err
	}
	explanation, ok := explain.File(sources, file, builders)
	if !ok {
		return nil, usageError{fmt.Errorf("%s is not a file that the generator renders", file)}
	}
	return explanation, nil
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

// buildersOf are the apps to read and the builders to ask for a rendered file. What belongs to one app needs no other
// app, and of what does not only projects need any: they allow the kinds that apps hold.
func buildersOf(file string) (apps []string, builders []explain.Builder) {
	parts := strings.Split(file, "/") // rendered/<fleet>/<cluster>/apps/<environment>/<app>/<object>
	switch {
	case len(parts) == 7 && parts[3] == "apps":
		for _, b := range workload.Builders {
			builders = append(builders, explain.Builder{File: sourceOf(b), Build: ofWorkloads(b), Finish: patchEntry})
		}
		return parts[5:6], builders
	case len(parts) == 6 && parts[3] == "namespaces":
		for _, b := range namespace.Builders {
			builders = append(builders, explain.Builder{File: sourceOf(b), Build: ofNamespaces(b)})
		}
		return []string{noApp}, builders
	}
	apps, kinds := []string{noApp}, noKinds
	if strings.HasPrefix(path.Base(file), "appproject-") {
		apps, kinds = nil, kindsHeld
	}
	for _, b := range argocd.Builders {
		builders = append(builders, explain.Builder{File: sourceOf(b), Build: ofFleets(b, kinds)})
	}
	namespaces := func(p *plan.Plan) (entries []manifest.Entry) {
		for _, f := range p.Fleets {
			for _, c := range f.Clusters {
				if len(c.Namespaces) > 0 {
					entries = append(entries, argocd.Namespaces(c))
				}
			}
		}
		return entries
	}
	return apps, append(builders, explain.Builder{File: sourceOf(argocd.Namespaces), Build: namespaces})
}

// noApp is no app's name: nothing below apps/ is read.
const noApp = "-"

func ofWorkloads(build workload.Builder) func(*plan.Plan) []manifest.Entry {
	return func(p *plan.Plan) (entries []manifest.Entry) {
		forNamespaces(p, func(n *plan.Namespace) {
			for _, w := range n.Workloads {
				entries = append(entries, manifest.Place(w.Dir(), build(w)...)...)
			}
		})
		return entries
	}
}

func ofNamespaces(build namespace.Builder) func(*plan.Plan) []manifest.Entry {
	return func(p *plan.Plan) (entries []manifest.Entry) {
		forNamespaces(p, func(n *plan.Namespace) { entries = append(entries, manifest.Place(n.Dir(), build(n)...)...) })
		return entries
	}
}

func ofFleets(build argocd.Builder, kinds func(*plan.Fleet) argocd.Kinds) func(*plan.Plan) []manifest.Entry {
	return func(p *plan.Plan) (entries []manifest.Entry) {
		for _, f := range p.Fleets {
			entries = append(entries, build(f, kinds(f))...)
		}
		return entries
	}
}

func noKinds(*plan.Fleet) argocd.Kinds { return nil }

// kindsHeld are the kinds that the clusters of a fleet hold, for which all of them are built.
func kindsHeld(f *plan.Fleet) argocd.Kinds {
	held := argocd.Kinds{}
	for _, c := range f.Clusters {
		buildCluster(c, held)
	}
	held.Add(argocd.PlatformProject, argocd.Build(f, held)...)
	return held
}

// patchEntry applies the patches that concern the one object, if its app has any.
func patchEntry(p *plan.Plan, entry manifest.Entry) (manifest.Entry, error) {
	var patches *config.Patch
	forNamespaces(p, func(n *plan.Namespace) {
		for _, w := range n.Workloads {
			if w.Dir() == path.Dir(entry.Path) {
				patches = w.Patch
			}
		}
	})
	if patches == nil {
		return entry, nil
	}
	object, problems := overlay.ApplyTo(entry.Object, patches, decoder())
	return manifest.Entry{Path: entry.Path, Object: object}, problems.Err()
}

func forNamespaces(p *plan.Plan, do func(*plan.Namespace)) {
	for _, f := range p.Fleets {
		for _, c := range f.Clusters {
			for _, n := range c.Namespaces {
				do(n)
			}
		}
	}
}

// sourceOf is the file of the generator that a function stands in.
func sourceOf(function any) string {
	pc := reflect.ValueOf(function).Pointer()
	file, _ := runtime.FuncForPC(pc).FileLine(pc)
	if i := strings.LastIndex(file, "/generator/"); i >= 0 {
		return file[i+1:]
	}
	return file
}
