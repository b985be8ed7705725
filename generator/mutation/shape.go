package mutation

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// free are mappings whose keys are free, so that a misspelt or unknown one is still one of them.
var free = []string{
	"labels", "annotations", "matchLabels", "selector", "requests", "limits", "hard", "default", "defaultRequest", "stringData",
	"settings", "sizes", "environments",
}

// isFree says whether the keys of the mapping at steps are free.
func isFree(d Document, steps []string) bool {
	if len(steps) == 0 {
		return d.Kind == "versions"
	}
	last := steps[len(steps)-1]
	return slices.Contains(free, last) && (last != "selector" || d.Kind == "Service") || slices.Contains(steps, "valuesObject")
}

// anywhere is the operator that makes one of the places of any document wrong that fit.
func anywhere(name string, fits func(Document, place) bool, mutate func(*rand.Rand, Document, place) Mutant) Operator {
	return Operator{name, func(r *rand.Rand, documents []Document) (Mutant, bool) {
		for _, i := range r.Perm(len(documents)) {
			d := documents[i]
			places := append(walk(d.Tree), place{value: any(d.Tree)})
			places = slices.DeleteFunc(places, func(p place) bool { return !fits(d, p) })
			if len(places) > 0 {
				return mutate(r, d, pick(r, places)), true
			}
		}
		return Mutant{}, false
	}}
}

// wrongType puts a list or a mapping where something else is expected: no field takes either of them as well as text.
func wrongType() Operator {
	value := func(_ Document, p place) bool { return len(p.steps) > 0 && p.value != nil }
	return anywhere("type changed", value, func(r *rand.Rand, d Document, p place) Mutant {
		var wrong any
		switch p.value.(type) {
		case map[string]any:
			wrong = pick(r, []any{"text", []any{"item"}})
		case []any:
			wrong = pick(r, []any{"text", map[string]any{"key": "value"}})
		default:
			wrong = pick(r, []any{[]any{p.value}, map[string]any{"key": p.value}})
		}
		return d.mutant(p.steps, wrong, nil)
	})
}

// unknownField adds a field that no type has.
func unknownField() Operator {
	return anywhere("field unknown", hasFields, func(_ *rand.Rand, d Document, p place) Mutant {
		return d.mutant(append(slices.Clone(p.steps), "unheardOf"), "value", nil)
	})
}

// misspelt changes the case of a field's first letter, or doubles its last one.
func misspelt() Operator {
	return anywhere("field misspelt", hasFields, func(r *rand.Rand, d Document, p place) Mutant {
		key, value := pickField(r, p)
		wrong := pick(r, []string{strings.ToUpper(key[:1]) + key[1:], key + key[len(key)-1:]})
		right := append(slices.Clone(p.steps), key)
		d.Tree = with(d.Tree, right, gone{}).(map[string]any)
		m := d.mutant(append(slices.Clone(p.steps), wrong), value, nil)
		m.Fields = append(m.Fields, written(right))
		return m
	})
}

// givenTwice repeats a field.
func givenTwice() Operator {
	return anywhere("field given twice", hasFields, func(r *rand.Rand, d Document, p place) Mutant {
		const mark = "again-"
		key, value := pickField(r, p)
		m := d.mutant(append(slices.Clone(p.steps), mark+key), value, nil)
		m.Files[d.Path] = bytes.Replace(m.Files[d.Path], []byte(mark), nil, 1)
		m.Fields = []string{written(append(slices.Clone(p.steps), key))}
		return m
	})
}

// hasFields says whether a place is a mapping of known fields.
func hasFields(d Document, p place) bool {
	mapping, ok := p.value.(map[string]any)
	return ok && len(mapping) > 0 && !isFree(d, p.steps)
}

func pickField(r *rand.Rand, p place) (key string, value any) {
	mapping := p.value.(map[string]any)
	key = pick(r, slices.Sorted(maps.Keys(mapping)))
	return key, mapping[key]
}
