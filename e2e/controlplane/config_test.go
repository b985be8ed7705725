package controlplane

import (
	"strings"
	"testing"
)

func TestSideBySide(t *testing.T) {
	first := Config{Dir: "/first"}.withDefaults()
	second := Config{Dir: "/second", Port: 6453}.withDefaults()
	for _, name := range Names {
		for _, arg := range second.command(name).Args {
			if strings.Contains(arg, first.Dir) || strings.Contains(arg, ":644") || strings.Contains(arg, "=644") {
				t.Errorf("%s: %s is of the first", name, arg)
			}
		}
	}
}

func TestRepository(t *testing.T) {
	for image, want := range map[string]string{
		"redis":                               "redis",
		"redis:8":                             "redis",
		"quay.io/argoproj/argocd:v3.2.11":     "quay.io/argoproj/argocd",
		"example.com:5000/app":                "example.com:5000/app",
		"example.com:5000/app:1@sha256:00":    "example.com:5000/app",
		"example.com:5000/app@sha256:00":      "example.com:5000/app",
		"example.com:5000/group/app:broken-1": "example.com:5000/group/app",
	} {
		if got := Repository(image); got != want {
			t.Errorf("%s: got %s", image, got)
		}
	}
}
