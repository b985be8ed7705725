package charts

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

// TestDerivedStatus sees that the kinds of the AWS controllers have a status of their own, which the controllers write.
func TestDerivedStatus(t *testing.T) {
	crds, err := derived(ackKinds)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range crds {
		var crd struct {
			Spec struct {
				Versions []struct{ Subresources map[string]any }
			}
		}
		if err := yaml.Unmarshal(text, &crd); err != nil {
			t.Fatal(err)
		}
		if _, ok := crd.Spec.Versions[0].Subresources["status"]; !ok {
			t.Errorf("%s has no status", name)
		}
	}
	if len(crds) != len(ackKinds) {
		t.Errorf("%d CRDs of %d kinds", len(crds), len(ackKinds))
	}
}

// TestDerived looks at what stands for Linkerd's own CRDs where those are not to be had.
func TestDerived(t *testing.T) {
	crds, err := derived(linkerdKinds)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"authorizationpolicies.policy.linkerd.io.yaml", "meshtlsauthentications.policy.linkerd.io.yaml",
		"networkauthentications.policy.linkerd.io.yaml", "servers.policy.linkerd.io.yaml",
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(crds))); diff != "" {
		t.Errorf("CRDs (-want +got):\n%s", diff)
	}
	var server struct {
		Spec struct {
			Versions []struct {
				Name   string
				Schema struct {
					OpenAPIV3Schema struct {
						Properties struct {
							Spec struct{ Properties map[string]any }
						}
					}
				}
			}
		}
	}
	if err := yaml.Unmarshal(crds["servers.policy.linkerd.io.yaml"], &server); err != nil {
		t.Fatal(err)
	}
	got := server.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties.Spec.Properties
	label := object{"type": "object", "additionalProperties": object{"type": "string"}}
	expression := object{"type": "object", "properties": object{
		"key": object{"type": "string"}, "operator": object{"type": "string"},
		"values": object{"type": "array", "items": object{"type": "string"}},
	}}
	selector := object{"type": "object", "properties": object{
		"matchLabels": label, "matchExpressions": object{"type": "array", "items": expression},
	}}
	schema := object{
		"podSelector": selector, "port": object{"x-kubernetes-int-or-string": true},
		"proxyProtocol": object{"type": "string"}, "accessPolicy": object{"type": "string"},
	}
	if diff := cmp.Diff(schema, object(got)); diff != "" {
		t.Errorf("Server's spec (-want +got):\n%s", diff)
	}
}
