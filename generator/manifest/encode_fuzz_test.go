package manifest

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// wrapper holds a value in every place that decides on its style: below a key, in lists, as a key.
type wrapper struct {
	metav1.TypeMeta
	metav1.ObjectMeta `json:"metadata"`

	Value string                       `json:"value"`
	Keys  map[string]string            `json:"keys"`
	Lists [][]map[string][]string      `json:"lists"`
	Deep  map[string]map[string]string `json:"deep"`
	Any   any                          `json:"any"`
	Raw   *runtime.RawExtension        `json:"raw"`
}

func (w *wrapper) DeepCopyObject() runtime.Object { return w }

func FuzzEncodeString(f *testing.F) {
	for i, s := range awkward {
		f.Add(s, awkward[len(awkward)-1-i])
		f.Add(s+s, "a"+s)
		f.Add("a "+s+" b", s+"\n"+s)
		f.Add("indented\n  "+s+"\n", awkward[len(awkward)-1]+s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		keys := map[string]string{a: b, b: a, a + "2": "", a + "10": a + b}
		w := &wrapper{
			Value: a, Keys: keys, Any: []any{a, map[string]any{b: []string{a}}},
			Lists: [][]map[string][]string{{{a: {a, b}, b: nil}, {}}, {}},
			Deep:  map[string]map[string]string{a: keys, b + " ": nil},
		}
		testBytes(t, w, utf8.ValidString(a) && utf8.ValidString(b) && a != "<<" && b != "<<")
		testBytes(t, &wrapper{Value: a, Lists: [][]map[string][]string{{{"k": {a, b}}}}}, true)
	})
}

func FuzzEncodeJSON(f *testing.F) {
	for _, s := range []string{
		`{"a":1,"a":2}`, `[1,-0,0.1,1e3,1e21,1E-7,123456789012345678901234567890,18446744073709551615,-9223372036854775809,1e999]`,
		`"\ud83d\ude00\ud800"`, `{"":{"":[[],{},[[]],[{}]]}}`, `{"a10":null,"a2":true,"A":"\u0085"}`, `[["a\nb",{"k":"c\n\n"}],"\u007f"]`, `1.0`,
		`{"on":"on","0":"0","` + "long key " + awkward[len(awkward)-1] + awkward[len(awkward)-1] + `":{"b":[1,{"c":2}]}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		value := decodeJSON(t, data)
		text, _ := json.Marshal(value)
		readable := !bytes.Contains(text, []byte(`"\u003c\u003c":`))
		testBytes(t, &wrapper{Any: value, Raw: &runtime.RawExtension{Raw: data}}, readable)

		var floats any
		if json.Unmarshal(data, &floats) == nil {
			testBytes(t, &wrapper{Any: floats}, readable)
		}
	})
}

// testBytes compares with the reference; an object with a key no YAML reader would read back has to be refused.
func testBytes(t *testing.T, object Object, readable bool) {
	t.Helper()
	got, err := Encode(object)
	if !readable {
		if err == nil {
			t.Fatalf("an unreadable key was written:\n%s", got)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	compare(t, object, got)
}
