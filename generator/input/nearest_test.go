package input_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/input"
)

func TestNearest(t *testing.T) {
	fields := []string{"image", "port", "ports", "replicas", "minReplicas", "host", "url", "a"}
	environments := []string{"staging", "production", "development"}
	tests := []struct {
		word  string
		known []string
		want  string
	}{
		{"prt", fields, "port"},
		{"prot", fields, "port"}, // a swap is one mistake
		{"potr", fields, "port"},
		{"imgae", fields, "image"},
		{"Image", fields, "image"},
		{"IMAGE", fields, "image"},
		{"minreplicas", fields, "minReplicas"},
		{"replica", fields, "replicas"},
		{"repilcsa", fields, "replicas"},
		{"portss", fields, "ports"},
		{"prod", environments, "production"},
		{"dev", environments, "development"},
		{"stagin", environments, "staging"},
		{"A", fields, "a"},
		{"b", fields, ""},
		{"", fields, ""},
		{"mesh", fields, ""},
		{"weight", fields, ""},
		{"prod", []string{"production-b", "production-a"}, "production-a"},
		{"x1", []string{"x3", "x2"}, "x2"},
		{"anything", nil, ""},
		{strings.Repeat("a", 100_000), []string{strings.Repeat("a", 100_001)}, ""},
	}
	for _, test := range tests {
		got, ok := input.Nearest(test.word, test.known)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("nearest to %.20q: got %q %t, want %q", test.word, got, ok, test.want)
		}
	}
}

func TestHint(t *testing.T) {
	var many []string
	for i := range 1000 {
		many = append(many, fmt.Sprintf("app-%03d", i))
	}
	tests := []struct {
		word  string
		known []string
		want  string
	}{
		{"prt", []string{"port", "host"}, ` (did you mean "port"?)`},
		{"x", []string{"port", "host"}, " (known: host, port)"},
		{"x", nil, ""},
		{"x", many, " (known: " + strings.Join(many[:30], ", ") + " and 970 more)"},
	}
	for _, test := range tests {
		if got := input.Hint(test.word, test.known); got != test.want {
			t.Errorf("hint for %q: got %q, want %q", test.word, got, test.want)
		}
	}
}
