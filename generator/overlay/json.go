package overlay

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
)

// operation is one of a JSON patch (RFC 6902).
type operation struct{ op, path string }

// needs are the operations, and the field that each needs beside op and path. Copy is left out: like a YAML alias, a few
// lines of it can double themselves until memory is gone.
var needs = map[string]string{"add": "value", "move": "from", "remove": "", "replace": "value", "test": "value"}

func (p *patch) jsonPatch(value map[string]any) input.Problems {
	target, _ := value["target"].(map[string]any)
	kind, _ := target["kind"].(string)
	name, _ := target["name"].(string)
	if kind == "" || name == "" || len(value) != 2 || len(target) != 2 {
		return p.problem("target", "expected target with kind and name, and patch with a list of operations, and nothing else")
	}
	list, _ := value["patch"].([]any)
	if len(list) == 0 {
		return p.problem("patch", "expected a list of operations, each with op and path (RFC 6902)")
	}
	var problems input.Problems
	for i, item := range list {
		problems = append(problems, p.operation(fmt.Sprintf("patch[%d]", i), item)...)
	}
	text, err := json.Marshal(list)
	if err != nil {
		return p.problem("patch", "%v", err)
	}
	p.target, p.targetField, p.body, p.text = kind+"/"+name, "target", "patch", string(text)
	return problems
}

// operation adds an operation, or reports what is wrong with it: the libraries below would overlook most of that.
func (p *patch) operation(at string, item any) input.Problems {
	fields, _ := item.(map[string]any)
	op, _ := fields["op"].(string)
	path, _ := fields["path"].(string)
	needed, known := needs[op]
	switch {
	case !known:
		return p.problem(at+".op", "expected one of %s, found %q", strings.Join(slices.Sorted(maps.Keys(needs)), ", "), op)
	case !strings.HasPrefix(path, "/"):
		return p.problem(at+".path", "expected a path such as /spec/template (RFC 6901), found %q", path)
	}
	expected := slices.DeleteFunc([]string{"op", "path", needed}, func(field string) bool { return field == "" })
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if !slices.Contains(expected, field) {
			return p.problem(at+"."+field, "unknown field%s", input.Hint(field, expected))
		}
	}
	if len(fields) < len(expected) {
		return p.problem(at, "%s needs a field %s", op, needed)
	}
	p.operations = append(p.operations, operation{op, path})
	return nil
}

// keys is the path of the operation as a field without indices, such as spec.template.spec.containers.image.
func (o operation) keys() string {
	var keys []string
	for step := range strings.SplitSeq(o.path[1:], "/") {
		if _, err := strconv.Atoi(step); err != nil && step != "-" {
			keys = append(keys, strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
		}
	}
	return strings.Join(keys, ".")
}

// failed is the field of the operation that an error is about, which repeats its path; else that of all of them.
func (p *patch) failed(err error) string {
	field, longest := p.body, 0
	for i, o := range p.operations {
		if len(o.path) > longest && strings.Contains(err.Error(), o.path) {
			field, longest = fmt.Sprintf("patch[%d].path", i), len(o.path)
		}
	}
	return field
}
