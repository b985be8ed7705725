package mutation

import (
	"maps"
	"slices"
	"strings"
)

// way makes a value wrong. It returns the value as it is where it does not apply, and gone to take it away.
type way func(value any) any

// drop takes a value away.
func drop(any) any { return gone{} }

// to puts another value there, whether there is one or not.
func to(value any) way {
	if number, ok := value.(int); ok {
		value = float64(number) // as YAML's numbers come
	}
	return func(any) any { return value }
}

// instead puts another value where there is one.
func instead(other any) way {
	return func(value any) any {
		if value == any(gone{}) {
			return value
		}
		return other
	}
}

// toEach is a way for each value.
func toEach(values ...any) []way {
	ways := make([]way, len(values))
	for i, value := range values {
		ways[i] = to(value)
	}
	return ways
}

// rename makes a text one that nothing else has.
func rename(value any) any {
	if text, ok := value.(string); ok {
		return text + "-x"
	}
	return value
}

// shift makes a number the next one.
func shift(value any) any {
	if number, ok := value.(float64); ok {
		return number + 1
	}
	return value
}

// swap replaces a part of a text.
func swap(old, by string) way {
	return func(value any) any {
		if text, ok := value.(string); ok {
			return strings.Replace(text, old, by, 1)
		}
		return value
	}
}

// until cuts a text off at a mark.
func until(mark string) way {
	return func(value any) any {
		if text, ok := value.(string); ok {
			before, _, _ := strings.Cut(text, mark)
			return before
		}
		return value
	}
}

// put sets a key of a mapping, which is made if need be.
func put(key string, item any) way {
	return func(value any) any {
		switch value := value.(type) {
		case map[string]any:
			changed := maps.Clone(value)
			changed[key] = item
			return changed
		case gone:
			return map[string]any{key: item}
		}
		return value
	}
}

// grow adds an item to a list, which is made if need be.
func grow(item any) way {
	return func(value any) any {
		switch value := value.(type) {
		case []any:
			return append(slices.Clone(value), item)
		case gone:
			return []any{item}
		}
		return value
	}
}

// rekey renames each key of a mapping.
func rekey(value any) any {
	mapping, ok := value.(map[string]any)
	if !ok {
		return value
	}
	changed := map[string]any{}
	for key, item := range mapping {
		changed[key+"-x"] = item
	}
	return changed
}
