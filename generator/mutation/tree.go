package mutation

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// gone stands for a value that is not there.
type gone struct{}

// steps are the keys and indices of a path such as spec.ports[0].name or metadata.labels[app.kubernetes.io/name].
func steps(path string) []string {
	var all []string
	for path != "" {
		var step string
		if rest, bracket := strings.CutPrefix(path, "["); bracket {
			step, path, _ = strings.Cut(rest, "]")
		} else if end := strings.IndexAny(path, ".["); end >= 0 {
			step, path = path[:end], path[end:]
		} else {
			step, path = path, ""
		}
		path = strings.TrimPrefix(path, ".")
		all = append(all, step)
	}
	return all
}

// written is the path of steps.
func written(steps []string) string {
	var path strings.Builder
	for i, step := range steps {
		switch {
		case isIndex(step) || strings.ContainsAny(step, "./"):
			path.WriteString("[" + step + "]")
		case i > 0:
			path.WriteString("." + step)
		default:
			path.WriteString(step)
		}
	}
	return path.String()
}

func isIndex(step string) bool {
	_, err := strconv.Atoi(step)
	return err == nil
}

// place is a value of a tree.
type place struct {
	steps []string
	value any // gone where there is none yet
}

// find lists the places that a pattern means, in order. The last steps of a pattern may name keys that are not there.
func find(node any, pattern []string) []place {
	if len(pattern) == 0 {
		return []place{{value: node}}
	}
	var places []place
	for key, child := range children(node) {
		if pattern[0] != "*" && pattern[0] != key {
			continue
		}
		for _, p := range find(child, pattern[1:]) {
			places = append(places, place{append([]string{key}, p.steps...), p.value})
		}
	}
	if mapping, ok := node.(map[string]any); ok && !slices.Contains(pattern, "*") && !has(mapping, pattern[0]) {
		places = append(places, place{pattern, gone{}})
	}
	return places
}

func has(mapping map[string]any, key string) bool {
	_, there := mapping[key]
	return there
}

// children are the values of a mapping, sorted by key, or of a list.
func children(node any) func(yield func(string, any) bool) {
	return func(yield func(string, any) bool) {
		switch node := node.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(node)) {
				if !yield(key, node[key]) {
					return
				}
			}
		case []any:
			for i, item := range node {
				if !yield(strconv.Itoa(i), item) {
					return
				}
			}
		}
	}
}

// walk lists every place of a tree but its root.
func walk(node any) []place {
	var places []place
	for key, child := range children(node) {
		places = append(places, place{[]string{key}, child})
		for _, p := range walk(child) {
			places = append(places, place{append([]string{key}, p.steps...), p.value})
		}
	}
	return places
}

// with is the tree with another value at steps. It shares what it does not change.
func with(node any, steps []string, value any) any {
	if len(steps) == 0 {
		return value
	}
	switch node := node.(type) {
	case nil:
		return with(map[string]any{}, steps, value)
	case map[string]any:
		changed := maps.Clone(node)
		changed[steps[0]] = with(node[steps[0]], steps[1:], value)
		maps.DeleteFunc(changed, func(_ string, v any) bool { return v == any(gone{}) })
		return changed
	case []any:
		i, _ := strconv.Atoi(steps[0])
		changed := slices.Clone(node)
		changed[i] = with(node[i], steps[1:], value)
		return slices.DeleteFunc(changed, func(v any) bool { return v == any(gone{}) })
	}
	return node
}
