package tools_test

import "testing"

// eksctlSchema comes in no Go module. Where a checkout has it beside it, it judges.
const eksctlSchema = "../../shared/schemas/eksctl-v0.230.0.schema.json"

// TestEksctlSchema judges every ClusterConfig by eksctl's own JSON Schema. What that misses, package eksctl of the generator
// checks.
func TestEksctlSchema(t *testing.T) {
	configs := infrastructure(t, false)
	if !there(t, eksctlSchema) {
		t.Logf("%d configs not judged by eksctl's schema", len(configs))
		return
	}
	schema := compile(t, absolute(t, eksctlSchema))
	for _, config := range configs {
		if err := schema.Validate(config.fields); err != nil {
			t.Errorf("%s: %v", config.path, err)
		}
	}
}

// TestEksctlSchemaFindsFault spoils a config in one field each.
func TestEksctlSchemaFindsFault(t *testing.T) {
	if !there(t, eksctlSchema) {
		return
	}
	schema := compile(t, absolute(t, eksctlSchema))
	for name, spoil := range map[string]func(config map[string]any){
		"unknown field":   func(c map[string]any) { c["nonsense"] = 1 },
		"case of a field": func(c map[string]any) { c["autoModeconfig"] = c["autoModeConfig"] },
		"NAT":             func(c map[string]any) { c["vpc"].(map[string]any)["nat"] = map[string]any{"gateway": "Multi"} },
		"version":         func(c map[string]any) { c["metadata"].(map[string]any)["version"] = 1.35 },
	} {
		config := infrastructure(t, false)[0].fields
		spoil(config)
		if schema.Validate(config) == nil {
			t.Errorf("%s: passed", name)
		}
	}
}
