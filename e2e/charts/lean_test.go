package charts

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLean(t *testing.T) {
	const crd = `
openAPIV3Schema:
  description: |-
    Of two

      paragraphs.
  properties:
    description:
      description: is a field
      type: string
    name:
      description: >-
        short
        and long
      {{- if .Values.x }}
      type: string
      {{- end }}
  required: [description]
`
	const want = `
openAPIV3Schema:
  properties:
    description:
      type: string
    name:
      {{- if .Values.x }}
      type: string
      {{- end }}
  required: [description]
`
	if diff := cmp.Diff(want, string(Lean([]byte(crd)))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
