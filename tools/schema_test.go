package tools_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compile reads a JSON Schema. Its own identity is left out: it may be that of another.
func compile(t *testing.T, path string) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	if fields, ok := document.(map[string]any); ok {
		delete(fields, "$id")
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft7)
	if err := compiler.AddResource(path, document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// there says whether a schema that no Go module carries stands beside the checkout. With REQUIRE_SCHEMAS it must.
func there(t *testing.T, schema string) bool {
	t.Helper()
	_, err := os.Stat(schema)
	if err != nil && os.Getenv("REQUIRE_SCHEMAS") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Logf("%s is not there: the types of the generator are all that judges", schema)
	}
	return err == nil
}

// infrastructure reads what is for eksctl and CloudFormation, the templates of accounts or the configs of clusters.
func infrastructure(t *testing.T, templates bool) []object {
	t.Helper()
	var found []object
	for _, o := range rendered(t, "../eksctl") {
		if (filepath.Base(o.path) == "account.yaml") == templates {
			found = append(found, o)
		}
	}
	if len(found) == 0 {
		t.Fatalf("../eksctl holds none, templates %t", templates)
	}
	return found
}
