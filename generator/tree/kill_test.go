//go:build unix

package tree

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary is also the run that is killed, or that finds the disk full. These say what it renders, a version of the
// fleet or fullDisk, and where.
const (
	childTask = "TREE_TEST_TASK"
	childRoot = "TREE_TEST_ROOT"
	fullDisk  = "full disk"
)

func TestMain(m *testing.M) {
	if task := os.Getenv(childTask); task != "" {
		if err := child(task, os.Getenv(childRoot)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(task, root string) error {
	output, err := Open(root, "rendered", "eksctl")
	if err != nil {
		return err
	}
	if task == fullDisk {
		return renderOnFullDisk(output)
	}
	version, err := strconv.Atoi(task)
	if err != nil {
		return err
	}
	return render(context.Background(), output, killedFleet(version))
}

func start(t *testing.T, task, root string) (*exec.Cmd, *strings.Builder) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childTask+"="+task, childRoot+"="+root)
	stderr := &strings.Builder{}
	command.Stderr = stderr
	succeed(t, command.Start())
	return command, stderr
}

func killedFleet(version int) Tree { return fleet(2000, 2700, version) }

// TestKilledRun kills runs as soon as a file drawn by lot has changed, so that the kills fall all over the writing and the
// removing.
func TestKilledRun(t *testing.T) {
	const seed, rounds = 3, 4
	random := rand.New(rand.NewPCG(seed, seed))
	root := t.TempDir()
	output := open(t, root)
	succeed(t, render(t.Context(), output, killedFleet(0)))
	inTheMiddle := 0
	for version := 1; version <= rounds; version++ {
		old, want := killedFleet(version-1), killedFleet(version)
		changes, err := output.Diff(want)
		succeed(t, err)
		kill(t, root, version, changes.Files[random.IntN(len(changes.Files))])

		if wrong := torn(onDisk(t, root), old, want); len(wrong) > 0 {
			t.Fatalf("torn: %q", wrong)
		}
		left, err := output.Diff(want)
		succeed(t, err)
		if len(left.Files) > 0 {
			inTheMiddle++
		}
		t.Logf("killed with %d of %d changes to go, %d temporary files", len(left.Files), len(changes.Files), len(left.leftovers))

		// The next run is not kept out by the lock of the dead one.
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		succeed(t, render(ctx, output, want))
		cancel()
		equal(t, "disk after the next run", onDisk(t, root), written(want))
	}
	if inTheMiddle < rounds/2 {
		t.Errorf("only %d of %d runs were killed in the middle", inTheMiddle, rounds)
	}
}

// kill starts a run and kills it when the change is on disk.
func kill(t *testing.T, root string, version int, change Change) {
	t.Helper()
	run, stderr := start(t, strconv.Itoa(version), root)
	target, want := filepath.Join(root, change.Path), string(change.After())
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		content, err := os.ReadFile(target)
		if there := err == nil; there == (change.Kind != Removed) && string(content) == want {
			break
		}
	}
	succeed(t, run.Process.Kill())
	run.Wait()
	if stderr.Len() > 0 {
		t.Fatal(stderr)
	}
}

const largest = 4096 // bytes that the child can put into one file

func renderOnFullDisk(output *Output) error {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: largest, Max: largest}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	return render(context.Background(), output, Tree{
		"rendered/large.yaml": bytes.Repeat([]byte("large: 1\n"), largest),
		"rendered/small.yaml": []byte("small: 2\n"),
	})
}

// TestFullDisk gives the child a limit on the size of a file. Like a full disk it ends a write half-way.
func TestFullDisk(t *testing.T) {
	disk := map[string]string{"rendered/large.yaml": generated("large: 1\n"), "rendered/small.yaml": generated("small: 1\n")}
	root := repository(t, disk)
	run, stderr := start(t, fullDisk, root)
	if err := run.Wait(); err == nil {
		t.Fatal("the run succeeded")
	}
	equal(t, "error", stderr.String(), "rendered/large.yaml: "+syscall.EFBIG.Error()+"\n")
	equal(t, "disk", onDisk(t, root), map[string]string{
		"rendered/large.yaml": generated("large: 1\n"),
		"rendered/small.yaml": generated("small: 2\n"),
	})
}
