package main

import (
	"errors"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/example/fastapi-gitops/generator/tree"
	"golang.org/x/sync/errgroup"
)

// rendering is a tree that passed every check, and what a person should know about it.
type rendering struct {
	plan    *plan.Plan
	fleets  []policy.Fleet
	files   tree.Tree
	waived  []string
	patched []string
	// uncompared says why immutable fields were not compared with an earlier revision.
	uncompared []string
	// replacements are the apps whose objects may be deleted and made again.
	replacements map[string]bool
}

// render is the whole product up to the disk: inputs to objects to checked files. An error lists everything wrong.
func render(fsys fs.FS, today time.Time, apps ...string) (*rendering, error) {
	sources, err := config.Read(fsys, apps...)
	inputs, problems := sources.Decode()
	resolved, unresolved := plan.Resolve(inputs)
	if err := asProblems(err, problems, unresolved); err != nil {
		return nil, err
	}
	fleets, problems := build(resolved)
	if err := append(problems, checkInfrastructure(resolved, fleets)...).Err(); err != nil {
		return nil, err
	}
	if err := addRunbooks(fsys, fleets); err != nil {
		return nil, err
	}
	waived, err := judge(fleets, inputs, today, len(apps) > 0)
	if err != nil {
		return nil, err
	}
	files, err := encode(fleets)
	if err != nil {
		return nil, err
	}
	return &rendering{
		plan: resolved, fleets: fleets, files: files, waived: waived,
		patched: patched(inputs), replacements: replacements(inputs),
	}, nil
}

// addRunbooks tells the rules which pages there are. Alerts come from code; that their pages are missing is a mistake of the tree.
func addRunbooks(fsys fs.FS, fleets []policy.Fleet) error {
	files, err := fs.Glob(fsys, "docs/runbooks/*.md")
	if err != nil || len(files) == 0 {
		return err
	}
	runbooks := map[string]bool{}
	for _, file := range files {
		runbooks[file] = true
	}
	for i := range fleets {
		fleets[i].Runbooks = runbooks
	}
	return nil
}

// asProblems joins the problems of reading with those of later stages, so that all of them are reported at once.
func asProblems(err error, more ...input.Problems) error {
	var all input.Problems
	if err != nil && !errors.As(err, &all) {
		return err
	}
	return append(slices.Clone(all), slices.Concat(more...)...).Err()
}

// judge runs the rules over every fleet and takes out what the inputs waive.
func judge(fleets []policy.Fleet, inputs *config.Inputs, today time.Time, partial bool) ([]string, error) {
	var findings []policy.Finding
	for _, fleet := range fleets {
		findings = append(findings, policy.Check(fleet)...)
	}
	kept, waived, problems := policy.Waive(findings, inputs, today)
	if partial {
		problems = nil // what a waiver excuses may be in what was not rendered
	}
	var unexcused error
	if len(kept) > 0 {
		unexcused = findingsError(kept)
	}
	return waived, errors.Join(problems.Err(), unexcused)
}

// findingsError lists findings, one a line.
type findingsError []policy.Finding

func (f findingsError) Error() string {
	lines := make([]string, len(f))
	for i, finding := range f {
		lines[i] = finding.String()
	}
	return strings.Join(lines, "\n")
}

// encode writes every object as canonical YAML.
func encode(fleets []policy.Fleet) (tree.Tree, error) {
	files := tree.Tree{}
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, fleet := range fleets {
		group.Go(func() error { return encodeInto(files, &mu, infrastructure(fleet)) })
		for _, cluster := range fleet.Clusters {
			for part := range slices.Chunk(cluster.Entries, 16*chunk) {
				group.Go(func() error { return encodeInto(files, &mu, part) })
			}
		}
	}
	return files, group.Wait()
}

func encodeInto(files tree.Tree, mu *sync.Mutex, entries []manifest.Entry) error {
	encoded := make([][]byte, len(entries))
	for i, entry := range entries {
		var err error
		if encoded[i], err = manifest.Encode(entry.Object); err != nil {
			return err
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for i, entry := range entries {
		files[entry.Path] = encoded[i]
	}
	return nil
}

// patched lists the patches in use, as file (documents).
func patched(inputs *config.Inputs) []string {
	var names []string
	for _, app := range inputs.Apps {
		for _, patch := range app.Patches {
			names = append(names, patch.String())
		}
	}
	slices.Sort(names)
	return names
}

func replacements(inputs *config.Inputs) map[string]bool {
	apps := map[string]bool{}
	for _, app := range inputs.Apps {
		apps[app.Name] = app.Replace != ""
	}
	return apps
}
