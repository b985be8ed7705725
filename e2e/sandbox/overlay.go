package sandbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

// Overlay lays a file with this content over path, for the sandbox only: a bind mount, which what is
// on disk never sees. The path must exist. A second call lies over the first.
func Overlay(path string, content []byte) error {
	if err := overlay(path, content); err != nil {
		return fmt.Errorf("overlay of %s: %w", path, err)
	}
	return nil
}

// overlay keeps the content in a tmpfs that is mounted at no directory by the time it returns: the
// bind mount alone holds it, so nothing is left when the sandbox ends. (A removed file would do as
// well, but the kernel lays nothing over that a second time.)
func overlay(path string, content []byte) error {
	dir, err := os.MkdirTemp("", "overlay-")
	if err != nil {
		return err
	}
	defer os.Remove(dir)
	if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
		return fmt.Errorf("mount a tmpfs: %w", err)
	}
	source := filepath.Join(dir, filepath.Base(path))
	err = os.WriteFile(source, content, 0o644)
	if err == nil {
		err = unix.Mount(source, path, "", unix.MS_BIND, "")
	}
	return errors.Join(err, unix.Unmount(dir, unix.MNT_DETACH))
}

// bundles are the places of the system's root certificates, in the order of crypto/x509
// (root_linux.go): Debian, Fedora, OpenSUSE, OpenELEC, CentOS 7, Alpine.
var bundles = []string{
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/pki/tls/cacert.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/cert.pem",
}

// TrustCA adds PEM certificates to the system's root certificates, for the sandbox only. A process
// that has read them already (crypto/x509 does at the first handshake) does not see the addition.
// It returns the path of the file that has them.
func TrustCA(pem []byte) (string, error) {
	path, err := bundle()
	if err != nil {
		return "", err
	}
	roots, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return path, Overlay(path, slices.Concat(roots, []byte("\n"), pem))
}

// bundle is the file that TLS clients read: SSL_CERT_FILE where that is set.
func bundle() (string, error) {
	if path := os.Getenv("SSL_CERT_FILE"); path != "" {
		return path, nil
	}
	for _, path := range bundles {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("root certificates: none of %v exists", bundles)
}
