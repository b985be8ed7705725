package access

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// table shows rights with namespaces of the same rights in one column, and resources of the same cells in one row.
type table struct {
	columns [][]string
	rows    []row
}

type row struct {
	resources []string
	cells     []string // one a column
}

func tableOf(rights Rights, namespaces []string) table {
	var t table
	resources := slices.Sorted(maps.Keys(rights))
	t.columns = groupBy(namespaces, func(namespace string) string {
		var cells []string
		for _, r := range resources {
			cells = append(cells, strings.Join(rights[r][namespace], " "))
		}
		return strings.Join(cells, "|")
	})
	cells := func(resource string) []string {
		var all []string
		for _, column := range t.columns {
			all = append(all, words(rights[resource][column[0]]))
		}
		return all
	}
	anywhere := slices.DeleteFunc(resources, func(r string) bool {
		return !slices.ContainsFunc(namespaces, func(n string) bool { return len(rights[r][n]) > 0 })
	})
	for _, group := range groupBy(anywhere, func(r string) string { return strings.Join(cells(r), "|") }) {
		t.rows = append(t.rows, row{group, cells(group[0])})
	}
	slices.SortStableFunc(t.rows, func(a, b row) int { return len(b.resources) - len(a.resources) })
	return t
}

// groupBy puts items of the same key together, in the order in which they come.
func groupBy(items []string, key func(string) string) [][]string {
	var groups [][]string
	place := map[string]int{}
	for _, item := range items {
		k := key(item)
		i, known := place[k]
		if !known {
			i = len(groups)
			place[k] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], item)
	}
	return groups
}

// words are verbs as people say them.
func words(verbs []string) string {
	if len(verbs) == 0 {
		return "—"
	}
	if slices.Contains(verbs, "*") {
		return "everything"
	}
	var said []string
	rest := slices.Clone(verbs)
	for _, sum := range []struct {
		word string
		of   []string
	}{
		{"read", []string{"get", "list", "watch"}},
		{"write", []string{"create", "update", "patch", "delete"}},
	} {
		if containsAll(rest, sum.of) {
			said = append(said, sum.word)
			rest = slices.DeleteFunc(rest, func(v string) bool { return slices.Contains(sum.of, v) })
		}
	}
	return strings.Join(append(said, rest...), ", ")
}

func containsAll(all, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// String is the table in Markdown, with a last row for what is not listed.
func (t table) String() string {
	lines := []string{"| |", "|---|"}
	short := t.short()
	for _, column := range t.columns {
		lines[0] += " " + code(column) + " |"
		lines[1] += "---|"
	}
	for _, r := range t.rows {
		lines = append(lines, fmt.Sprintf("| %s | %s |", code(short(r.resources)), strings.Join(r.cells, " | ")))
	}
	lines = append(lines, "| anything else |"+strings.Repeat(" — |", len(t.columns)))
	return strings.Join(lines, "\n") + "\n"
}

// short are resources without their API group, which stays where rows differ by it, and where people would take them for Secrets.
func (t table) short() func([]string) []string {
	owners := map[string]map[int]bool{}
	for i, r := range t.rows {
		for _, resource := range r.resources {
			kind := withoutGroup(resource)
			if owners[kind] == nil {
				owners[kind] = map[int]bool{}
			}
			owners[kind][i] = true
		}
	}
	return func(resources []string) []string {
		var names []string
		for _, resource := range resources {
			if kind := withoutGroup(resource); len(owners[kind]) == 1 && kind != "secrets" {
				resource = kind
			}
			names = append(names, resource)
		}
		slices.Sort(names)
		return slices.Compact(names)
	}
}

// withoutGroup keeps the names after a resource.
func withoutGroup(resource string) string {
	resource, names, found := strings.Cut(resource, " ")
	kind, _, _ := strings.Cut(resource, ".")
	if found {
		kind += " " + names
	}
	return kind
}

func code(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }
