package main

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/example/fastapi-gitops/generator/revision"
	"github.com/example/fastapi-gitops/generator/tree"
)

// immutable refuses changes, since a base revision, of fields that the API server lets nobody change, unless the app
// says why it is to be replaced. Where there is no base to compare with the report says so.
func immutable(ctx context.Context, r *rendering, named string) error {
	base, err := revision.Base(ctx, ".", named)
	if errors.Is(err, revision.ErrNoBase) {
		r.uncompared = []string{err.Error()}
		return nil
	}
	if err != nil {
		return usageError{err}
	}
	earlier, err := revision.Differing(ctx, ".", base, tree.Header, r.files, outputs...)
	if err != nil {
		return err
	}
	var findings findingsError
	for _, name := range slices.Sorted(maps.Keys(earlier)) {
		if !r.replaced(name) {
			findings = append(findings, immutableIn(name, earlier[name], r.files[name])...)
		}
	}
	if len(findings) > 0 {
		return findings
	}
	return nil
}

// immutableIn compares two contents of a file. An earlier content that does not decode is none of ours.
func immutableIn(name string, earlier, now []byte) []policy.Finding {
	before, err := decoder().Decode(earlier)
	if err != nil {
		return nil
	}
	after, err := decoder().Decode(now)
	if err != nil {
		return nil
	}
	return policy.Immutable(manifest.Entry{Path: name, Object: before}, manifest.Entry{Path: name, Object: after})
}

// replaced says whether the app that a file belongs to gives a reason for replacing its objects.
func (r *rendering) replaced(name string) bool {
	app, ok := plan.AppOf(name)
	return ok && r.replacements[app]
}
