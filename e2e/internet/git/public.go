package git

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
)

// Publish makes the repository name, which everybody may read, of one commit with the files of the folder, under the tag.
func (s *Server) Publish(ctx context.Context, name, tag string, files fs.FS, folder string) error {
	content, err := fs.Sub(files, folder)
	if err != nil {
		return err
	}
	worktree, err := os.MkdirTemp(s.root, "worktree-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(worktree)
	if err := os.CopyFS(filepath.Join(worktree, folder), content); err != nil {
		return err
	}
	dir := filepath.Join(s.root, filepath.FromSlash(name))
	for _, args := range [][]string{
		{"init", "--quiet"}, {"add", "--all", "--force"}, {"commit", "--quiet", "--message=" + tag}, {"tag", tag},
		{"clone", "--quiet", "--bare", ".", dir},
	} {
		if _, err := s.git.run(ctx, worktree, args...); err != nil {
			return err
		}
	}
	s.add(&Repository{Name: name, dir: dir, server: s, public: true})
	return nil
}
