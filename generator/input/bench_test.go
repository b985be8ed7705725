package input_test

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/generator/input"
)

// small is a file of twelve lines, as most inputs are.
const small = `# yaml-language-server: $schema=../../schemas/app.json
image: registry.example/hello@sha256:0123456789012345678901234567890123456789012345678901234567890123
replicas: 3
public: true
size: medium
timeout: 30s
ports:
  - name: http
    port: 8080
settings:
  LOG_LEVEL: info
  WORKERS: "4"
`

// BenchmarkFiles reads, parses and decodes 2,000 files; the budget is 0.25 s of one core.
func BenchmarkFiles(b *testing.B) {
	dir := b.TempDir()
	files := make([]string, 2000)
	for i := range files {
		files[i] = fmt.Sprintf("apps/app-%d/app.yaml", i)
		write(b, filepath.Join(dir, files[i]), small)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	start := cpuTime(b)
	for b.Loop() {
		for _, file := range files {
			document, err := input.Read(root.FS(), file)
			if err != nil {
				b.Fatal(err)
			}
			if problems := document.Decode(new(app)); problems != nil {
				b.Fatal(problems)
			}
		}
	}
	b.ReportMetric((cpuTime(b)-start).Seconds()/float64(b.N), "cpu-s/op")
}

// cpuTime is what this process has used so far, which other work on the machine does not lengthen as it does the clock.
func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := input.Parse("app.yaml", []byte(small)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	document := parse(b, small)
	for b.Loop() {
		if problems := document.Decode(new(app)); problems != nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkWith(b *testing.B) {
	document := parse(b, small)
	for b.Loop() {
		if _, ok := document.With("ports[0].port", 9090); !ok {
			b.Fatal("not found")
		}
	}
}
