package overlay

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
)

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: production}
spec:
  selector: {matchLabels: {app.kubernetes.io/name: shop}}
  template:
    metadata: {labels: {app.kubernetes.io/name: shop}}
    spec:
      containers:
      - {name: shop, image: shop, env: [{name: A, value: a}]}
`

// FuzzApply: whatever a patch says, it ends in an object that encodes or in problems at its lines.
func FuzzApply(f *testing.F) {
	const merge = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n"
	const operations = "target: {kind: Deployment, name: shop}\npatch:\n"
	for _, seed := range []string{
		merge + "spec: {replicas: 2}\n",
		merge + "$patch: delete\n",
		merge + "$patch: what\n",
		merge + "spec: {template: null}\n",
		merge + "spec: {template: {spec: {containers: [{name: shop, env: [{name: A, $patch: delete}]}]}}}\n",
		merge + "spec: {template: {spec: {containers: [5]}}}\n",
		merge + "spec: {template: {spec: {$setElementOrder/containers: [{name: shop}]}}}\n",
		operations + "- {op: replace, path: /spec/template/spec/containers/0/image, value: other}\n",
		operations + "- {op: add, path: /spec/template/spec/containers/-, value: {}}\n",
		operations + "- {op: add, path: /spec/template/spec/containers/99999999999999999999, value: 1}\n",
		operations + "- {op: move, from: /spec, path: /spec/template}\n",
		operations + "- {op: remove, path: /kind}\n",
	} {
		f.Add(seed)
	}
	object, err := manifest.Decode([]byte(deployment))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		documents, err := input.ParseAll("patch.yaml", []byte(text))
		if err != nil {
			return
		}
		decoder := manifest.Decoder{Scheme: manifest.Scheme()}
		objects, problems := Apply([]manifest.Object{object}, &config.Patch{Documents: documents}, decoder)
		for _, object := range objects {
			if _, err := manifest.Encode(object); err != nil {
				t.Error(err)
			}
		}
		for _, problem := range problems {
			if problem.File != "patch.yaml" || problem.Line == 0 {
				t.Errorf("without a line: %v", problem)
			}
		}
	})
}
