package standins

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHaste(t *testing.T) {
	text, err := Haste{Times: 60}.patch([]byte(`{"spec":{"metrics":[{"initialDelay":"2m","interval":"1m"},{"name":"once"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]string
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b map[string]string) int { return strings.Compare(a["path"], b["path"]) })
	want := []map[string]string{
		{"op": "replace", "path": "/spec/metrics/0/initialDelay", "value": "2s"},
		{"op": "replace", "path": "/spec/metrics/0/interval", "value": "1s"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("patch (-want +got):\n%s", diff)
	}
	if _, err := (Haste{Times: 60}).patch([]byte(`{"spec":{"metrics":[{"interval":"soon"}]}}`)); err == nil {
		t.Error("an interval that is none is no error")
	}
}
