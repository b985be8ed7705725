package manifest

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// TestRandomObjects fills the kinds of the scheme at random and compares with the reference, then decodes.
func TestRandomObjects(t *testing.T) {
	const rounds = 16
	for gvk := range Scheme().AllKnownTypes() {
		if object := newObject(t, gvk); object != nil {
			t.Run(gvk.Kind, func(t *testing.T) {
				for seed := range uint64(rounds) {
					r := random{rand.New(rand.NewPCG(seed, uint64(len(gvk.Kind))))}
					r.fill(reflect.ValueOf(object).Elem(), 1+int(seed)%8)
					object.GetObjectKind().SetGroupVersionKind(gvk)
					testPassage(t, object)
				}
			})
		}
	}
}

// newObject returns nil for lists, options, and what the Prometheus operator has besides what this repository renders.
func newObject(t *testing.T, gvk schema.GroupVersionKind) Object {
	rendered := []string{"ServiceMonitor", "PodMonitor", "PrometheusRule"}
	if gvk.Version == runtime.APIVersionInternal || gvk.Group == monitoring.GroupName && !slices.Contains(rendered, gvk.Kind) {
		return nil
	}
	empty, err := Scheme().New(gvk)
	if err != nil {
		t.Fatal(err)
	}
	object, _ := empty.(Object)
	return object
}

// testPassage sends an object through Encode and Decode.
func testPassage(t *testing.T, object Object) {
	t.Helper()
	data, err := Encode(object)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, object, data)
	decoded, err := Decode(data)
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	if !equality.Semantic.DeepEqual(object, decoded) {
		t.Fatalf("another object was decoded (-want +got):\n%s", cmp.Diff(object, decoded))
	}
}

// random fills values of any type with what a person might write, and some things nobody should.
type random struct{ *rand.Rand }

func (r random) fill(v reflect.Value, depth int) {
	if r.known(v) {
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.Uint64()) >> r.IntN(64))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.Uint64() >> r.IntN(64))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(r.NormFloat64() * float64(r.Int64()))
	case reflect.String:
		v.SetString(r.text())
	case reflect.Pointer:
		v.SetZero()
		if r.some(depth) {
			v.Set(reflect.New(v.Type().Elem()))
			r.fill(v.Elem(), depth-1)
		}
	case reflect.Slice:
		r.fillSlice(v, depth)
	case reflect.Map:
		r.fillMap(v, depth)
	case reflect.Struct:
		for i := range v.NumField() {
			r.fill(v.Field(i), depth-1)
		}
	}
}

func (r random) some(depth int) bool { return depth > 0 && r.IntN(3) > 0 }

func (r random) fillSlice(v reflect.Value, depth int) {
	v.SetZero()
	if !r.some(depth) {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), 1+r.IntN(3), 3))
	for i := range v.Len() {
		r.fill(v.Index(i), depth-1)
	}
}

func (r random) fillMap(v reflect.Value, depth int) {
	v.SetZero()
	if !r.some(depth) {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for range 1 + r.IntN(4) {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		r.fill(key, depth-1)
		r.fill(value, depth-1)
		v.SetMapIndex(key, value)
	}
}

// known fills the types that cannot hold just anything.
func (r random) known(v reflect.Value) bool {
	if !v.CanAddr() || !v.CanSet() {
		return true
	}
	switch p := v.Addr().Interface().(type) {
	case *resource.Quantity:
		*p = resource.MustParse([]string{"0", "100m", "1", "1500m", "128Mi", "0.5Gi", "1e3", "12E"}[r.IntN(8)])
	case *intstr.IntOrString:
		*p = intstr.FromInt32(r.Int32N(100))
		if r.IntN(2) == 0 {
			*p = intstr.FromString(r.text())
		}
	case *metav1.Time:
		p.Time = []time.Time{{}, r.time(time.Second)}[r.IntN(2)]
	case **metav1.Time: // not to the zero time, which is written null and decodes to no pointer
		*p = &metav1.Time{Time: r.time(time.Second)}
	case **metav1.MicroTime:
		*p = &metav1.MicroTime{Time: r.time(time.Microsecond)}
	case *metav1.Duration:
		p.Duration = time.Duration(r.Int64N(1e15))
	case *metav1.FieldsV1:
		p.Raw = []byte(`{"f:metadata":{"f:name":{}}}`)
	case *runtime.RawExtension:
		p.Raw = []byte(`{"apiVersion":"v1","on":[1,2.5,null,true,"1",{"a10":0,"a2":[],"y":{}}]}`)
	case *metav1.TypeMeta:
		*p = metav1.TypeMeta{}
	default:
		return false
	}
	return true
}

func (r random) time(precision time.Duration) time.Time {
	return time.Unix(r.Int64N(4e9), 0).Add(precision * time.Duration(r.IntN(1000))).Local()
}

// awkward are strings and pieces of strings that YAML treats in a way of their own.
var awkward = []string{
	"a", "b", "Z", "word", "0", "1", "9", "10", "007", "0x1F", "0b1", "0o7", "1_000", "1e3", "1.5", ".5", ".", "..", "...", "-", "--", "---", "+", "+1", "-1",
	"-.inf", ".nan", "0b-1", "-0b1", "12:30", "12:30:45", "1:2.5", "2001-01-01", "2001-12-14T21:59:43Z", "2001-12-14t21:59:43,10Z", "2001-12-14 21:59:43.1", "2001-1-1",
	"y", "n", "yes", "no", "on", "Off", "true", "null", "~", "=", "", " ", "  ", "\t", "\n", "\n\n", "\r", "\r\n", "\u2028", "\u2029", "\u00a0", "\ufeff", "\ufffd", "é", "ー", "😀",
	":", ": ", " :", "#", " #", "# ", "a:b", "a: b", "?", "? ", "- ", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "\\", "\x00", "\x07", "\x1b", "/", "$",
	"{{ $value }}", "image@sha256:abc", "100m", "128Mi", "10.0.0.0/16", "/healthz", "*/5 * * * *", "key=value",
	"a sentence of words that is long enough that the line may have to be folded somewhere in it", "x  y   z",
	"sum(rate(http_requests_total{namespace=\"production\"}[5m])) / sum(rate(http_requests_total[5m]))",
}

func (r random) text() string {
	var b strings.Builder
	for range r.IntN(4) * r.IntN(4) {
		b.WriteString(awkward[r.IntN(len(awkward))])
	}
	return b.String()
}
