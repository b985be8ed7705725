package policy_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/policy"
	"k8s.io/apimachinery/pkg/runtime"
)

// TestCheckSurvivesAnyObject takes away and empties each field of each object of a small fleet, which may make a rule
// find something but must make none of them panic. Most of what is taken away must be missed by some rule: a rule that
// stops working shows in the share.
func TestCheckSurvivesAnyObject(t *testing.T) {
	fsys := onlyIn(inputs(), "development")
	maps.DeleteFunc(fsys, func(name string, _ *fstest.MapFile) bool {
		return strings.HasPrefix(name, "apps/other") || strings.HasPrefix(name, "clusters/world/second")
	})
	fleet := build(t, fsys)
	entries := fleet.Clusters[0].Entries
	changes, found := 0, 0
	for i, entry := range entries {
		if strings.Contains(entry.Path, "/production/") || strings.Contains(entry.Path, "/apps/development/cart/") {
			continue
		}
		original := tree(t, entry.Object)
		for _, line := range changesOf("", original) {
			object, err := decode(t, change(t, runtime.DeepCopyJSON(original), line))
			if err != nil {
				continue // the decoder refuses it
			}
			fleet.Clusters[0].Entries = slices.Clone(entries)
			fleet.Clusters[0].Entries[i].Object = object
			if changes++; len(policy.Check(fleet)) > 0 {
				found++
			}
		}
	}
	t.Logf("%d changes, %d found", changes, found)
	if found*10 < changes*8 {
		t.Errorf("%d of %d changes were found, expected four of five at least", found, changes)
	}
}

// changesOf take away and empty each field of a value, as edit does.
func changesOf(parent string, value any) []string {
	var all []string
	if parent != "" {
		all = append(all, "-"+parent)
	}
	switch node := value.(type) {
	case map[string]any:
		if parent != "" {
			all = append(all, parent+"={}")
		}
		for _, name := range slices.Sorted(maps.Keys(node)) {
			all = append(all, changesOf(parent+"["+name+"]", node[name])...)
		}
	case []any:
		all = append(all, parent+"=[]")
		for i, item := range node {
			all = append(all, changesOf(parent+"["+strconv.Itoa(i)+"]", item)...)
		}
	case string:
		all = append(all, parent+`=""`)
	case float64:
		all = append(all, parent+"=0")
	case bool:
		all = append(all, parent+"="+strconv.FormatBool(!node))
	}
	return all
}
