package manifest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNaturalOrder(t *testing.T) {
	tests := [][]string{
		{"", "a", "b"},
		{"-", "1", "a"},
		{"a", "a-b", "a.b", "a1", "a2", "a10", "aa", "ab"},
		{"A", "Z", "a", "é", "ー"},
		{"a1", "a01", "a001"},
		{"v1", "v1.9", "v1.10", "v1alpha1"},
		{"100", "1000", "1001"},
		{"app.kubernetes.io/name", "app.kubernetes.io/part-of", "apple"},
		{"apiVersion", "kind", "metadata", "spec", "status"},
	}
	for _, want := range tests {
		for seed := range 10 {
			got := slices.Clone(want)
			for i := range got {
				j := (i * (seed + 3)) % len(got)
				got[i], got[j] = got[j], got[i]
			}
			slices.SortFunc(got, naturalOrder)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	}
}

// TestCircularKeys has keys of which each comes before the next and the last before the first.
func TestCircularKeys(t *testing.T) {
	keys := []string{"10", "1a", "2"}
	for i, key := range keys {
		if next := keys[(i+1)%len(keys)]; naturalOrder(key, next) >= 0 {
			t.Fatalf("%s does not come before %s", key, next)
		}
	}
	want := ""
	for range 100 {
		m := map[string]string{}
		for _, key := range keys {
			m[key] = ""
		}
		got, err := Encode(&wrapper{Keys: m, Any: m})
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			want = string(got)
		}
		if string(got) != want {
			t.Fatalf("the order of a Go map shows (-want +got):\n%s", cmp.Diff(want, string(got)))
		}
	}
}
