// Package external runs programs of others, such as aws, kubectl, helm and eksctl. A value that nobody shall see goes from one
// to the next by a pipe: not as an argument, which every process of the machine can read, nor through a file.
package external

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	// grace is how long a program that is interrupted may take to end.
	grace = 10 * time.Second
	// hearing is how much later than the program this one may hear of an interrupt: a terminal sends it to both.
	hearing = 100 * time.Millisecond
)

// Command is a program and its arguments.
type Command struct {
	Program string
	Args    []string
	// Input is what it reads; nil for nothing.
	Input []byte
}

// New is a command that reads nothing.
func New(program string, args ...string) Command { return Command{Program: program, Args: args} }

// With is the command with more arguments.
func (c Command) With(args ...string) Command {
	c.Args = append(slices.Clip(c.Args), args...)
	return c
}

// Reading is the command with an input.
func (c Command) Reading(input []byte) Command {
	c.Input = input
	return c
}

// plain is a word that a shell takes as it is.
var plain = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// String is the command as one types it into a shell.
func (c Command) String() string {
	words := []string{c.Program}
	for _, arg := range c.Args {
		if !plain.MatchString(arg) {
			arg = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
		words = append(words, arg)
	}
	return strings.Join(words, " ")
}

// Run runs the command with its outputs at those of the caller. The error names the command, not what it read. A context that
// is done interrupts the program. Where the program fails because a person interrupts both, the context is done too.
func (c Command) Run(ctx context.Context, out, errs io.Writer) error {
	cmd := exec.CommandContext(ctx, c.Program, c.Args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(c.Input), out, errs
	if c.Program == "aws" {
		cmd.Env = append(cmd.Environ(), "AWS_PAGER=") // its pager would wait for a person
	}
	cmd.Cancel, cmd.WaitDelay = func() error { return cmd.Process.Signal(os.Interrupt) }, grace
	if err := cmd.Run(); err != nil {
		select {
		case <-ctx.Done():
		case <-time.After(hearing):
		}
		return fmt.Errorf("%s: %w", c, err)
	}
	return nil
}

// Output runs the command and returns what it says, which nobody else gets to see.
func (c Command) Output(ctx context.Context, errs io.Writer) ([]byte, error) {
	var out bytes.Buffer
	err := c.Run(ctx, &out, errs)
	return out.Bytes(), err
}

// sources say where to get the programs.
var sources = map[string]string{
	"aws":     "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
	"eksctl":  "https://eksctl.io/installation/",
	"helm":    "https://helm.sh/docs/intro/install/",
	"kubectl": "https://kubernetes.io/docs/tasks/tools/",
}

// Installed is nil if all programs are, else it names each that is not and where to get it.
func Installed(programs ...string) error {
	var missing []error
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			missing = append(missing, fmt.Errorf("%s is not installed: see %s", program, sources[program]))
		}
	}
	return errors.Join(missing...)
}
