package tree

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

func TestApply(t *testing.T) {
	leftover := "rendered/a/" + temporaryName()
	tests := map[string]struct {
		disk, want, after map[string]string
	}{
		"fresh clone": {
			disk:  map[string]string{"README.md": "read"},
			want:  map[string]string{"rendered/a/b/c.yaml": "c\n", "eksctl/d.yaml": "d\n"},
			after: map[string]string{"README.md": "read", "rendered/a/b/c.yaml": generated("c\n"), "eksctl/d.yaml": generated("d\n")},
		},
		"an edit of a generated file is undone": {
			disk:  map[string]string{"rendered/a.yaml": generated("edited\n")},
			want:  map[string]string{"rendered/a.yaml": "a\n"},
			after: map[string]string{"rendered/a.yaml": generated("a\n")},
		},
		"stale files take their empty folders with them": {
			disk: map[string]string{
				"rendered/old/a/x.yaml": generated("x\n"), "rendered/old/y.yaml": generated("y\n"),
				"rendered/both/old.yaml": generated("o\n"), "rendered/both/new.yaml": generated("n\n"),
				"eksctl/z.yaml": generated("z\n"), "apps/": "",
			},
			want:  map[string]string{"rendered/both/new.yaml": "n\n"},
			after: map[string]string{"rendered/both/new.yaml": generated("n\n"), "apps/": ""},
		},
		"a folder moves down and another up": {
			disk:  map[string]string{"rendered/a/x.yaml": generated("x\n"), "rendered/b/c/y.yaml": generated("y\n")},
			want:  map[string]string{"rendered/a/c/x.yaml": "x\n", "rendered/b/y.yaml": "y\n"},
			after: map[string]string{"rendered/a/c/x.yaml": generated("x\n"), "rendered/b/y.yaml": generated("y\n")},
		},
		"what a killed run left is cleared though nothing differs": {
			disk: map[string]string{
				leftover: "half a fi", "rendered/b/" + temporaryName(): "", "rendered/b/c.yaml": generated("c\n"),
				"rendered/e/f/g/": "", "eksctl/": "",
			},
			want:  map[string]string{"rendered/b/c.yaml": "c\n"},
			after: map[string]string{"rendered/b/c.yaml": generated("c\n")},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			root := repository(t, test.disk)
			succeed(t, render(t.Context(), open(t, root), wanted(test.want)))
			equal(t, "disk", onDisk(t, root), test.after)
		})
	}
}

// TestApplyThenDiffIsEmpty goes from one random tree to the next, and expects each in full.
func TestApplyThenDiffIsEmpty(t *testing.T) {
	const seed = 1
	random := rand.New(rand.NewPCG(seed, seed))
	root := t.TempDir()
	output := open(t, root)
	for range 40 {
		want := Tree{}
		for range random.IntN(30) {
			name := []string{"rendered", "eksctl"}[random.IntN(2)]
			for range random.IntN(4) {
				name += fmt.Sprintf("/%d", random.IntN(3))
			}
			name += fmt.Sprintf("/%d.yaml", random.IntN(5))
			want[name] = []byte(strings.Repeat("line\n", random.IntN(3)))
		}
		succeed(t, render(t.Context(), output, want))
		equal(t, "disk", onDisk(t, root), written(want))
		changes, err := output.Diff(want)
		succeed(t, err)
		equal(t, "changes", lines(changes), nil)
	}
}

func TestApplyKeepsUnchangedFiles(t *testing.T) {
	root := repository(t, map[string]string{"rendered/same.yaml": generated("s\n")})
	before, err := os.Stat(filepath.Join(root, "rendered/same.yaml"))
	succeed(t, err)
	succeed(t, render(t.Context(), open(t, root), wanted(map[string]string{"rendered/same.yaml": "s\n", "rendered/new.yaml": ""})))
	after, err := os.Stat(filepath.Join(root, "rendered/same.yaml"))
	succeed(t, err)
	if !os.SameFile(before, after) {
		t.Error("an unchanged file was replaced")
	}
}

// countdown is a context that is done after a number of looks at it: the moment does not depend on the clock.
type countdown struct {
	context.Context
	left atomic.Int64
}

func (c *countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func TestApplyStopsBetweenFiles(t *testing.T) {
	old, want := fleet(200, 500, 1), fleet(200, 500, 2)
	for _, looks := range []int64{0, 1, 50, 150, 220} {
		root := repository(t, written(old))
		output := open(t, root)
		changes, err := output.Diff(want)
		succeed(t, err)

		ctx := &countdown{Context: t.Context()}
		ctx.left.Store(looks)
		err = output.Apply(ctx, changes)
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("after %d looks: error %v, want one that is context.Canceled", looks, err)
		}
		disk := onDisk(t, root)
		equal(t, "torn", torn(disk, old, want), nil)
		equal(t, "temporary files", temporaries(disk), nil)
		succeed(t, render(t.Context(), output, want))
		equal(t, "repaired", onDisk(t, root), written(want))
	}
}

// torn returns the files that are neither wholly old nor wholly new, and those of both trees that are gone.
func torn(disk map[string]string, old, new Tree) []string {
	before, after := written(old), written(new)
	var torn []string
	for name := range before {
		_, stays := after[name]
		if _, there := disk[name]; stays && !there {
			torn = append(torn, name)
		}
	}
	for name, content := range disk {
		was, is := before[name], after[name]
		folder := strings.HasSuffix(name, "/")
		if !folder && !isTemporary(path.Base(name)) && (content == "" || content != was && content != is) {
			torn = append(torn, name)
		}
	}
	return torn
}

func temporaries(disk map[string]string) []string {
	var names []string
	for name := range disk {
		if isTemporary(path.Base(name)) {
			names = append(names, name)
		}
	}
	return names
}

// TestApplyNamesFailures lets folders appear between Diff and Apply where files are to be.
func TestApplyNamesFailures(t *testing.T) {
	for _, failures := range []int{1, 5, 100} {
		root := t.TempDir()
		output := open(t, root)
		want := fleet(300, 100, 1)
		changes, err := output.Diff(want)
		succeed(t, err)
		for _, change := range changes.Files[:failures] {
			place(t, root, change.Path+"/in-the-way", "")
		}

		err = output.Apply(t.Context(), changes)
		reported := strings.Split(err.Error(), "\n")
		if most := min(failures, mostErrors+2) + 1; len(reported) > most {
			t.Errorf("%d failures: %d lines, want at most %d", failures, len(reported), most)
		}
		for _, line := range reported[:min(failures, mostErrors)] {
			file, _, _ := strings.Cut(line, ": ")
			if _, wanted := want[file]; !wanted {
				t.Errorf("%d failures: %q does not begin with the path of a file", failures, line)
			}
		}
		if stopped := strings.Contains(err.Error(), "of 300 files not tried"); stopped != (failures > mostErrors) {
			t.Errorf("%d failures: %v", failures, err)
		}
		equal(t, "temporary files", temporaries(onDisk(t, root)), nil)
	}
}

func TestStaleFilesStayUntilAllIsWritten(t *testing.T) {
	root := repository(t, map[string]string{"rendered/stale.yaml": generated("s\n")})
	output := open(t, root)
	changes, err := output.Diff(wanted(map[string]string{"rendered/new.yaml": "n\n"}))
	succeed(t, err)
	place(t, root, "rendered/new.yaml/in-the-way", "")
	if err := output.Apply(t.Context(), changes); err == nil {
		t.Fatal("Apply succeeded over a folder")
	}
	if _, stays := onDisk(t, root)["rendered/stale.yaml"]; !stays {
		t.Error("a stale file was removed although its successor could not be written")
	}
}
