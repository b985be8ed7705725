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
	"sync"
	"syscall"
	"time"

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
	shown, _, err := p.typesUntil(ctx, line, kill, nil)
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", line, err, tail(shown, 30))
	}
	return shown, nil
}

// cutter ends what runs at a terminal.
type cutter string

const (
	kill      cutter = "kill -9"
	interrupt cutter = "Ctrl-C"
)

// end kills all that runs there at once, as when the machine fails, or types what a person types.
func (c cutter) end(cmd *exec.Cmd, terminal io.Writer) error {
	if c == kill {
		return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	_, err := terminal.Write([]byte{3})
	return err
}

// typesUntil is types, and ends the command once the moment comes, which is asked for with what the terminal has shown. It says
// whether it came; if so, that the command failed is no error. Without a moment none comes.
func (p *person) typesUntil(ctx context.Context, line string, by cutter, moment func(shown string) bool) (said string, came bool, err error) {
	fmt.Fprintf(p.log, "$ %s\n", line)
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Dir, cmd.Env = p.clone, p.env
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	terminal, err := pty.Start(cmd)
	if err != nil {
		return "", false, err
	}
	defer terminal.Close()
	if _, err := io.WriteString(terminal, "yes\n"); err != nil {
		return "", false, err
	}
	shown, read := &screen{}, make(chan error, 1)
	go func() {
		_, err := io.Copy(io.MultiWriter(shown, p.log), terminal)
		read <- err
	}()
	var look <-chan time.Time
	if moment != nil {
		look = time.Tick(2 * time.Millisecond)
	}
	for {
		select {
		case err := <-read:
			if errors.Is(err, syscall.EIO) { // how a terminal says that nobody is at its other end any more
				err = nil
			}
			if ended := cmd.Wait(); !came {
				err = errors.Join(err, ended)
			}
			return strings.ReplaceAll(shown.String(), "\r\n", "\n"), came, err
		case <-look:
			if !came && moment(shown.String()) {
				came = true
				if err := by.end(cmd, terminal); err != nil {
					return shown.String(), came, err
				}
			}
		}
	}
}

// screen is what a terminal shows.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(text)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
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

// commandsOf are the lines of a shell in a part of a document, without their comments. That there are none is an error.
func commandsOf(document, from, to string, line *regexp.Regexp) ([]string, error) {
	text, err := os.ReadFile(document)
	if err != nil {
		return nil, err
	}
	_, part, found := strings.Cut(string(text), from)
	part, _, _ = strings.Cut(part, to)
	var commands []string
	for _, line := range line.FindAllString(part, -1) {
		command, _, _ := strings.Cut(line, "#")
		commands = append(commands, strings.TrimSpace(command))
	}
	if !found || len(commands) == 0 {
		return nil, fmt.Errorf("%s has no commands after %q", document, from)
	}
	return commands, nil
}
