package git_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/internet/git"
)

// pushable is a clone with a commit that is not pushed.
func pushable(t *testing.T, s service) (dir string) {
	dir = t.TempDir()
	must(t, dir, "clone", "--quiet", s.url("ci:write@"), ".")
	write(t, dir, "pushed", strings.Repeat("pushed", 1000))
	must(t, dir, "add", "--all")
	must(t, dir, "commit", "--quiet", "--message=pushed")
	return dir
}

func TestHang(t *testing.T) {
	s := serve(t)
	whole := s.Interpose(git.Hang)
	client := http.Client{Timeout: 300 * time.Millisecond}
	if answer, err := client.Get(s.url("") + "/info/refs"); !os.IsTimeout(err) {
		t.Errorf("it answers: %v, %v", answer, err)
	}
	whole()
	must(t, t.TempDir(), "ls-remote", s.url("argocd:read@"))
}

// TestHangFetch has a client with the patience that the tree gives Argo CD.
func TestHangFetch(t *testing.T) {
	s := serve(t)
	defer s.Interpose(git.HangFetch)()
	t.Setenv("GIT_HTTP_LOW_SPEED_LIMIT", "1")
	t.Setenv("GIT_HTTP_LOW_SPEED_TIME", "1")
	if _, err := run(t, t.TempDir(), "-c", "protocol.version=0", "ls-remote", s.url("argocd:read@")); err != nil {
		t.Errorf("branches are not listed: %v", err)
	}
	if out, err := run(t, t.TempDir(), "clone", s.url("argocd:read@"), "."); err == nil || !strings.Contains(out, "too slow") {
		t.Errorf("a clone: %v\n%s", err, out)
	}
}

func TestCutPush(t *testing.T) {
	s := serve(t)
	dir := pushable(t, s)
	before := must(t, dir, "rev-parse", "origin/main")
	whole := s.Interpose(git.CutPush(300))
	if out, err := run(t, dir, "push"); err == nil {
		t.Fatalf("a push that was cut off went through:\n%s", out)
	}
	if head, err := s.repository.Head(t.Context()); err != nil || head != before {
		t.Errorf("head is %s, was %s: %v", head, before, err)
	}
	must(t, dir, "ls-remote") // who reads is none the worse
	whole()
	must(t, dir, "push", "--quiet")
	if push := <-s.pushes; push.Before != before {
		t.Errorf("push %+v", push)
	}
}

func TestFullDisk(t *testing.T) {
	disk, err := git.NewDisk(filepath.Join(t.TempDir(), "disk"), 16<<20)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	s := serveAt(t, string(disk))
	dir := pushable(t, s)
	free, err := disk.Fill()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, dir, "push"); err == nil || !strings.Contains(out, "No space left on device") {
		t.Errorf("a push to a full disk: %v\n%s", err, out)
	}
	must(t, t.TempDir(), "clone", "--quiet", s.url("argocd:read@"), ".")
	if err := free(); err != nil {
		t.Fatal(err)
	}
	must(t, dir, "push", "--quiet")
}
