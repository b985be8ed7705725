package component

import (
	"path"
	"regexp"

	"github.com/example/fastapi-gitops/generator/input"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// kustomizationFile is platform/<component>/kustomization.yaml, which names its one resource in a form that kustomize, Renovate
// and people know (https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md).
type kustomizationFile struct {
	APIVersion string   `json:"apiVersion" required:"true"`
	Kind       string   `json:"kind" required:"true"`
	Resources  []string `json:"resources" required:"true"`
}

var remote = regexp.MustCompile(`^(https://[^/\s?]+/[^\s?]*[^/\s?])//([^/\s?][^\s?]*[^/\s?])\?ref=(\S+)$`)

// kustomizationPin reads the directory of a component.
func (c *Component) kustomizationPin() (*Pin, input.Problems) {
	document, err := input.Parse(path.Join("platform", c.Name, "kustomization.yaml"), c.Kustomization)
	if err != nil {
		return nil, asProblems(err)
	}
	var file kustomizationFile
	if problems := document.Decode(&file); len(problems) > 0 {
		return nil, problems
	}
	at := field.NewPath("resources")
	if len(file.Resources) != 1 {
		return nil, document.Problems(field.ErrorList{
			field.Invalid(at, len(file.Resources), "expected one, the directory that the component installs")})
	}
	found := remote.FindStringSubmatch(file.Resources[0])
	if found == nil || !exactVersion.MatchString(found[3]) {
		return nil, document.Problems(field.ErrorList{
			field.Invalid(at.Index(0), file.Resources[0], "expected https://<repository>//<directory>?ref=<one version>")})
	}
	return &Pin{Repository: found[1], Path: found[2], Version: found[3]}, nil
}
