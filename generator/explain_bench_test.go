package main

import (
	"os"
	"path"
	"runtime/debug"
	"strings"
	"testing"
)

// BenchmarkExplain explains a file of each kind that the committed tree has, as the command does.
func BenchmarkExplain(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	r, err := render(os.DirFS(repository), day)
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range fileOfEachKind(r) {
		kind, _, _ := strings.Cut(path.Base(file), "-")
		b.Run(kind, func(b *testing.B) {
			before := cpuTime(b)
			for b.Loop() {
				if _, err := explainFile(os.DirFS(repository), file); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((cpuTime(b)-before)*1000/float64(b.N), "CPU-ms/op")
		})
	}
}

// fileOfEachKind is the first file of each kind of object, in the order of their paths.
func fileOfEachKind(r *rendering) []string {
	var files []string
	seen := map[string]bool{}
	for _, entry := range r.fleets[0].Clusters[0].Entries {
		kind := entry.Object.GetObjectKind().GroupVersionKind().Kind
		if !seen[kind] {
			files = append(files, entry.Path)
		}
		seen[kind] = true
	}
	return files
}
