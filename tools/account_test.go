package tools_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// goformation is the last that Go can fetch, with CloudFormation's resources as of 2021.
var goformation = struct{ module, sum string }{
	"github.com/awslabs/goformation/v4@v4.19.5", "h1:Y+Tzh01tWg8gf//AgGKUamaja7Wx9NPiJf1FpZu4/iU=",
}

// TestAccountSchema judges every template by goformation's JSON Schema of CloudFormation.
func TestAccountSchema(t *testing.T) {
	schema := templateSchema(t)
	for _, template := range infrastructure(t, true) {
		if err := schema.Validate(asOf2021(template.fields)); err != nil {
			t.Errorf("%s: %v", template.path, err)
		}
	}
}

// TestAccountSchemaFindsFault spoils a template in one field each.
func TestAccountSchemaFindsFault(t *testing.T) {
	schema := templateSchema(t)
	for name, spoil := range map[string]func(resources map[string]any){
		"unknown property": func(r map[string]any) { propertiesOf(r, "AWS::KMS::Key")["Nonsense"] = "x" },
		"missing property": func(r map[string]any) { delete(propertiesOf(r, "AWS::IAM::Role"), "AssumeRolePolicyDocument") },
		"wrong type":       func(r map[string]any) { propertiesOf(r, "AWS::Route53::HostedZone")["Name"] = true },
		"unknown resource": func(r map[string]any) { r["Other"] = map[string]any{"Type": "AWS::KMS::Keys"} },
	} {
		template := infrastructure(t, true)[0].fields
		spoil(template["Resources"].(map[string]any))
		if schema.Validate(asOf2021(template)) == nil {
			t.Errorf("%s: passed", name)
		}
	}
}

func templateSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir := download(t, goformation.module, goformation.sum)
	return compile(t, filepath.Join(dir, "schema", "cloudformation.schema.json"))
}

// propertiesOf are those of a resource of the type.
func propertiesOf(resources map[string]any, kind string) map[string]any {
	for _, resource := range resources {
		if r := resource.(map[string]any); r["Type"] == kind {
			return r["Properties"].(map[string]any)
		}
	}
	return map[string]any{}
}

// asOf2021 is a template as the schema knows it: functions have a value, a resource has no condition, and GitHub's provider
// has thumbprints, which IAM asked for until 2023.
func asOf2021(template map[string]any) any {
	for _, resource := range template["Resources"].(map[string]any) {
		r := resource.(map[string]any)
		delete(r, "Condition")
		if r["Type"] == "AWS::IAM::OIDCProvider" {
			r["Properties"].(map[string]any)["ThumbprintList"] = []any{strings.Repeat("0", 40)}
		}
	}
	return evaluated(template)
}

// evaluated has text in the place of every function of CloudFormation.
func evaluated(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = evaluated(v[i])
		}
	case map[string]any:
		for key := range v {
			if key == "Ref" || strings.HasPrefix(key, "Fn::") {
				return "value"
			}
			v[key] = evaluated(v[key])
		}
	}
	return value
}
