package component

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Pin is one version of one chart, or of one directory of a git repository.
type Pin struct {
	Name       string // of the chart; empty for a directory
	Path       string // of the directory; empty for a chart
	Version    string
	Repository string // of charts as Helm writes it, https://… or oci://…, or of git
}

// File is the one in the component's directory that holds the pin.
func (p *Pin) File() string {
	if p.Path != "" {
		return "kustomization.yaml"
	}
	return "Chart.yaml"
}

// chartFile is platform/<component>/Chart.yaml: a chart that is never packaged, whose one dependency is the pin, since
// that is a form which Helm, Renovate and people know (https://helm.sh/docs/topics/charts/#the-chartyaml-file).
type chartFile struct {
	APIVersion   string       `json:"apiVersion" required:"true"`
	Name         string       `json:"name" required:"true"`
	Version      string       `json:"version" required:"true"`
	Dependencies []dependency `json:"dependencies" required:"true"`
}

type dependency struct {
	Name       string `json:"name" required:"true"`
	Version    string `json:"version" required:"true"`
	Repository string `json:"repository" required:"true"`
}

var (
	exactVersion = regexp.MustCompile(`^v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)
	repository   = regexp.MustCompile(`^(https|oci)://[^/\s]+(/[^\s]*)?$`)
)

// pin reads the chart or directory of a component; nil if it has neither.
func (c *Component) pin() (*Pin, input.Problems) {
	if len(c.Kustomization) > 0 {
		return c.kustomizationPin()
	}
	if len(c.Chart) == 0 {
		return nil, nil
	}
	document, err := input.Parse(path.Join("platform", c.Name, "Chart.yaml"), c.Chart)
	if err != nil {
		return nil, asProblems(err)
	}
	var file chartFile
	if problems := document.Decode(&file); len(problems) > 0 {
		return nil, problems
	}
	if problems := document.Problems(file.check(c.Name)); len(problems) > 0 {
		return nil, problems
	}
	d := file.Dependencies[0]
	return &Pin{Name: d.Name, Version: d.Version, Repository: d.Repository}, nil
}

// check refuses what would make the installed chart depend on the day.
func (f *chartFile) check(component string) field.ErrorList {
	var wrong field.ErrorList
	if f.Name != component {
		wrong = append(wrong, field.Invalid(field.NewPath("name"), f.Name, fmt.Sprintf("expected %s, the name of the directory", component)))
	}
	at := field.NewPath("dependencies")
	if len(f.Dependencies) != 1 {
		return append(wrong, field.Invalid(at, len(f.Dependencies), "expected one, the chart that the component installs"))
	}
	d := f.Dependencies[0]
	if !exactVersion.MatchString(d.Version) {
		wrong = append(wrong, field.Invalid(at.Index(0).Child("version"), d.Version, "expected one version, or what is installed depends on the day"))
	}
	if !repository.MatchString(d.Repository) || strings.HasSuffix(d.Repository, "/") {
		wrong = append(wrong, field.Invalid(at.Index(0).Child("repository"), d.Repository, "expected https://… or oci://… without a slash at the end"))
	}
	return wrong
}

func asProblems(err error) input.Problems {
	if problems, ok := err.(input.Problems); ok {
		return problems
	}
	return input.Problems{{Message: err.Error()}}
}
