package tools

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
)

// overlay makes dir a copy of the tool's module that builds from a copy of the upstream module with the files of the
// folder overlay laid over it. go build -overlay refuses to lay files over the module cache.
func overlay(ctx context.Context, dir, module, upstream string) error {
	original, err := moduleDir(ctx, module, upstream)
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, os.DirFS(module)); err != nil {
		return err
	}
	copied := filepath.Join(dir, "upstream")
	if err := os.CopyFS(copied, os.DirFS(original)); err != nil {
		return err
	}
	if err := replaceFiles(copied, os.DirFS(filepath.Join(module, "overlay"))); err != nil {
		return err
	}
	_, err = goCommand(ctx, dir, "mod", "edit", "-replace="+upstream+"=./upstream")
	return err
}

func replaceFiles(dir string, files fs.FS) error {
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, path), content, 0o644)
	})
}
