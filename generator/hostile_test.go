//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
)

// TestHostileBytes renders inputs with contents that no archive of testdata/invalid can hold.
func TestHostileBytes(t *testing.T) {
	const file = "apps/shop/app.yaml"
	tests := []struct{ name, content, want string }{
		{"NUL", "team: shop\x00\n", file + ":1:11: character U+0000 at offset 10 is not allowed"},
		{"escape of a terminal", "team: shop # \x1b[2J\n", file + ":1:14: character U+001B at offset 13 is not allowed"},
		{"byte order mark", "\ufeffteam: shop\n", file + ":1:1: starts with a byte order mark: save the file as UTF-8 without one"},
		{"Latin 1", "team: shop\nsettings: {GREETING: Gr\xfc\xdfe}\n", file + ":2:24: not UTF-8: byte 0xfc at offset 34"},
		{"UTF-16", "\xff\xfet\x00e\x00a\x00m\x00", file + ":1:1: not UTF-8: byte 0xff at offset 0"},
		{"text in another order than it shows", "team: shop\nsettings: {A: \"a\u202eb\"}\n", file + ":2:17: character U+202E at offset 27 is not allowed"},
		{"line end of an old Mac", "team: shop\rport: 80\n", file + ":1:11: character U+000D at offset 10 is not allowed"},
		{"nothing", "", file + ": file is empty: expected a mapping of fields"},
		{"huge file", "team: shop\n#" + strings.Repeat("x", 256<<10), file + ": file is larger than 256 KiB, the most an input may have"},
		{"deep nesting", "command: " + strings.Repeat("[", 100_000), file + ":1:1: not YAML: exceeded max depth of 10000"},
		{"huge number", "team: shop\nreplicas: {min: 1" + strings.Repeat("0", 1000) + "}\n", file + ":2:17: replicas.min: value of 1001 bytes is longer than 512"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inputs := inputsOf(t)
			inputs[file] = &fstest.MapFile{Data: []byte(tt.content)}
			wantProblems(t, inputs, tt.want)
		})
	}
}

// TestHostileCount lists the first mistakes of a file and says that there are more.
func TestHostileCount(t *testing.T) {
	var content, want strings.Builder
	content.WriteString("team: shop\n")
	want.WriteString("apps/shop/app.yaml: more than 100 problems, of which the first 100 are listed")
	for i := range 150 {
		fmt.Fprintf(&content, "port%d: 1\n", i)
		if i < 100 {
			fmt.Fprintf(&want, "\napps/shop/app.yaml:%d:1: port%d: unknown field (did you mean \"port\"?)", i+2, i)
		}
	}
	inputs := inputsOf(t)
	inputs["apps/shop/app.yaml"] = &fstest.MapFile{Data: []byte(content.String())}
	wantProblems(t, inputs, want.String())
}

// TestHostileFiles renders a directory with entries that are no plain files and directories.
func TestHostileFiles(t *testing.T) {
	tests := []struct {
		name string
		make func(repository string) error
		want string
	}{
		{"link to a file outside", link("/etc/passwd", "apps/shop/app.yaml"),
			"apps/shop/app.yaml: file is a symbolic link, which inputs must not be"},
		{"link to a file of the repository", link("../../environments/production.yaml", "apps/shop/app.yaml"),
			"apps/shop/app.yaml: file is a symbolic link, which inputs must not be"},
		{"link to nothing", link("nothing", "environments/preview.yaml"),
			"environments/preview.yaml: file is a symbolic link, which inputs must not be"},
		{"link to an app", link("fastapi-hello", "apps/shop"),
			"apps/shop: symbolic link: inputs are plain files and directories"},
		{"link for all clusters of a fleet", link("../single-cluster", "clusters/second"),
			"clusters/second: symbolic link: inputs are plain files and directories"},
		{"link for patches", link("../../environments", "apps/fastapi-hello/patches"),
			"apps/fastapi-hello/patches: expected a directory, found a file or a symbolic link"},
		{"pipe", func(repository string) error {
			return syscall.Mkfifo(filepath.Join(repository, "environments/preview.yaml"), 0o644)
		},
			"environments/preview.yaml: not a regular file"},
		{"name that fakes a line", func(repository string) error {
			return os.Mkdir(filepath.Join(repository, "apps", "shop\n\x1b[32mok"), 0o755)
		}, `"apps/shop\n\x1b[32mok": "shop\n\x1b[32mok" is not a name: expected up to 63 lower-case letters, digits and -, starting and ending with a letter or digit`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			repository := t.TempDir()
			if err := os.CopyFS(repository, inputsOf(t)); err != nil {
				t.Fatal(err)
			}
			if err := tt.make(repository); err != nil {
				t.Fatal(err)
			}
			root, err := os.OpenRoot(repository)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			wantProblems(t, root.FS(), tt.want)
		})
	}
}

// link makes a symbolic link in a repository.
func link(target, name string) func(repository string) error {
	return func(repository string) error {
		name := filepath.Join(repository, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		return os.Symlink(target, name)
	}
}
