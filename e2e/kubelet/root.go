package kubelet

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// Directories of the tmpfs on the pod's root: the kernel refuses an upper
// directory that lies in the lower one.
const (
	upper  = "upper"
	work   = "work"
	merged = "merged"
)

// own are directories of the root that are none of the machine's.
var own = []string{"proc", "sys", "dev", "tmp"}

// enterRoot changes to the pod's root: an overlay of each directory of the
// present one, with what the pod mounts. What it adds lies in the upper layer
// before the overlay is there: directories of the layer below may belong to a
// user whom a user namespace does not have, and could not be changed then.
func (s *stage) enterRoot() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := unix.Mount("tmpfs", s.Root, "tmpfs", 0, "mode=755"); err != nil {
		return fmt.Errorf("mount tmpfs: %w", err)
	}
	// Names in the options of an overlay must not hold colons and commas, so they begin here.
	if err := os.Chdir(s.Root); err != nil {
		return err
	}
	targets, err := s.layers()
	if err != nil {
		return err
	}
	if err := overlays(); err != nil {
		return err
	}
	if s.ReadOnlyRoot { // and what is mounted later keeps its own mode
		if err := readOnly(merged, unix.AT_RECURSIVE); err != nil {
			return err
		}
	}
	if err := system(merged); err != nil {
		return err
	}
	for i, b := range s.Binds {
		target := filepath.Join(merged, targets[i])
		if err := b.point(target); err != nil { // it may lie in a volume that is mounted by now
			return err
		}
		if err := b.mount(target); err != nil {
			return err
		}
	}
	return pivot(merged)
}

// layers fills the upper layer and returns where the binds go.
func (s *stage) layers() (targets []string, err error) {
	if err := mirror(); err != nil {
		return nil, err
	}
	for path, text := range s.Texts {
		if err := os.WriteFile(filepath.Join(upper, path), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	// What lies in another mount comes after it.
	slices.SortStableFunc(s.Binds, func(a, b bind) int {
		return strings.Count(filepath.Clean(a.Target), "/") - strings.Count(filepath.Clean(b.Target), "/")
	})
	for _, b := range s.Binds {
		target := resolve(b.Target)
		if err := b.point(filepath.Join(upper, target)); err != nil {
			return nil, err
		}
		targets = append(targets, target)
	}
	return targets, s.directories()
}

// mirror makes the directories and links of the root.
func mirror() error {
	for _, dir := range []string{work, merged, filepath.Join(upper, "etc")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	// A root of a pod is a mount, and its own.
	if err := unix.Mount("tmpfs", merged, "tmpfs", 0, "mode=755"); err != nil {
		return fmt.Errorf("mount the root: %w", err)
	}
	for _, name := range own {
		if err := os.Mkdir(filepath.Join(merged, name), 0o755); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir("/")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := mirrorEntry(entry); err != nil {
			return err
		}
	}
	tmp := filepath.Join(upper, "tmp")
	if err := os.MkdirAll(tmp, 0o777); err != nil {
		return err
	}
	return unix.Chmod(tmp, 0o1777)
}

func mirrorEntry(entry fs.DirEntry) error {
	name := entry.Name()
	info, err := entry.Info()
	if err != nil {
		return err
	}
	switch {
	case slices.Contains(own, name):
		return nil
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink("/" + name)
		if err != nil {
			return err
		}
		return os.Symlink(target, filepath.Join(merged, name))
	case info.IsDir():
		dir := filepath.Join(upper, name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		return os.Chmod(dir, info.Mode().Perm())
	}
	return nil
}

// overlays mounts what is in the upper layer, over the machine's directory
// where there is one.
func overlays() error {
	entries, err := os.ReadDir(upper)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if !entry.IsDir() { // at the top, to mount a file on
			if err := os.WriteFile(filepath.Join(merged, name), nil, 0o644); err != nil {
				return err
			}
			continue
		}
		for _, dir := range []string{filepath.Join(work, name), filepath.Join(merged, name)} {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
		}
		if err := overlay(name); err != nil {
			return fmt.Errorf("mount overlay on /%s: %w", name, err)
		}
	}
	return nil
}

// overlay mounts one directory. A user namespace may not look below mounts that
// are not its own, so one with such mounts has only what the pod adds.
func overlay(name string) error {
	target := filepath.Join(merged, name)
	if _, err := os.Stat("/" + name); err == nil && !slices.Contains(own, name) {
		options := "lowerdir=/" + name + ",upperdir=" + filepath.Join(upper, name) + ",workdir=" + filepath.Join(work, name) + ",userxattr"
		err := unix.Mount("overlay", target, "overlay", 0, options)
		if !errors.Is(err, unix.EINVAL) || wholeMap() {
			return err
		}
	}
	return unix.Mount(filepath.Join(upper, name), target, "", unix.MS_BIND, "")
}

// wholeMap says that root here is root of the machine, not only of a sandbox.
func wholeMap() bool { return mapped("/proc/self/uid_map", 1<<31) }

// directories makes the working directories, that of the image its user's own.
func (s *stage) directories() error {
	for _, dir := range []string{s.Dir, s.Home} {
		if err := os.MkdirAll(filepath.Join(upper, resolve(first(dir, "/"))), 0o755); err != nil {
			return err
		}
	}
	if s.Home == "" || s.Home == "/" || !mapped("/proc/self/uid_map", s.User) {
		return nil
	}
	return os.Chown(filepath.Join(upper, resolve(s.Home)), s.User, s.Group)
}
