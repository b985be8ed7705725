package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"

	"github.com/creack/pty"
)

// person works at a terminal: with a clone of the repository, and argocd, aws, eksctl, helm and kubectl in their PATH.
type person struct {
	clone string
	env   []string
	log   io.Writer
}

// types runs a command as typed and says yes to what it asks. It returns what the terminal showed.
func (p *person) types(ctx context.Context, line string) (string, error) {
	fmt.Fprintf(p.log, "$ %s\n", line)
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Dir, cmd.Env = p.clone, p.env
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	terminal, err := pty.Start(cmd)
	if err != nil {
		return "", err
	}
	defer terminal.Close()
	if _, err := io.WriteString(terminal, "yes\n"); err != nil {
		return "", err
	}
	var shown bytes.Buffer
	_, err = io.Copy(io.MultiWriter(&shown, p.log), terminal)
	if errors.Is(err, syscall.EIO) { // how a terminal says that nobody is at its other end any more
		err = nil
	}
	if err := errors.Join(err, cmd.Wait()); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", line, err, tail(shown.String(), 30))
	}
	return strings.ReplaceAll(shown.String(), "\r\n", "\n"), nil
}

// edits replaces what is in a file of the clone; that it is not there is an error.
func (p *person) edits(file string, old *regexp.Regexp, text string) error {
	path := filepath.Join(p.clone, file)
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !old.Match(data) {
		return fmt.Errorf("%s has no %s", file, old)
	}
	return os.WriteFile(path, old.ReplaceAll(data, []byte(text)), 0o644)
}

func tail(text string, lines int) string {
	all := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// bootstrapCommands are the lines of a shell in README's section on bootstrap.
func bootstrapCommands() ([]string, error) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		return nil, err
	}
	_, section, found := strings.Cut(string(readme), "\n## From an empty AWS account\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var commands []string
	for _, line := range regexp.MustCompile(`(?m)^    .*$`).FindAllString(section, -1) {
		command, _, _ := strings.Cut(line, "#")
		commands = append(commands, strings.TrimSpace(command))
	}
	if !found || len(commands) == 0 {
		return nil, errors.New("README.md has no commands under \"From an empty AWS account\"")
	}
	return commands, nil
}
