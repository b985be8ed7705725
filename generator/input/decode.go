package input

import "reflect"

// Decode fills the struct that into points to and reports everything that is wrong, sorted.
//
// Fields have the names of their json tags. A field without one is not read, and an embedded struct without one has
// its fields in its parent. A type that implements encoding.TextUnmarshaler reads any single value as it is written,
// and its error is the message. A string type with a method Values() []string accepts these values only. A field
// tagged `required:"true"` must be present. What a file does not set keeps the value it had.
//
// Text that YAML takes for something else must be quoted. So must yes, no, on, off, y and n, which YAML 1.1 takes for
// booleans (https://yaml.org/type/bool.html): what a file means should not depend on who reads it.
func (d *Document) Decode(into any) Problems {
	decoder := decoder{report{file: d.Path}}
	decoder.value(spot{node: d.root, place: d.root}, reflect.ValueOf(into))
	return decoder.problems.sorted()
}

type decoder struct{ report }

// spot is a value of the document with its path and the node to point at when it is wrong.
type spot struct {
	*node
	place *node
	path  string
}

func (d *decoder) wrong(s spot, format string, args ...any) { d.add(s.place, s.path, format, args...) }

// mismatch says what was expected, what was found and what to do about it.
func (d *decoder) mismatch(s spot, facts *typeFacts, advice string) {
	d.wrong(s, "expected %s, found %v%s", facts.shape, s.node, advice)
}

func (d *decoder) value(s spot, into reflect.Value) {
	kind := into.Kind()
	if kind == reflect.Pointer {
		if into.IsNil() {
			into.Set(reflect.New(into.Type().Elem()))
		}
		d.value(s, into.Elem())
		return
	}
	switch facts := factsOf(into.Type()); {
	case facts.shape == unreadable:
		d.wrong(s, "cannot be read into the Go type %v", into.Type())
	case s.tag == tagNull:
		d.mismatch(s, facts, ": remove it or give it a value")
	case kind == reflect.Struct && facts.shape == mapping && s.tag == tagMapping:
		d.structure(s, into, facts)
	case kind == reflect.Map && facts.shape == mapping && s.tag == tagMapping:
		d.mapping(s, into)
	case facts.shape == list && s.tag == tagList:
		d.list(s, into)
	case s.scalar():
		d.scalar(s, into, facts)
	default:
		d.mismatch(s, facts, "")
	}
}

func (d *decoder) structure(s spot, into reflect.Value, facts *typeFacts) {
	present := make([]bool, len(facts.fields))
	for e, path := range d.entries(s.node, s.path, fieldPath) {
		i, ok := facts.byName[e.key.text]
		if !ok {
			d.add(e.key, path, "unknown field%s", Hint(e.key.text, facts.names))
			continue
		}
		present[i] = true
		d.value(spot{e.value, e.place(), path}, into.FieldByIndex(facts.fields[i].index))
	}
	for i, f := range facts.fields {
		if f.required && !present[i] {
			d.add(s.place, fieldPath(s.path, f.name), "required field is missing")
		}
	}
}

func (d *decoder) mapping(s spot, into reflect.Value) {
	if into.IsNil() {
		into.Set(reflect.MakeMap(into.Type()))
	}
	for e, path := range d.entries(s.node, s.path, keyPath) {
		key := reflect.New(into.Type().Key()).Elem()
		value := reflect.New(into.Type().Elem()).Elem()
		d.value(spot{e.key, e.key, path}, key)
		d.value(spot{e.value, e.place(), path}, value)
		into.SetMapIndex(key, value)
	}
}

func (d *decoder) list(s spot, into reflect.Value) {
	into.Set(reflect.MakeSlice(into.Type(), len(s.entries), len(s.entries)))
	for i, e := range s.entries {
		d.value(spot{e.value, e.value, indexPath(s.path, i)}, into.Index(i))
	}
}
