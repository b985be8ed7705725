package report

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdown(t *testing.T) {
	var out, markdown bytes.Buffer
	r := &Report{Out: &out}
	r.Step("start", 1500*time.Millisecond, false)
	r.Row("Memory", []string{"process", "MiB"}, "etcd", 40)
	r.Step("sync", 2*time.Second, true)
	r.Row("Memory", nil, "a|b", 1)
	if err := r.Markdown(&markdown, "Proof", 3*time.Second); err != nil {
		t.Fatal(err)
	}
	const want = `# Proof

| step | seconds |
|---|---:|
| start | 1.5 |
| sync  FAILED | 2.0 |
| **all** | **3.0** |

## Memory

| process | MiB |
|---|---|
| etcd | 40 |
| a\|b | 1 |
`
	if diff := cmp.Diff(want, markdown.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("    1.5 s  start\n    2.0 s  sync  FAILED\n", out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
