package tools

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// cache keeps built tools: <root>/<tool>/<hash>/<program>. An entry appears by rename once it is whole.
type cache struct {
	root string
	log  io.Writer // one line a build
}

// userCache is the cache under the user's cache directory, which XDG_CACHE_HOME moves.
func userCache() (cache, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return cache{}, err
	}
	return cache{root: filepath.Join(dir, "fastapi-gitops-e2e"), log: os.Stderr}, nil
}

// ensure returns the folder with the programs of the module. Of several processes one builds and the others wait.
func (c cache) ensure(ctx context.Context, module string, r recipe) (string, error) {
	hash, err := key(ctx, module, r)
	if err != nil {
		return "", err
	}
	entries := filepath.Join(c.root, filepath.Base(module))
	entry := filepath.Join(entries, hash)
	if exists(entry) {
		return entry, nil
	}
	if err := os.MkdirAll(entries, 0o755); err != nil {
		return "", err
	}
	unlock, err := lock(ctx, filepath.Join(entries, "lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	if exists(entry) {
		return entry, nil
	}
	return entry, c.build(ctx, module, entry, r)
}

// build makes the entry. The caller holds the lock, so what lies at the temporary name is of a build that was interrupted.
func (c cache) build(ctx context.Context, module, entry string, r recipe) error {
	began := time.Now()
	partial := filepath.Join(filepath.Dir(entry), "partial")
	if err := os.RemoveAll(partial); err != nil {
		return err
	}
	binary := filepath.Join(partial, r.programs[0])
	if err := compile(ctx, module, binary, r); err != nil {
		return err
	}
	for _, program := range r.programs[1:] {
		if err := os.Symlink(r.programs[0], filepath.Join(partial, program)); err != nil {
			return err
		}
	}
	info, err := os.Stat(binary)
	if err != nil {
		return err
	}
	if err := os.Rename(partial, entry); err != nil {
		return err
	}
	took := time.Since(began).Round(100 * time.Millisecond)
	fmt.Fprintf(c.log, "%s built in %v, %d MB\n", filepath.Base(module), took, info.Size()/1e6)
	return prune(entry)
}

// compile writes the binary, whose folder need not exist.
func compile(ctx context.Context, module, binary string, r recipe) error {
	if r.upstream != "" {
		laid := binary + ".source"
		if err := overlay(ctx, laid, module, r.upstream); err != nil {
			return err
		}
		defer os.RemoveAll(laid)
		module = laid
	}
	_, err := goCommand(ctx, module, r.args(binary)...)
	return err
}

// week is how long an entry that is no more asked for stays, since another checkout may still run it.
const week = 7 * 24 * time.Hour

// prune removes the entries beside this one that were built more than a week ago.
func prune(entry string) error {
	entries, err := os.ReadDir(filepath.Dir(entry))
	if err != nil {
		return err
	}
	for _, old := range entries {
		info, err := old.Info()
		if err != nil {
			return err
		}
		if old.IsDir() && old.Name() != filepath.Base(entry) && time.Since(info.ModTime()) > week {
			if err := os.RemoveAll(filepath.Join(filepath.Dir(entry), old.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// key is a hash over all that the binary depends on: the files of the module, the arguments and the toolchain.
func key(ctx context.Context, module string, r recipe) (string, error) {
	toolchain, err := goCommand(ctx, module, "env", "GOVERSION", "GOOS", "GOARCH", "CGO_ENABLED")
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "%s%q%q", toolchain, r.args(""), r.programs)
	files := os.DirFS(module)
	err = fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		fmt.Fprintf(hash, "%q %d\n%s", path, len(content), content)
		return err
	})
	return hex.EncodeToString(hash.Sum(nil)[:10]), err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
