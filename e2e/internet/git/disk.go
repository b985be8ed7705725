package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Disk is a directory with a file system of its own, in memory, so that it can be full. It takes the right to mount.
type Disk string

// NewDisk makes dir, with room for so many bytes.
func NewDisk(dir string, bytes int64) (Disk, error) {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("mode=755,size=%d", bytes)); err != nil {
		return "", fmt.Errorf("mount %s: %w", dir, err)
	}
	return Disk(dir), nil
}

// Close gives the memory back once nobody works in the directory, which stays.
func (d Disk) Close() error { return unix.Unmount(string(d), unix.MNT_DETACH) }

// Fill leaves no byte, until free is called.
func (d Disk) Fill() (free func() error, err error) {
	ballast := filepath.Join(string(d), "ballast")
	file, err := os.Create(ballast)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	block := make([]byte, 1<<12)
	for err == nil {
		_, err = file.Write(block)
	}
	if !errors.Is(err, unix.ENOSPC) {
		return nil, errors.Join(err, os.Remove(ballast))
	}
	return func() error { return os.Remove(ballast) }, nil
}
