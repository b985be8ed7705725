//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package tree

import (
	"cmp"
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock, or reports that another run holds it.
func tryLock(folder *os.File) (held bool, err error) {
	err = flock(folder, syscall.LOCK_EX|syscall.LOCK_NB)
	if err == syscall.EWOULDBLOCK {
		return true, nil
	}
	return false, err
}

// lock takes the lock when it is free.
func lock(folder *os.File) error { return flock(folder, syscall.LOCK_EX) }

// flock does nothing where the file system has no locks. NFS says EBADF: it locks only what is open for writing, which a
// folder never is (flock(2), "NFS details"). The folder stays open during the call even if it is closed meanwhile.
func flock(folder *os.File, how int) error {
	conn, err := folder.SyscallConn()
	if err != nil {
		return err
	}
	locked := error(syscall.EINTR)
	err = conn.Control(func(fd uintptr) {
		for locked == syscall.EINTR {
			locked = syscall.Flock(int(fd), how)
		}
	})
	if errors.Is(locked, errors.ErrUnsupported) || locked == syscall.EBADF {
		locked = nil
	}
	return cmp.Or(err, locked)
}
