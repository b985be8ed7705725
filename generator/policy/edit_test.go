package policy_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/policy"
	"sigs.k8s.io/yaml"
)

// edit changes an object: a line of the form path=JSON sets a field, -path takes it out, and +path=JSON adds to a list.
func edit(t testing.TB, o manifest.Object, changes string) manifest.Object {
	t.Helper()
	var changed any = tree(t, o)
	for line := range strings.SplitSeq(strings.TrimSpace(changes), "\n") {
		changed = change(t, changed, strings.TrimSpace(line))
	}
	object, err := decode(t, changed)
	if err != nil {
		t.Fatal(err)
	}
	return object
}

// tree is an object as its manifest has it.
func tree(t testing.TB, o manifest.Object) map[string]any {
	t.Helper()
	data, err := manifest.Encode(o)
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := yaml.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// decode reads a changed tree as strictly as a committed manifest is read.
func decode(t testing.TB, changed any) (manifest.Object, error) {
	t.Helper()
	data, err := json.Marshal(changed)
	if err != nil {
		t.Fatal(err)
	}
	return decoder(t).Decode(data)
}

func change(t testing.TB, tree any, line string) any {
	t.Helper()
	if path, ok := strings.CutPrefix(line, "-"); ok {
		return at(t, tree, steps(path), func(any) (any, bool) { return nil, false })
	}
	path, text, ok := strings.Cut(line, "=")
	var value any
	if err := json.Unmarshal([]byte(text), &value); !ok || err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	if list, ok := strings.CutPrefix(path, "+"); ok {
		return at(t, tree, steps(list), func(old any) (any, bool) { items, _ := old.([]any); return append(items, value), true })
	}
	return at(t, tree, steps(path), func(any) (any, bool) { return value, true })
}

// steps cuts a field such as metadata.labels[a.b/c] into its parts.
func steps(path string) []string {
	var parts []string
	for path != "" {
		if rest, ok := strings.CutPrefix(path, "["); ok {
			part, after, _ := strings.Cut(rest, "]")
			parts, path = append(parts, part), strings.TrimPrefix(after, ".")
			continue
		}
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			return append(parts, path)
		}
		parts, path = append(parts, path[:end]), strings.TrimPrefix(path[end:], ".")
	}
	return parts
}

// at replaces the value at a path by what a function makes of it, or takes it out.
func at(t testing.TB, tree any, path []string, replace func(any) (any, bool)) any {
	t.Helper()
	switch node := tree.(type) {
	case map[string]any:
		next, keep := node[path[0]], true
		if len(path) == 1 {
			next, keep = replace(next)
		} else {
			if next == nil {
				next = map[string]any{}
			}
			next = at(t, next, path[1:], replace)
		}
		if node[path[0]] = next; !keep {
			delete(node, path[0])
		}
		return node
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i >= len(node) {
			t.Fatalf("no item %s", path[0])
		}
		if len(path) > 1 {
			node[i] = at(t, node[i], path[1:], replace)
			return node
		}
		next, keep := replace(node[i])
		if !keep {
			return slices.Delete(node, i, i+1)
		}
		node[i] = next
		return node
	}
	t.Fatalf("nothing at %v", path)
	return nil
}

// with replaces an object of a fleet, found by the end of its path; with no change at all it is taken out.
func with(t testing.TB, fleet policy.Fleet, file, changes string) policy.Fleet {
	t.Helper()
	for i, c := range fleet.Clusters {
		for j, entry := range c.Entries {
			if !strings.HasSuffix(entry.Path, "/"+file) {
				continue
			}
			entries := slices.Clone(c.Entries)
			if changes == "" {
				entries = slices.Delete(entries, j, j+1)
			} else {
				entries[j].Object = edit(t, entry.Object, changes)
			}
			clusters := slices.Clone(fleet.Clusters)
			clusters[i].Entries = entries
			return policy.Fleet{Plan: fleet.Plan, Clusters: clusters}
		}
	}
	t.Fatalf("no file %s", file)
	return fleet
}
