package tools

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"
)

// publish makes go see one module, example.com/upstream v1.0.0, and nothing else: on a module proxy that is a directory,
// with a module cache of its own.
func publish(t *testing.T, files map[string]string) {
	t.Helper()
	proxy := t.TempDir()
	versions := filepath.Join(proxy, "example.com/upstream/@v")
	if err := os.MkdirAll(versions, 0o755); err != nil {
		t.Fatal(err)
	}
	writeFiles(t, versions, map[string]string{"v1.0.0.info": `{"Version":"v1.0.0"}`, "v1.0.0.mod": files["go.mod"]})
	file, err := os.Create(filepath.Join(versions, "v1.0.0.zip"))
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(file)
	for name, content := range files {
		entry, err := archive.Create("example.com/upstream@v1.0.0/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOPROXY", "file://"+proxy)
	t.Setenv("GOSUMDB", "off")
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("GOFLAGS", "-modcacherw") // or the test could not remove it
}

// TestOverlay builds a program from a module of which one file is replaced.
func TestOverlay(t *testing.T) {
	publish(t, map[string]string{
		"go.mod":        "module example.com/upstream\n\ngo 1.26\n",
		"word/word.go":  "package word\n\nconst Word = \"original\"\n",
		"say/say.go":    "package say\n\nimport (\n\t\"os\"\n\n\t\"example.com/upstream/word\"\n)\n\nfunc Say() { os.Stdout.WriteString(os.Args[0] + \" \" + word.Word) }\n",
		"word/other.go": "package word\n",
	})
	c, _, module := testCache(t)
	writeFiles(t, module, map[string]string{
		"go.mod":               "module example.com/throwaway\n\ngo 1.26\n\nrequire example.com/upstream v1.0.0\n",
		"main.go":              "package main\n\nimport \"example.com/upstream/say\"\n\nfunc main() { say.Say() }\n",
		"overlay/word/word.go": "package word\n\nconst Word = \"replaced\"\n",
	})
	laid := throwAway
	laid.upstream = "example.com/upstream"
	dir, err := c.ensure(t.Context(), module, laid)
	if err != nil {
		t.Fatal(err)
	}
	says(t, dir, "one", "replaced")
	if exists(filepath.Join(dir, "one.source")) {
		t.Error("the entry keeps the source")
	}
}
