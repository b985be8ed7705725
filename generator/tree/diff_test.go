package tree

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	tests := map[string]struct {
		disk, want map[string]string
		changes    []string
	}{
		"nothing at all": {},
		"fresh clone": {
			want:    map[string]string{"rendered/b/x.yaml": "x\n", "rendered/a.yaml": "a\n", "eksctl/f/c.yaml": "c\n"},
			changes: []string{"+ eksctl/f/c.yaml", "+ rendered/a.yaml", "+ rendered/b/x.yaml"},
		},
		"no difference": {
			disk: map[string]string{"rendered/a.yaml": generated("a\n"), "rendered/empty.yaml": generated("")},
			want: map[string]string{"rendered/a.yaml": "a\n", "rendered/empty.yaml": ""},
		},
		"other content, shorter and longer": {
			disk: map[string]string{
				"rendered/a.yaml": generated("a\n"), "rendered/b.yaml": generated("a\nb\n"), "rendered/c.yaml": generated("a\n"),
			},
			want:    map[string]string{"rendered/a.yaml": "b\n", "rendered/b.yaml": "a\n", "rendered/c.yaml": "a\nb\n"},
			changes: []string{"~ rendered/a.yaml", "~ rendered/b.yaml", "~ rendered/c.yaml"},
		},
		"stale": {
			disk:    map[string]string{"rendered/old/a.yaml": generated("a\n"), "eksctl/f/c.yaml": generated("")},
			changes: []string{"- eksctl/f/c.yaml", "- rendered/old/a.yaml"},
		},
		"replaced because nothing is lost": {
			disk:    map[string]string{"rendered/empty.yaml": "", "rendered/bare.yaml": "a\n"},
			want:    map[string]string{"rendered/empty.yaml": "a\n", "rendered/bare.yaml": "a\n"},
			changes: []string{"~ rendered/bare.yaml", "~ rendered/empty.yaml"},
		},
		"checkout with CRLF": {
			disk: map[string]string{
				"rendered/a.yaml":     strings.ReplaceAll(generated("a\n"), "\n", "\r\n"),
				"rendered/stale.yaml": strings.ReplaceAll(generated("a\n"), "\n", "\r\n"),
			},
			want:    map[string]string{"rendered/a.yaml": "a\n"},
			changes: []string{"~ rendered/a.yaml", "- rendered/stale.yaml"},
		},
		"not ours to look at": {
			disk: map[string]string{"README.md": "hand-made", "rendered.md": "hand-made", "apps/hello/app.yaml": "port: 80"},
		},
		"left behind by a killed run": {
			disk: map[string]string{"rendered/.render-ABCDEFGHIJKLMNOPQRSTUVWXYZ.tmp": "# Gen", "rendered/empty/": ""},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			root := repository(t, test.disk)
			changes, err := open(t, root).Diff(wanted(test.want))
			succeed(t, err)
			equal(t, "changes", lines(changes), test.changes)
			if test.disk != nil {
				equal(t, "disk", onDisk(t, root), test.disk)
			}
		})
	}
}

func TestDiffNamesEverythingInTheWay(t *testing.T) {
	root := repository(t, map[string]string{
		"rendered/notes.md":         "remember",
		"rendered/z/.gitkeep":       "",
		"rendered/a.yaml":           "written: by a person\n",
		"rendered/headed-late.yaml": "\n" + Header,
		"rendered/.render-x.tmp":    "not our pattern",
		"rendered/deep/b.yaml/c":    generated(""),
		"rendered/file":             generated(""),
		"elsewhere/secret.yaml":     generated("s\n"),
	})
	for name, target := range map[string]string{
		"rendered/out":      filepath.Join(root, "elsewhere"),
		"rendered/in":       "deep",
		"rendered/own.yaml": "file",
		"eksctl":            "elsewhere",
	} {
		succeed(t, os.Symlink(target, filepath.Join(root, name)))
	}
	before := onDisk(t, root)

	_, err := open(t, root).Diff(wanted(map[string]string{
		"rendered/a.yaml":          "a\n",
		"rendered/deep/b.yaml":     "b\n",
		"rendered/file/below.yaml": "f\n",
		"rendered/own.yaml":        "o\n",
		"rendered/in/new.yaml":     "n\n",
		"rendered/out/secret.yaml": "s\n",
		"eksctl/secret.yaml":       "s\n",
	}))
	equal(t, "error", strings.Split(err.Error(), "\n"), []string{
		"eksctl: " + ErrNotFolder.Error(),
		"rendered/.render-x.tmp: " + ErrHandMade.Error(),
		"rendered/a.yaml: " + ErrHandMade.Error(),
		"rendered/deep/b.yaml: " + ErrFolder.Error(),
		"rendered/file: " + ErrNotFolder.Error(),
		"rendered/headed-late.yaml: " + ErrHandMade.Error(),
		"rendered/in: " + ErrIrregular.Error(),
		"rendered/notes.md: " + ErrHandMade.Error(),
		"rendered/out: " + ErrIrregular.Error(),
		"rendered/own.yaml: " + ErrIrregular.Error(),
		"rendered/z/.gitkeep: " + ErrHandMade.Error(),
	})
	for _, kind := range []error{ErrHandMade, ErrIrregular, ErrFolder, ErrNotFolder} {
		if !errors.Is(err, kind) {
			t.Errorf("error is not %q", kind)
		}
	}
	equal(t, "disk after a diff that fails", onDisk(t, root), before)
}

func TestDiffRefusesWantedPaths(t *testing.T) {
	root := t.TempDir()
	_, err := open(t, root).Diff(wanted(map[string]string{
		"rendered/a":              "",
		"rendered/a/b.yaml":       "",
		"rendered/../apps/x.yaml": "",
		"/rendered/x.yaml":        "",
		"rendered":                "",
		"apps/x.yaml":             "",
		"rendered/.render-ABCDEFGHIJKLMNOPQRSTUVWXYZ.tmp": "",
	}))
	equal(t, "error", strings.Split(err.Error(), "\n"), []string{
		"/rendered/x.yaml: outside the output folders rendered, eksctl",
		"apps/x.yaml: outside the output folders rendered, eksctl",
		"rendered: outside the output folders rendered, eksctl",
		"rendered/../apps/x.yaml: outside the output folders rendered, eksctl",
		"rendered/.render-ABCDEFGHIJKLMNOPQRSTUVWXYZ.tmp: named like a temporary file",
		"rendered/a: wanted both as a file and as a folder",
	})
	equal(t, "disk", onDisk(t, root), map[string]string{})
}
