package explain

import (
	"bytes"
	"slices"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// outcome is what one experiment did to the file.
type outcome struct {
	gone    bool            // some variant renders no such file
	changed map[string]bool // leaves that some variant changes or removes while the file stays
}

// run tries the variants of an experiment.
func (q *question) run(e experiment) outcome {
	o := outcome{changed: map[string]bool{}}
	for v := range e.variants {
		q.compare(v, &o)
	}
	return o
}

// compare notes the differences that a changed plan makes.
func (q *question) compare(v variant, o *outcome) {
	entry, found := q.find(v)
	if found && !v.patched && bytes.Equal(encode(entry), q.raw) {
		return
	}
	var after *input.Document
	if found {
		var err error
		if after, err = q.leaves(v.plan, entry); err != nil {
			return // no valid patch, so no experiment
		}
	}
	if after == nil {
		o.gone = true
		return
	}
	values := map[string]string{}
	for _, scalar := range after.Scalars() {
		values[scalar.Path] = scalar.Value
	}
	for _, scalar := range q.before.Scalars() {
		if value, still := values[scalar.Path]; !still || value != scalar.Value {
			o.changed[scalar.Path] = true
		}
	}
}

// find is the object in a changed plan.
func (q *question) find(v variant) (manifest.Entry, bool) {
	entries := q.builder.Build(v.plan)
	i := q.index
	if !v.renamed {
		i = slices.IndexFunc(entries, func(e manifest.Entry) bool { return e.Path == q.path })
	}
	if i < 0 || i >= len(entries) {
		return manifest.Entry{}, false
	}
	return entries[i], true
}

// encode is the YAML of an object, nothing where it has none.
func encode(entry manifest.Entry) []byte {
	data, err := manifest.Encode(entry.Object)
	if err != nil {
		return nil
	}
	return data
}

// leaves are the object's values as they stand in its file, nil when a patch deletes it. The error is a patch's.
func (q *question) leaves(p *plan.Plan, entry manifest.Entry) (*input.Document, error) {
	if q.builder.Finish != nil {
		var err error
		if entry, err = q.builder.Finish(p, entry); err != nil || entry.Object == nil {
			return nil, err
		}
	}
	return input.Parse(q.path, encode(entry))
}
