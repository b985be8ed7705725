package main

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/explain"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/tree"
	"go.yaml.in/yaml/v3"
)

// variation is what changed inputs render to.
type variation struct {
	files   tree.Tree
	renamed string // what is called newName in this variation
}

const newName = "zebra"

// find is a rendered file, wherever a renaming put it.
func (v variation) find(file string) ([]byte, bool) {
	if v.renamed == "" {
		body, there := v.files[file]
		return body, there
	}
	for name, body := range v.files {
		if strings.ReplaceAll(name, newName, v.renamed) == file {
			return body, true
		}
	}
	return nil, false
}

// changes says whether a leaf has another value, or is gone, in a file that is there.
func (v variation) changes(t *testing.T, leaf leafOf) bool {
	t.Helper()
	body, there := v.find(leaf.file)
	if !there {
		return false
	}
	document, err := input.Parse(leaf.file, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, scalar := range document.Scalars() {
		if scalar.Path == leaf.Path {
			return scalar.Value != leaf.Value
		}
	}
	return true
}

// mostVariations are rendered of an input, besides leaving it out.
const mostVariations = 5

// vary changes one input in the text of its file in each way that renders. Where no other value agrees with the other
// inputs, as with a region that zones and a key must follow, it changes all the same.
func vary(t *testing.T, of explain.Setter) []variation {
	t.Helper()
	if of.Field == "" {
		return renamings(t, of.File)
	}
	at := func(n *yaml.Node) bool { return n.Line == of.Line && n.Column == of.Column }
	found := rendered(t, of.File, at, built)
	if len(found) == 0 {
		found = rendered(t, of.File, at, drafted)
	}
	return found
}

func rendered(t *testing.T, file string, change func(*yaml.Node) bool, render func(fstest.MapFS) (tree.Tree, bool)) []variation {
	t.Helper()
	var found []variation
	try := func(edit func(*yaml.Node)) {
		inputs := inputsOf(t)
		var document yaml.Node
		if err := yaml.Unmarshal(inputs[file].Data, &document); err != nil {
			t.Fatal(err)
		}
		before := marshalled(t, &document)
		edit(&document)
		data := marshalled(t, &document)
		if bytes.Equal(before, data) {
			return
		}
		inputs[file] = &fstest.MapFile{Data: data}
		if files, ok := render(inputs); ok {
			found = append(found, variation{files: files})
		}
	}
	try(func(document *yaml.Node) { without(document, change) })
	left := len(found)
	for _, value := range otherValues {
		if len(found)-left == mostVariations {
			break
		}
		try(func(document *yaml.Node) {
			for _, n := range scalarsOf(document) {
				if change(n) {
					replace(n, value)
				}
			}
		})
	}
	return found
}

func marshalled(t *testing.T, document *yaml.Node) []byte {
	t.Helper()
	data, err := yaml.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// otherValues replace a scalar's text; $ stands for what it was and # for the number after it.
var otherValues = []string{
	"$-two", "#", "true", "false", "200m", "300Mi", "5", "5Gi", "50Gi", "40s", "3h", "100ms", "2.5s", "98.5", "99.99", "60", "9000",
	"10.77.0.0/16", "1.33", "1.34", "$d", "eu-west-1", "444455556666", "apps.example.net", "https://git.example.net/fleet.git",
	"/elsewhere", "Z0123456789ABCDEFGHI", "registry.example.net/app:2@sha256:" + strings.Repeat("7c", 32), "30 4 * * 2", "America/Lima",
	"small", "medium", "large", "read", "edit", "allow", "deny", "standby", "development", "staging", "production", "SOME TEXT",
}

func replace(n *yaml.Node, value string) {
	number, err := strconv.Atoi(n.Value)
	switch {
	case value == "#" && err == nil:
		n.Value = strconv.Itoa(number + 1)
		return
	case value == "eu-west-1": // the name of a region is part of the names of its zones
		n.Value = regexp.MustCompile(`^[a-z]+-[a-z]+-[0-9]`).ReplaceAllString(n.Value, value)
		return
	}
	value = strings.ReplaceAll(value, "$", n.Value)
	if n.Tag == "!!str" {
		n.SetString(value)
		return
	}
	n.Value, n.Tag, n.Style = value, "", 0
}

// without takes the scalar out: a key with its value, or an item of a list.
func without(parent *yaml.Node, at func(*yaml.Node) bool) {
	for i, n := range parent.Content {
		switch {
		case n.Kind != yaml.ScalarNode || parent.Kind == yaml.MappingNode && i%2 == 0:
			without(n, at)
		case at(n) && parent.Kind == yaml.MappingNode:
			parent.Content = slices.Delete(parent.Content, i-1, i+1)
			return
		case at(n):
			parent.Content = slices.Delete(parent.Content, i, i+1)
			return
		}
	}
}

// scalarsOf are the single values below a node, without keys, in the order of the file.
func scalarsOf(parent *yaml.Node) []*yaml.Node {
	var scalars []*yaml.Node
	for i, n := range parent.Content {
		switch {
		case parent.Kind == yaml.MappingNode && i%2 == 0:
		case n.Kind == yaml.ScalarNode:
			scalars = append(scalars, n)
		default:
			scalars = append(scalars, scalarsOf(n)...)
		}
	}
	return scalars
}

// renamings give what a file or its directory names another name, wherever the inputs say it.
func renamings(t *testing.T, file string) []variation {
	t.Helper()
	name, pattern := strings.TrimSuffix(path.Base(file), ".yaml"), `(/)%s(\.yaml$)`
	if name == "app" || name == "fleet" {
		name, pattern = path.Base(path.Dir(file)), `(/)%s(/)`
	}
	inPath := regexp.MustCompile(fmt.Sprintf(pattern, name))
	inText := regexp.MustCompile(`\b` + name + `\b`)
	if strings.HasPrefix(file, "clusters/") {
		inText = regexp.MustCompile(`\bhub: ` + name + `\b`)
	}
	inputs := fstest.MapFS{}
	for old, f := range inputsOf(t) {
		data := f.Data
		if path.Base(old) != "versions.yaml" || path.Base(file) != "app.yaml" { // an image keeps its name
			data = inText.ReplaceAllFunc(data, func(said []byte) []byte { return bytes.Replace(said, []byte(name), []byte(newName), 1) })
		}
		inputs[inPath.ReplaceAllString(old, "${1}"+newName+"${2}")] = &fstest.MapFile{Data: data}
	}
	files, ok := built(inputs)
	if !ok {
		return nil
	}
	return []variation{{files, name}}
}

// built renders all inputs if they are valid by themselves and agree. Whether the rules like the result does not matter:
// a value that they refuse sets what it sets.
func built(inputs fstest.MapFS) (tree.Tree, bool) {
	decoded, ok := decoded(inputs)
	if !ok {
		return nil, false
	}
	resolved, unresolved := plan.Resolve(decoded)
	return encoded(resolved, len(unresolved) == 0)
}

// drafted renders inputs that are valid by themselves, whether they agree or not.
func drafted(inputs fstest.MapFS) (tree.Tree, bool) {
	decoded, ok := decoded(inputs)
	if !ok {
		return nil, false
	}
	draft := plan.Draft(decoded)
	return encoded(draft, draft != nil)
}

func decoded(inputs fstest.MapFS) (*config.Inputs, bool) {
	sources, err := config.Read(inputs)
	if err != nil {
		return nil, false
	}
	decoded, problems := sources.Decode()
	return decoded, len(problems) == 0
}

func encoded(p *plan.Plan, ok bool) (tree.Tree, bool) {
	if !ok {
		return nil, false
	}
	fleets, problems := build(p)
	files, err := encode(fleets)
	return files, err == nil && len(problems) == 0
}

func sortedNames[T any](files map[string]T) []string { return slices.Sorted(maps.Keys(files)) }
