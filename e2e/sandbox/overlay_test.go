package sandbox_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/sandbox"
)

func TestOverlay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hosts")
	t.Cleanup(func() { // uncovered, since nothing can remove a mount point
		for syscall.Unmount(path, 0) == nil {
		}
	})
	if err := os.WriteFile(path, []byte("disk"), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := os.Open(path) // the file below, which no overlay touches
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for _, want := range []string{"first", "second"} {
		if err := sandbox.Overlay(path, []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("read %q, %v, want %q", got, err, want)
		}
	}
	below := make([]byte, 4)
	if _, err := other.Read(below); err != nil || string(below) != "disk" {
		t.Errorf("below the overlay: %q, %v", below, err)
	}
	if err := sandbox.Overlay(path+"-absent", nil); err == nil {
		t.Error("an overlay over nothing succeeded")
	}
}

func TestTrustCA(t *testing.T) {
	first, second := authority(t), authority(t)
	for _, ca := range [][]byte{first, second} {
		if _, err := sandbox.TrustCA(ca); err != nil {
			t.Fatal(err)
		}
	}
	for name, ca := range map[string][]byte{"first": first, "second": second} {
		if !trusted(t, ca) {
			t.Errorf("a new process does not trust the %s authority", name)
		}
	}
	if trusted(t, authority(t)) {
		t.Error("a new process trusts an authority that nobody added")
	}
}

// trusted asks a new process of this sandbox, since this one keeps the roots that it read first.
func trusted(t *testing.T, ca []byte) bool {
	t.Helper()
	c := nested("verify")
	c.Env = append(c.Env, "E2E_SANDBOX=inside")
	c.Stdin = bytes.NewReader(ca)
	err := c.Run()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return err == nil
}

// verify is the program that reads a certificate and checks it against the system's roots.
func verify(in io.Reader) int {
	data, err := io.ReadAll(in)
	if err != nil {
		return 2
	}
	block, _ := pem.Decode(data)
	ca, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return 2
	}
	if _, err := ca.Verify(x509.VerifyOptions{}); err != nil {
		return 1
	}
	return 0
}

func authority(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sandbox test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
