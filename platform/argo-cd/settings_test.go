package argocd

import (
	"testing"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

// TestCanaryWeights reads the setting as Argo CD does. What it says, the plugin's documentation has.
func TestCanaryWeights(t *testing.T) {
	var got v1alpha1.OverrideIgnoreDiff
	if err := yaml.UnmarshalStrict([]byte(canaryWeights), &got); err != nil {
		t.Fatal(err)
	}
	want := v1alpha1.OverrideIgnoreDiff{JQPathExpressions: []string{
		`select(.metadata.labels["rollouts.argoproj.io/gatewayapi-canary"] == "in-progress") | .spec.rules`,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
