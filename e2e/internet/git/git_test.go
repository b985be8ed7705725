package git_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/e2e/internet/git"
)

const name = "example/fastapi-gitops.git"

// run is git as a client without any configuration.
func run(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	out, err := command.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func must(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := run(t, dir, args...)
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return out
}

func write(t *testing.T, dir, file, content string) {
	t.Helper()
	path := filepath.Join(dir, file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// checkout has two commits and a file that is not committed.
func checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, dir, "init", "--quiet", "--initial-branch=work")
	for _, content := range []string{"one", "two"} {
		write(t, dir, "file", content)
		write(t, dir, "rendered/a.yaml", "a: "+content+"\n")
		must(t, dir, "add", "--all")
		must(t, dir, "commit", "--quiet", "--message="+content)
	}
	write(t, dir, "draft", "not committed")
	return dir
}

type service struct {
	*git.Server
	repository *git.Repository
	checkout   string
	host       string // with port
	pushes     chan git.Push
}

func (s service) url(credentials string) string {
	return "http://" + credentials + s.host + "/" + name
}

// serve has a private repository that one user may read and another may push to.
func serve(t *testing.T) service {
	t.Helper()
	return serveAt(t, t.TempDir())
}

func serveAt(t *testing.T, root string) service {
	t.Helper()
	server, err := git.NewServer(t.Context(), root, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	pushes := make(chan git.Push, 10)
	server.Reader = git.Account{Username: "argocd", Password: "read"}
	server.Writer = git.Account{Username: "ci", Password: "write"}
	server.Tell(func(_ context.Context, push git.Push) { pushes <- push })
	source := checkout(t)
	repository, err := server.Import(t.Context(), name, source)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	return service{server, repository, source, strings.TrimPrefix(listener.URL, "http://"), pushes}
}

func TestImport(t *testing.T) {
	s := serve(t)
	dir := t.TempDir()
	must(t, dir, "clone", "--quiet", s.url("argocd:read@"), ".")
	want := must(t, s.checkout, "rev-parse", "HEAD^{tree}")
	if got := must(t, dir, "rev-parse", "origin/main^{tree}"); got != want {
		t.Errorf("tree %s, want %s", got, want)
	}
	if count := must(t, dir, "rev-list", "--count", "HEAD"); count != "1" {
		t.Errorf("%s commits, want the tree alone", count)
	}
}

func TestAccess(t *testing.T) {
	s := serve(t)
	for _, c := range []struct {
		credentials string
		read, push  bool
	}{
		{"", false, false},
		{"argocd:wrong@", false, false},
		{"argocd:read@", true, false},
		{"ci:write@", true, true},
	} {
		_, err := run(t, t.TempDir(), "ls-remote", s.url(c.credentials))
		if read := err == nil; read != c.read {
			t.Errorf("%q reads: %t, want %t", c.credentials, read, c.read)
		}
		dir := t.TempDir()
		must(t, dir, "clone", "--quiet", s.url("ci:write@"), ".")
		write(t, dir, "pushed", c.credentials)
		must(t, dir, "add", "--all")
		must(t, dir, "commit", "--quiet", "--message=pushed")
		out, err := run(t, dir, "push", "--quiet", s.url(c.credentials), "main")
		if push := err == nil; push != c.push {
			t.Errorf("%q pushes: %t, want %t: %s", c.credentials, push, c.push, out)
		}
	}
	if out, err := run(t, t.TempDir(), "ls-remote", "http://ci:write@"+s.host+"/example/other.git"); err == nil {
		t.Errorf("a repository that does not exist is read: %s", out)
	}
}

// A push above http.postBuffer (1 MiB) comes in chunks.
func TestLargePush(t *testing.T) {
	s := serve(t)
	dir := t.TempDir()
	must(t, dir, "clone", "--quiet", s.url("ci:write@"), ".")
	noise := make([]byte, 3<<20)
	rand.Read(noise)
	write(t, dir, "noise", string(noise))
	must(t, dir, "add", "--all")
	must(t, dir, "commit", "--quiet", "--message=noise")
	must(t, dir, "push", "--quiet", "origin", "main")
	head, err := s.repository.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	push := <-s.pushes
	if push.After != head || len(push.Added) != 1 || push.Added[0] != "noise" {
		t.Errorf("push %+v, head %s", push, head)
	}
}

func TestCommit(t *testing.T) {
	s := serve(t)
	before, err := s.repository.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.repository.Commit(t.Context(), "change all", func(worktree string) error {
		write(t, worktree, "rendered/b c.yaml", "b: 1\n")
		write(t, worktree, "file", "three")
		return os.Remove(filepath.Join(worktree, "rendered/a.yaml"))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := git.Push{
		Repository: name, Ref: "refs/heads/main", Before: before, After: after, Message: "change all",
		Added: []string{"rendered/b c.yaml"}, Modified: []string{"file"}, Removed: []string{"rendered/a.yaml"},
	}
	if diff := cmp.Diff(want, <-s.pushes); diff != "" {
		t.Error(diff)
	}
	if out := must(t, t.TempDir(), "ls-remote", s.url("argocd:read@"), "main"); !strings.HasPrefix(out, after) {
		t.Errorf("main is %s, want %s", out, after)
	}
}

func TestCommitFails(t *testing.T) {
	s := serve(t)
	broken := errors.New("broken")
	for _, c := range []struct {
		edit func(string) error
		want error
	}{
		{func(string) error { return nil }, git.ErrUnchanged},
		{func(string) error { return broken }, broken},
	} {
		if _, err := s.repository.Commit(t.Context(), "fails", c.edit); !errors.Is(err, c.want) {
			t.Errorf("Commit: %v, want %v", err, c.want)
		}
	}
	if len(s.pushes) != 0 {
		t.Error("a commit that failed was told of")
	}
}

func TestImportFails(t *testing.T) {
	server, err := git.NewServer(t.Context(), t.TempDir(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.Import(t.Context(), name, t.TempDir()); err == nil {
		t.Error("a directory that is no repository was imported")
	}
}

// TestPublish clones a tag of a repository that is everybody's, and nobody's to push to.
func TestPublish(t *testing.T) {
	s := serve(t)
	files := fstest.MapFS{"config/crd/a.yaml": {Data: []byte("a: b\n")}, "config/.gitignore": {Data: []byte("*.yaml\n")}, "other": {}}
	if err := s.Publish(t.Context(), "owner/public", "v1.0.0", files, "config"); err != nil {
		t.Fatal(err)
	}
	clone := filepath.Join(t.TempDir(), "clone")
	must(t, ".", "clone", "--quiet", "--branch=v1.0.0", "http://"+s.host+"/owner/public", clone)
	if got, err := os.ReadFile(filepath.Join(clone, "config/crd/a.yaml")); err != nil || string(got) != "a: b\n" {
		t.Errorf("config/crd/a.yaml: %q, %v", got, err)
	}
	if _, err := os.Stat(filepath.Join(clone, "other")); err == nil {
		t.Error("a file of no folder that was asked for is there")
	}
	for _, credentials := range []string{"", "ci:write@"} {
		if out, err := run(t, clone, "push", "http://"+credentials+s.host+"/owner/public", "HEAD:other"); err == nil {
			t.Errorf("a push by %q succeeded:\n%s", credentials, out)
		}
	}
}
