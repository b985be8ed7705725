// Package revision reads files of an earlier revision from git, by way of the git command.
package revision

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
)

// ErrNoBase says that there is no revision to compare with: no git repository, or no branch main in it.
var ErrNoBase = errors.New("no git branch main to compare with")

// Base is the revision from which the work in dir departs: the one named, or else the merge base of HEAD with main, of
// the remote origin where there is one. ErrNoBase where there is neither; another error for a name that git does not know.
func Base(ctx context.Context, dir, named string) (string, error) {
	if named != "" {
		hash, err := git(ctx, dir, nil, "rev-parse", "--verify", "--quiet", "--end-of-options", named+"^{commit}")
		if err != nil {
			return "", fmt.Errorf("git knows no revision %q", named)
		}
		return strings.TrimSpace(string(hash)), nil
	}
	for _, branch := range []string{"origin/main", "main"} {
		if hash, err := git(ctx, dir, nil, "merge-base", "HEAD", branch); err == nil {
			return strings.TrimSpace(string(hash)), nil
		}
	}
	return "", ErrNoBase
}

// Differing returns the earlier content of each of the files that had another one in the revision. Files that the
// revision does not have are left out. Every file begins with the header, which files leaves out. The folders narrow what
// git lists.
func Differing(ctx context.Context, dir, revision, header string, files map[string][]byte, folders ...string) (map[string][]byte, error) {
	listing, err := git(ctx, dir, nil, append([]string{"ls-tree", "-r", "-z", revision, "--"}, folders...)...)
	if err != nil {
		return nil, err
	}
	var paths, blobs []string
	for line := range strings.SplitSeq(string(listing), "\x00") {
		meta, path, _ := strings.Cut(line, "\t") // <mode> blob <hash>\t<path>
		content, ok := files[path]
		fields := strings.Fields(meta)
		if ok && len(fields) == 3 && fields[2] != blobHash(header, content) {
			paths, blobs = append(paths, path), append(blobs, fields[2])
		}
	}
	if len(blobs) == 0 {
		return nil, nil
	}
	batch, err := git(ctx, dir, strings.NewReader(strings.Join(blobs, "\n")+"\n"), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	return split(batch, paths)
}

// blobHash is the name that git gives to a content (gitformat-pack, "object names").
func blobHash(header string, content []byte) string {
	hash := sha1.New()
	fmt.Fprintf(hash, "blob %d\x00%s", len(header)+len(content), header)
	hash.Write(content)
	return hex.EncodeToString(hash.Sum(nil))
}

// split takes the contents out of what `git cat-file --batch` prints: <hash> blob <size>, the content, a line end.
func split(batch []byte, paths []string) (map[string][]byte, error) {
	contents := make(map[string][]byte, len(paths))
	reader := bufio.NewReader(bytes.NewReader(batch))
	for _, path := range paths {
		line, err := reader.ReadString('\n')
		fields := strings.Fields(line)
		if err != nil || len(fields) != 3 {
			return nil, fmt.Errorf("git cat-file: unexpected %q for %s", line, path)
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, fmt.Errorf("git cat-file: size of %s: %w", path, err)
		}
		content := make([]byte, size+1)
		if _, err := io.ReadFull(reader, content); err != nil {
			return nil, fmt.Errorf("git cat-file: %s: %w", path, err)
		}
		contents[path] = content[:size]
	}
	return contents, nil
}

// git runs a command of git in dir.
func git(ctx context.Context, dir string, input io.Reader, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "git", args...)
	command.Dir, command.Stdin = dir, input
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}
