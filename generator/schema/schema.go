// Package schema describes each kind of input file as a JSON Schema, made from the Go types of package config and their
// comments. Editors complete and check fields by it; what spans files, or what no form can say, only the program knows.
package schema

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"reflect"

	"github.com/example/fastapi-gitops/generator/config"
)

// Dir holds the schemas. The first line of each input file points at its own, for the YAML language server.
const Dir = "docs/schema"

// sources is where the Go types and their comments are.
const sources = "generator/config"

// draft of JSON Schema that the schemas are written in.
const draft = "https://json-schema.org/draft/2020-12/schema"

// files are the kinds of input file: the name of the schema, the Go type that explains the file, and that of its content.
var files = []struct {
	name, title string
	content     reflect.Type
}{
	{"fleet", "Fleet", reflect.TypeFor[config.Fleet]()},
	{"cluster", "Cluster", reflect.TypeFor[config.Cluster]()},
	{"environment", "Environment", reflect.TypeFor[config.Environment]()},
	{"app", "App", reflect.TypeFor[config.App]()},
	{"versions", "Versions", reflect.TypeFor[map[string]config.Image]()},
}

// Files makes the schemas, by path, of the types in the repository at fsys. It is an error if a field has no comment.
func Files(fsys fs.FS) (map[string][]byte, error) {
	c, err := readComments(fsys, sources)
	if err != nil {
		return nil, err
	}
	made := map[string][]byte{}
	for _, file := range files {
		s, err := c.schemaOf(file.content)
		if err != nil {
			return nil, err
		}
		s.Draft, s.Title, s.Description = draft, file.title, c[file.title]
		if made[path.Join(Dir, file.name+".json")], err = encode(s); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func encode(s *Schema) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // the descriptions are for people: <app>, not \u003capp\u003e
	encoder.SetIndent("", "  ")
	err := encoder.Encode(s)
	return out.Bytes(), err
}
