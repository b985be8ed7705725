package schema

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// comments are the doc comments, each on one line, of types and of struct fields, by Type and by Type.Field.
type comments map[string]string

// readComments reads the doc comments of a Go package.
func readComments(fsys fs.FS, dir string) (comments, error) {
	names, err := fs.Glob(fsys, path.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no Go files: the schemas are made from their comments", dir)
	}
	c := comments{}
	for _, name := range names {
		source, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.addFile(file)
	}
	return c, nil
}

func (c comments) addFile(file *ast.File) {
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range general.Specs {
			if s, ok := spec.(*ast.TypeSpec); ok {
				c.addType(s, cmp.Or(s.Doc.Text(), general.Doc.Text()))
			}
		}
	}
}

func (c comments) addType(spec *ast.TypeSpec, doc string) {
	c[spec.Name.Name] = oneLine(doc)
	structure, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			c[spec.Name.Name+"."+name.Name] = oneLine(field.Doc.Text())
		}
	}
}

func oneLine(doc string) string { return strings.Join(strings.Fields(doc), " ") }
