package manifest

import (
	"encoding/json"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

type (
	Embedded struct {
		Shallow string
		Shared  string
		Tagged  string `json:"tagged"`
		Twice   string
	}
	Other struct {
		Shared string
		Tagged string
		Twice  string `json:"Twice"`
		*Embedded
	}
	Pointer struct {
		FromPointer string `json:",omitempty"`
	}
	Self struct {
		Name string `json:"name"`
		Self *Self  `json:"self,omitempty"`
	}
	text   struct{ s string }
	hidden struct {
		Promoted string
		private  string
	}
)

func (t *text) MarshalText() ([]byte, error) { return []byte(t.s), nil }

// everything has what encoding/json has a rule for.
type everything struct {
	metav1.TypeMeta
	metav1.ObjectMeta `json:"metadata"`
	Embedded
	Other
	*Pointer
	hidden
	Ignored  string `json:"-"`
	Untagged bool

	Bytes     []byte                        `json:"bytes"`
	Array     [2]uint8                      `json:"array"`
	Float     float64                       `json:"float"`
	Float32   float32                       `json:"float32"`
	Floats    []float64                     `json:"floats"`
	Big       uint64                        `json:"big"`
	Number    json.Number                   `json:"number"`
	Raw       json.RawMessage               `json:"raw"`
	Time      time.Time                     `json:"time"`
	OmitTime  time.Time                     `json:"omitTime,omitzero"`
	OmitEmpty time.Time                     `json:"omitEmpty,omitempty"`
	OmitNil   *metav1.Time                  `json:"omitNil,omitzero"`
	Text      text                          `json:"text"`
	TextMap   map[string]text               `json:"textMap"`
	IntKeys   map[int]string                `json:"intKeys"`
	Pointers  []*string                     `json:"pointers"`
	Any       any                           `json:"any"`
	AnyEmpty  any                           `json:"anyEmpty,omitempty"`
	Self      Self                          `json:"self"`
	List      corev1.ResourceList           `json:"list"`
	Ports     map[string]intstr.IntOrString `json:"ports"`
	Html      string                        `json:"<html>"`
	Long      string                        `json:"on"`
}

func (e *everything) DeepCopyObject() runtime.Object { return e }

func TestEncodeFollowsJSON(t *testing.T) {
	filled := &everything{
		Embedded: Embedded{Shallow: "s", Shared: "hidden by Other's", Tagged: "t", Twice: "2"},
		Other:    Other{Shared: "hidden by Embedded's", Tagged: "no", Embedded: &Embedded{Shallow: "deeper"}},
		Pointer:  &Pointer{FromPointer: "p"}, hidden: hidden{Promoted: "yes", private: "no"}, Ignored: "x",
		Bytes: []byte("bytes"), Array: [2]uint8{1, 2}, Float: 1e21, Float32: 0.1, Big: math.MaxUint64,
		Floats: []float64{0, math.Copysign(0, -1), 1, 1.5, 1e6, 1234567.5, 1e20, 1e-7, math.MaxFloat64, math.SmallestNonzeroFloat64},
		Number: "1.50", Raw: json.RawMessage(`{"z":[1,{"b":null}],"<":"\ud83d\ude00"}`),
		Time: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), OmitEmpty: time.Unix(0, 0).UTC(), OmitNil: &metav1.Time{},
		Text: text{"0"}, TextMap: map[string]text{"a": {"not addressable"}}, IntKeys: map[int]string{10: "ten", 2: "two"},
		Pointers: []*string{nil, new("a\nb")}, Any: &Self{Name: "any"}, AnyEmpty: []any{},
		Self:  Self{Name: "a", Self: &Self{Name: "b"}},
		List:  corev1.ResourceList{"cpu": resource.MustParse("0.1"), "memory": {}},
		Ports: map[string]intstr.IntOrString{"a": intstr.FromInt32(-1), "b": intstr.FromString("80")},
		Html:  "<&>", Long: "on",
	}
	for name, object := range map[string]*everything{"zero": {Raw: json.RawMessage("null")}, "filled": filled} {
		t.Run(name, func(t *testing.T) {
			got, err := Encode(object)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, object, got)
		})
	}
}

type unsupportedOption struct {
	everything
	Quoted int `json:"quoted,string"`
}

func TestEncodeErrors(t *testing.T) {
	meta := metav1.ObjectMeta{Name: "x"}
	tests := []struct {
		name   string
		object Object
		want   string
	}{
		{"nothing", nil, "no object to encode"},
		{"nil", (*corev1.Pod)(nil), "no object to encode"},
		{"not a number", &everything{ObjectMeta: meta, Float: math.NaN()}, "/x: json: unsupported value: NaN"},
		{"number", &everything{ObjectMeta: meta, Number: "one"}, `/x: "one" is not a number`},
		{"function", &everything{ObjectMeta: meta, Any: func() {}}, "/x: json: unsupported type: func()"},
		{"raw", &everything{ObjectMeta: meta, Raw: json.RawMessage("{")}, "/x: json: error calling MarshalJSON for type *json.RawMessage: unexpected end of JSON input"},
		{"port", &everything{ObjectMeta: meta, Ports: map[string]intstr.IntOrString{"a": {Type: 7}}}, "/x: IntOrString of unknown type 7"},
		{"key", &everything{ObjectMeta: meta, Any: map[string]string{"\xff": ""}}, `/x: key "\xff" is not UTF-8`},
		{"merge", &everything{ObjectMeta: meta, Any: map[string]string{"<<": ""}}, `/x: key "<<" cannot be told from a YAML merge`},
		{"option", &unsupportedOption{}, "/: manifest.unsupportedOption.Quoted: the json option string is not supported"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data, err := Encode(test.object)
			if data != nil || err == nil {
				t.Fatalf("no error but %q", data)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestEncodeOnlyReads encodes one object from several goroutines, which the race detector watches, and compares it after.
func TestEncodeOnlyReads(t *testing.T) {
	object := deployment()
	before := object.DeepCopy()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 20 {
				if _, err := Encode(object); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if !cmp.Equal(before, object) {
		t.Error(cmp.Diff(before, object))
	}
}

// TestEncodeSharesNothing keeps the first result while the buffer it came from is used again.
func TestEncodeSharesNothing(t *testing.T) {
	first, err := Encode(deployment())
	if err != nil {
		t.Fatal(err)
	}
	copied := strings.Clone(string(first))
	for range 100 {
		if _, err := Encode(networkPolicy()); err != nil {
			t.Fatal(err)
		}
	}
	if string(first) != copied {
		t.Error("a later object overwrote an earlier one")
	}
}
