package tools

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// throwAway is a program of two names that prints the name it is called by and the word.
var throwAway = recipe{target: ".", programs: []string{"one", "two"}}

func writeModule(t *testing.T, dir, word string) {
	t.Helper()
	writeFiles(t, dir, map[string]string{
		"go.mod":  "module example.com/throwaway\n\ngo 1.26\n",
		"main.go": "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(os.Args[0] + \" " + word + "\") }\n",
	})
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// testCache is an empty cache, the log of its builds and a module to build.
func testCache(t *testing.T) (c cache, log *bytes.Buffer, module string) {
	t.Helper()
	module = t.TempDir()
	writeModule(t, module, "hello")
	log = &bytes.Buffer{}
	return cache{root: t.TempDir(), log: log}, log, module
}

func ensure(t *testing.T, c cache, module string) string {
	t.Helper()
	dir, err := c.ensure(t.Context(), module, throwAway)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func says(t *testing.T, dir, program, word string) {
	t.Helper()
	path := filepath.Join(dir, program)
	out, err := exec.Command(path).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(out), path+" "+word; got != want {
		t.Errorf("%s says %q, want %q", program, got, want)
	}
}

func TestContentDecides(t *testing.T) {
	c, log, module := testCache(t)
	first := ensure(t, c, module)
	says(t, first, "one", "hello")
	says(t, first, "two", "hello")
	if again := ensure(t, c, module); again != first || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("the same content was built again: %s and %s\n%s", first, again, log)
	}
	writeModule(t, module, "goodbye")
	second := ensure(t, c, module)
	if second == first {
		t.Error("changed content has the entry of the old")
	}
	says(t, second, "one", "goodbye")
	says(t, first, "one", "hello")
}

func TestArgumentsDecide(t *testing.T) {
	_, _, module := testCache(t)
	keys := map[string]bool{}
	for _, r := range []recipe{
		throwAway,
		{target: ".", programs: []string{"one"}},
		{target: ".", programs: throwAway.programs, ldflags: "-X main.version=1"},
		{target: ".", programs: throwAway.programs, tags: "netgo"},
	} {
		k, err := key(t.Context(), module, r)
		if err != nil {
			t.Fatal(err)
		}
		keys[k] = true
	}
	if len(keys) != 4 {
		t.Errorf("4 recipes have %d keys", len(keys))
	}
}

func TestInterruptedBuildIsNotTaken(t *testing.T) {
	c, _, module := testCache(t)
	partial := filepath.Join(c.root, filepath.Base(module), "partial")
	if err := os.MkdirAll(partial, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(partial, "two"), []byte("half"), 0o755); err != nil {
		t.Fatal(err)
	}
	says(t, ensure(t, c, module), "two", "hello")
}

func TestFailedBuildLeavesNothing(t *testing.T) {
	c, _, module := testCache(t)
	writeModule(t, module, `" + undefined + "`)
	dir, err := c.ensure(t.Context(), module, throwAway)
	if err == nil || !strings.Contains(err.Error(), "undefined") {
		t.Errorf("error %v does not show the complaint of the compiler", err)
	}
	if exists(dir) {
		t.Errorf("%s exists after a failed build", dir)
	}
}

func TestConcurrentEnsureBuildsOnce(t *testing.T) {
	c, log, module := testCache(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := c.ensure(t.Context(), module, throwAway); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if builds := strings.Count(log.String(), "\n"); builds != 1 {
		t.Errorf("%d builds of one entry:\n%s", builds, log)
	}
}

func TestLockEndsWithContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := lock(ctx, path); !errors.Is(err, ctx.Err()) {
		t.Errorf("got %v from a lock that another holds, want %v", err, ctx.Err())
	}
}

func TestOldEntriesGo(t *testing.T) {
	c, _, module := testCache(t)
	old := ensure(t, c, module)
	writeModule(t, module, "newer")
	kept := ensure(t, c, module)
	past := time.Now().Add(-week - time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	writeModule(t, module, "newest")
	ensure(t, c, module)
	if exists(old) {
		t.Error("an entry of more than a week ago is still there")
	}
	if !exists(kept) {
		t.Error("an entry of today is gone")
	}
}

// TestModules asks that the folder of every tool and every pin holds a module, of which a name or path could be misspelt.
func TestModules(t *testing.T) {
	dirs := []string{}
	for _, name := range All() {
		dirs = append(dirs, string(name))
	}
	for _, dir := range pins() {
		dirs = append(dirs, dir)
	}
	for _, dir := range dirs {
		if !exists(filepath.Join(dir, "go.sum")) {
			t.Errorf("%s is no module", dir)
		}
	}
}
