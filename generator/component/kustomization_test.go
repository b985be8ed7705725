package component

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const kustomizationYAML = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - https://github.com/example/api//config/crd?ref=v1.2.3
`

func TestKustomizationPin(t *testing.T) {
	pin, problems := (&Component{Name: "api", Kustomization: []byte(kustomizationYAML)}).pin()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(&Pin{Path: "config/crd", Version: "v1.2.3", Repository: "https://github.com/example/api"}, pin); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestKustomizationPinRefuses(t *testing.T) {
	const form = ": expected https://<repository>//<directory>?ref=<one version>"
	for _, tt := range []struct{ old, new, want string }{
		{"v1.2.3", "main", `:4:5: resources[0]: invalid value: "https://github.com/example/api//config/crd?ref=main"` + form},
		{"//config/crd", "", `:4:5: resources[0]: invalid value: "https://github.com/example/api?ref=v1.2.3"` + form},
		{"https://", "git::", `:4:5: resources[0]: invalid value: "git::github.com/example/api//config/crd?ref=v1.2.3"` + form},
		{"?ref=v1.2.3\n", "?ref=v1.2.3\n  - more.yaml\n", `:3:1: resources: invalid value: 2: expected one, the directory that the component installs`},
		{"kind: Kustomization\n", "", `:1:1: kind: required field is missing`},
	} {
		_, problems := (&Component{Name: "api", Kustomization: []byte(strings.Replace(kustomizationYAML, tt.old, tt.new, 1))}).pin()
		got := problems.Err()
		if want := "platform/api/kustomization.yaml" + tt.want; got == nil || !strings.Contains(got.Error(), want) {
			t.Errorf("%q instead of %q: %v, want %s", tt.new, tt.old, got, want)
		}
	}
}
