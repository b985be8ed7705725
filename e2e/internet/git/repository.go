package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Repository is a bare repository of a Server.
type Repository struct {
	// Name is its path, such as owner/name.git.
	Name string

	dir    string
	server *Server
	public bool // everybody may clone and fetch, nobody may push
	// mu has one change at a time, so that each Push tells of its own commits.
	mu sync.Mutex
}

// Push tells how Branch of a repository changed.
type Push struct {
	// Repository is the name, such as owner/name.git.
	Repository               string
	Ref, Before, After       string
	Message                  string
	Added, Modified, Removed []string
}

// ErrUnchanged is the error of Commit whose change left all files as they were.
var ErrUnchanged = errors.New("nothing to commit")

// Import makes the repository name from what checkout has committed: the tree of its HEAD, byte for byte, as the only commit.
func (s *Server) Import(ctx context.Context, name, checkout string) (*Repository, error) {
	dir := filepath.Join(s.root, filepath.FromSlash(name))
	source, err := filepath.Abs(checkout)
	if err != nil {
		return nil, err
	}
	if _, err := s.git.run(ctx, s.root, "init", "--quiet", "--bare", dir); err != nil {
		return nil, err
	}
	if err := s.fill(ctx, dir, source); err != nil {
		return nil, err
	}
	repository := &Repository{Name: name, dir: dir, server: s}
	s.add(repository)
	return repository, nil
}

func (s *Server) add(r *Repository) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.repositories[r.Name] = r
}

// fill commits the tree of the source's HEAD to the empty repository in dir. The history stays behind: a checkout may have
// only a part of it, and a server of a shallow repository is not what a hosting service is.
func (s *Server) fill(ctx context.Context, dir, source string) error {
	if _, err := s.git.run(ctx, dir, "fetch", "--quiet", "--depth=1", "file://"+source, "HEAD"); err != nil {
		return err
	}
	head, err := s.git.run(ctx, dir, "rev-parse", "FETCH_HEAD")
	if err != nil {
		return err
	}
	commit, err := s.git.run(ctx, dir, "commit-tree", "-m", "the tree of "+head, head+"^{tree}")
	if err != nil {
		return err
	}
	if _, err := s.git.run(ctx, dir, "update-ref", "refs/heads/"+Branch, commit); err != nil {
		return err
	}
	return os.RemoveAll(filepath.Join(dir, "shallow"))
}

// Head is the commit of Branch.
func (r *Repository) Head(ctx context.Context) (string, error) {
	return r.server.git.run(ctx, r.dir, "rev-parse", "refs/heads/"+Branch)
}

// Commit moves Branch by one commit of what edit does to the files in worktree, a checkout that lives as long as the call.
func (r *Repository) Commit(ctx context.Context, message string, edit func(worktree string) error) (sha string, err error) {
	err = r.change(ctx, func() error {
		sha, err = r.commit(ctx, message, edit)
		return err
	})
	return sha, err
}

func (r *Repository) commit(ctx context.Context, message string, edit func(worktree string) error) (string, error) {
	worktree, err := os.MkdirTemp(r.server.root, "worktree-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(worktree)
	git := func(args ...string) (string, error) { return r.server.git.run(ctx, worktree, args...) }
	if _, err := git("clone", "--quiet", "--shared", "--branch="+Branch, r.dir, "."); err != nil {
		return "", err
	}
	if err := edit(worktree); err != nil {
		return "", fmt.Errorf("%s: %w", message, err)
	}
	if _, err := git("add", "--all"); err != nil {
		return "", err
	}
	if status, err := git("status", "--porcelain"); err != nil || status == "" {
		return "", fmt.Errorf("%s: %w", message, errors.Join(err, ErrUnchanged))
	}
	if _, err := git("commit", "--quiet", "--message="+message); err != nil {
		return "", err
	}
	if _, err := git("push", "--quiet", "origin", Branch); err != nil {
		return "", err
	}
	return git("rev-parse", "HEAD")
}

// change makes one change and tells of it, if Branch moved.
func (r *Repository) change(ctx context.Context, do func() error) error {
	push, err := r.observe(ctx, do)
	if err == nil && push.Before != push.After {
		r.server.told(ctx, push)
	}
	return err
}

func (r *Repository) observe(ctx context.Context, do func() error) (Push, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, err := r.Head(ctx)
	if err != nil {
		return Push{}, err
	}
	if err := do(); err != nil {
		return Push{}, err
	}
	after, err := r.Head(ctx)
	if err != nil {
		return Push{}, err
	}
	return r.describe(ctx, before, after)
}

// describe is the Push from one commit to another.
func (r *Repository) describe(ctx context.Context, before, after string) (Push, error) {
	push := Push{Repository: r.Name, Ref: "refs/heads/" + Branch, Before: before, After: after}
	var err error
	if push.Message, err = r.server.git.run(ctx, r.dir, "log", "-1", "--format=%B", after); err != nil {
		return push, err
	}
	for filter, files := range map[string]*[]string{"A": &push.Added, "MT": &push.Modified, "D": &push.Removed} {
		names, err := r.server.git.run(ctx, r.dir, "diff", "-z", "--name-only", "--no-renames", "--diff-filter="+filter, before, after)
		if err != nil {
			return push, err
		}
		*files = strings.FieldsFunc(names, func(c rune) bool { return c == 0 })
	}
	return push, nil
}
