package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	yamlv2 "go.yaml.in/yaml/v2"
	"sigs.k8s.io/yaml"
)

// zeroJSON is what encoding/json writes for the fields of zero.go when they are zero, by the end of their path.
// It is written down a second time on purpose: the reference must not share code with what it judges.
var zeroJSON = map[string][]string{
	"metadata.creationTimestamp":            {`null`},
	"template.metadata":                     {`{}`},
	"jobTemplate.metadata":                  {`{}`},
	"volumeClaimTemplate.metadata":          {`{}`},
	"containers.resources":                  {`{}`},
	"initContainers.resources":              {`{}`},
	"ephemeralContainers.resources":         {`{}`},
	"PersistentVolumeClaim.spec.resources":  {`{}`},
	"volumeClaimTemplates.spec.resources":   {`{}`},
	"volumeClaimTemplate.spec.resources":    {`{}`},
	"resourceFieldRef.divisor":              {`"0"`},
	"grpc.service":                          {`null`},
	"ports.targetPort":                      {`0`},
	"spec.strategy":                         {`{}`},
	"spec.updateStrategy":                   {`{}`},
	"service.port":                          {`{}`},
	"Namespace.spec":                        {`{}`},
	"Role.rules":                            {`null`},
	"ClusterRole.rules":                     {`null`},
	"spec.namespaceSelector":                {`{}`},
	"basicAuth.password":                    {`{"key":""}`},
	"basicAuth.username":                    {`{"key":""}`},
	"volumeClaimTemplates.status":           {`{}`},
	"podMetricsEndpoints.bearerTokenSecret": {`{"key":""}`},
	"tlsConfig.ca":                          {`{}`},
	"tlsConfig.cert":                        {`{}`},
}

// reference is the definition of Encode: encoding/json, without the named zero values, through sigs.k8s.io/yaml.
//
// That library has one flaw: it reads JSON text as YAML, in which U+0085 is a line break, other control characters are
// not allowed and a key has at most 1,024 bytes. Where the text is affected, the same values go to the YAML library as
// they are; elsewhere both ways must agree.
func reference(t testing.TB, object any) []byte {
	t.Helper()
	text := prunedJSON(t, object)
	exact, err := yamlv2.Marshal(numbers(decodeJSON(t, text)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := yaml.JSONToYAML(text)
	if err != nil || bytes.ContainsRune(text, '\u0085') {
		return exact
	}
	if !bytes.Equal(exact, data) && !circular(decodeJSON(t, text)) {
		t.Fatalf("two references: %s", cmp.Diff(string(exact), string(data)))
	}
	return data
}

// compare fails the test unless got is the reference. Where the order of YAML keys goes in circles, the library writes
// them as it happens to find them; got then has to mean the same.
func compare(t testing.TB, object any, got []byte) {
	t.Helper()
	want := reference(t, object)
	if bytes.Equal(want, got) {
		return
	}
	if circular(decodeJSON(t, prunedJSON(t, object))) {
		var a, b any
		if yamlv2.Unmarshal(want, &a) == nil && yamlv2.Unmarshal(got, &b) == nil && reflect.DeepEqual(a, b) {
			return
		}
	}
	t.Fatalf("not the bytes of the reference (-want +got):\n%s", cmp.Diff(string(want), string(got)))
}

// circular reports whether a mapping in the tree has keys that cannot be sorted.
func circular(node any) bool {
	switch node := node.(type) {
	case []any:
		return slices.ContainsFunc(node, circular)
	case map[string]any:
		keys := slices.Collect(maps.Keys(node))
		for _, a := range keys {
			for _, b := range keys {
				for _, c := range keys {
					if naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0 && naturalOrder(c, a) < 0 {
						return true
					}
				}
			}
		}
		return slices.ContainsFunc(slices.Collect(maps.Values(node)), circular)
	}
	return false
}

func prunedJSON(t testing.TB, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	tree := decodeJSON(t, data)
	if object, ok := tree.(map[string]any); ok {
		prune(fmt.Sprint(object["kind"]), tree)
		if reflect.DeepEqual(object["status"], zeroStatus(t, value)) {
			delete(object, "status")
		}
	}
	if data, err = json.Marshal(tree); err != nil {
		t.Fatal(err)
	}
	return data
}

// zeroStatus is the status of an object nobody touched.
func zeroStatus(t testing.TB, object any) any {
	t.Helper()
	data, err := json.Marshal(reflect.New(reflect.TypeOf(object).Elem()).Interface())
	if err != nil {
		t.Fatal(err)
	}
	zero := decodeJSON(t, data).(map[string]any)
	prune("", zero)
	return zero["status"]
}

func decodeJSON(t testing.TB, data []byte) (tree any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func prune(path string, node any) {
	switch node := node.(type) {
	case []any:
		for _, item := range node {
			prune(path, item)
		}
	case map[string]any:
		for _, key := range slices.Collect(maps.Keys(node)) {
			child := path + "." + key
			prune(child, node[key])
			if namedZero(child, node[key]) {
				delete(node, key)
			}
		}
	}
}

// namedZero judges a path like Deployment.spec.template.metadata, in which lists do not count.
func namedZero(path string, value any) bool {
	data, _ := json.Marshal(value)
	for end, zeros := range zeroJSON {
		if strings.HasSuffix("."+path, "."+end) && slices.Contains(zeros, string(data)) {
			return true
		}
	}
	return false
}

// numbers makes of every JSON number what the YAML library makes of its text.
func numbers(node any) any {
	switch node := node.(type) {
	case []any:
		for i := range node {
			node[i] = numbers(node[i])
		}
	case map[string]any:
		for key := range node {
			node[key] = numbers(node[key])
		}
	case json.Number:
		var value any
		if err := yamlv2.Unmarshal([]byte(node), &value); err != nil {
			panic(err)
		}
		return value
	}
	return node
}
