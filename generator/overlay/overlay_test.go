package overlay

import (
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/google/go-cmp/cmp"
)

// TestApply patches a container of a Deployment, mostly with directives of kustomize. What is refused is in
// generator/testdata/invalid.
func TestApply(t *testing.T) {
	const merge = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n"
	const operations = "target: {kind: Deployment, name: shop}\npatch:\n"
	container := func(fields string) string {
		return merge + "spec: {template: {spec: {containers: [{name: shop, " + fields + "}]}}}\n"
	}
	tests := []struct{ name, patch, want string }{
		{"another value", container("image: other"), "- env:\n  - name: A\n    value: a\n  image: other\n  name: shop\n"},
		{"an item of the same key", container("env: [{name: A, value: b}]"), "- env:\n  - name: A\n    value: b\n  image: shop\n  name: shop\n"},
		{"an item of another key", container("env: [{name: B, value: b}]"), "- env:\n  - name: B\n    value: b\n  - name: A\n    value: a\n  image: shop\n  name: shop\n"},
		{"the only item deleted", container("env: [{name: A, $patch: delete}]"), "- image: shop\n  name: shop\n"},
		{"the list replaced", container("env: [{$patch: replace}, {name: B, value: b}]"), "- env:\n  - name: B\n    value: b\n  image: shop\n  name: shop\n"},
		{"a field removed", container("env: null"), "- image: shop\n  name: shop\n"},
		{"a mapping deleted", container("resources: {requests: {cpu: 0.5}}") + "---\n" + container("resources: {$patch: delete}"), "- env:\n  - name: A\n    value: a\n  image: shop\n  name: shop\n"},
		{"a quantity in another form", container("resources: {requests: {cpu: 0.5}}"), "- env:\n  - name: A\n    value: a\n  image: shop\n  name: shop\n  resources:\n    requests:\n      cpu: 500m\n"},
		{"operations", operations + "- {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: B, value: \"1\"}}\n- {op: remove, path: /spec/template/spec/containers/0/env/0}\n",
			"- env:\n  - name: B\n    value: \"1\"\n  image: shop\n  name: shop\n"},
		{"a value moved", operations + "- {op: move, from: /spec/template/spec/containers/0/env/0/value, path: /spec/template/spec/containers/0/image}\n", "- env:\n  - name: A\n  image: a\n  name: shop\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, containersOf(t, tt.patch)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// containersOf are the containers of the patched Deployment, as YAML.
func containersOf(t *testing.T, patch string) string {
	t.Helper()
	documents, err := input.ParseAll("patch.yaml", []byte(patch))
	if err != nil {
		t.Fatal(err)
	}
	object, err := manifest.Decode([]byte(deployment))
	if err != nil {
		t.Fatal(err)
	}
	objects, problems := Apply([]manifest.Object{object}, &config.Patch{Documents: documents}, manifest.Decoder{Scheme: manifest.Scheme()})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	encoded, err := manifest.Encode(objects[0])
	if err != nil {
		t.Fatal(err)
	}
	_, containers, _ := strings.Cut(string(encoded), "containers:\n")
	return strings.ReplaceAll(containers, "\n      ", "\n")[len("      "):]
}
