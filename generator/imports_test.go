package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/example/fastapi-gitops/generator/"

// mayImport is the architecture: what each package of the generator may import of the others. Package main may import
// all of them. See docs/architecture.md.
var mayImport = map[string][]string{
	"api":       {},
	"external":  {},
	"input":     {},
	"manifest":  {},
	"meshpol":   {"api"},
	"netpol":    {},
	"revision":  {},
	"tree":      {},
	"config":    {"input"},
	"plan":      {"config", "input"},
	"iam":       {},
	"promql":    {},
	"grafana":   {"promql"},
	"component": {"iam", "input", "manifest", "plan"},
	"workload":  {"api", "manifest", "plan"},
	"namespace": {"api", "component", "config", "manifest", "plan"},
	"argocd":    {"component", "manifest", "plan"},
	"eksctl":    {"component", "config", "iam", "input", "manifest", "plan"},
	"account":   {"iam", "manifest", "plan"},
	"aws":       {"api", "component", "manifest", "plan"},
	"bootstrap": {"api", "external", "plan"},
	"provision": {"external", "plan"},
	"overlay":   {"config", "input", "manifest"},
	"policy":    {"api", "component", "config", "grafana", "iam", "input", "manifest", "meshpol", "netpol", "plan", "promql"},
	"explain":   {"config", "input", "manifest", "plan"},
	"scaffold":  {"config", "input", "plan"},
	"release":   {"config", "input", "plan"},
	"schema":    {"config"},
}

// onlyIn are dependencies that one package alone may have.
var onlyIn = map[string]string{
	"github.com/argoproj/argo-cd/":  "argocd",
	"sigs.k8s.io/kustomize/":        "overlay",
	"github.com/spf13/cobra":        "", // package main
	"k8s.io/pod-security-admission": "policy",
}

func TestImports(t *testing.T) {
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		for _, imported := range importsOf(t, name) {
			checkImport(t, name, imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func importsOf(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		imports = append(imports, imported)
	}
	return imports
}

// packageOf is the first folder of a path, empty for package main.
func packageOf(name string) string {
	first, _, nested := strings.Cut(name, "/")
	if !nested {
		return ""
	}
	return first
}

func checkImport(t *testing.T, name, imported string) {
	t.Helper()
	from := packageOf(name)
	for prefix, owner := range onlyIn {
		if strings.HasPrefix(imported, prefix) && from != owner {
			t.Errorf("%s imports %s, which is for package %q alone", name, imported, owner)
		}
	}
	to, ours := strings.CutPrefix(imported, module)
	if !ours || from == "" {
		return
	}
	allowed, known := mayImport[from]
	if !known {
		t.Errorf("package %s is not in the table of imports: decide what it may import", from)
	}
	if to = packageOf(path.Join(to, "x.go")); !slices.Contains(allowed, to) && to != from {
		t.Errorf("%s imports package %s; package %s may import %v", name, to, from, allowed)
	}
}
