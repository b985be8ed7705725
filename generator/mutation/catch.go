package mutation

import (
	"path"
	"slices"
	"strings"
)

// Report is one thing that a check says is wrong.
type Report struct {
	Path, Kind string // of the document, as in Document
	Field      string // empty for the document as a whole
}

// Catch is how well a report names a mistake.
type Catch int

// The kinds of catch.
const (
	Missed   Catch = iota
	OtherEnd       // the report is about a field that plainly refers to what was changed
	Direct         // the report is about what was changed
)

// Caught compares a report with the mistake. It must be about a file that was changed and about a field that was
// changed, or one below it, or one at most two names above it but no whole spec or metadata: who reads the report must
// see the mistake. Else it must be about one of the ends, or a field below one. Only when the mistake is a whole file, or
// the name of its directory, is a report without a field good enough.
func (m Mutant) Caught(r Report) Catch {
	for file := range m.Files {
		switch {
		case len(m.Fields) == 0 && (r.Path == file || r.Path == path.Dir(file)):
			return Direct
		case r.Path == file && slices.ContainsFunc(m.Fields, func(field string) bool { return about(r.Field, field) }):
			return Direct
		}
	}
	for _, end := range m.Ends {
		kind, field, named := strings.Cut(end, " ")
		if (kind == "*" || kind == r.Kind) && (r.Field != "") == named && below(words(r.Field), steps(field)) {
			return OtherEnd
		}
	}
	return Missed
}

// mostAbove is how many names a report may stand above the field that is wrong.
const mostAbove = 2

func about(reported, field string) bool {
	at := steps(field)
	said := words(reported)
	if below(said, at) {
		return true
	}
	for names := 0; len(at) > 1 && names <= mostAbove; at = at[:len(at)-1] {
		if slices.Equal(said, flat(at)) {
			return true
		}
		if !isIndex(at[len(at)-1]) {
			names++
		}
	}
	return false
}

// below says whether a field is the one at steps, of which * is any, or below it.
func below(field []string, at []string) bool {
	at = flat(at)
	if len(field) < len(at) {
		return false
	}
	for i, step := range at {
		if step != "*" && step != field[i] {
			return false
		}
	}
	return true
}

// words are a path's names and indices. A key such as app.kubernetes.io/name falls apart, since some write it in
// brackets and some after a dot.
func words(field string) []string {
	return strings.FieldsFunc(field, func(c rune) bool { return strings.ContainsRune(`.[]"'`, c) })
}

func flat(steps []string) []string {
	var all []string
	for _, step := range steps {
		all = append(all, words(step)...)
	}
	return all
}

// InputKind says what an input file describes, from its path.
func InputKind(file string) string {
	dir, base := path.Split(file)
	switch {
	case base == "fleet.yaml":
		return "fleet"
	case strings.HasPrefix(dir, "clusters/"):
		return "cluster"
	case strings.HasPrefix(dir, "environments/"):
		return "environment"
	case strings.HasSuffix(dir, "/patches/"):
		return "patch"
	case base == "versions.yaml":
		return "versions"
	}
	return "app"
}
