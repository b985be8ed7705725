package process

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

const (
	interval  = 25 * time.Millisecond // between two checks
	tailLines = 15                    // of the log, in an error
	tailBytes = 64 << 10              // of the log, at most
)

// WaitReady calls check until it returns nil. It fails at once, with the end of the log, when the process ends, and
// with the last error of check when ctx ends. The context of check ends with the process.
func (p *Process) WaitReady(ctx context.Context, check func(context.Context) error) error {
	checks, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-p.done:
			cancel()
		case <-checks.Done():
		}
	}()
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	for {
		err := check(checks)
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
			return fmt.Errorf("%w, before it was ready:\n%s", p.exit(), p.Tail(tailLines))
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w: %w:\n%s", p.Command.Name, context.Cause(ctx), err, p.Tail(tailLines))
		case <-ticks.C:
		}
	}
}

// Tail is the last n lines of the log, or what it was that kept them from being read.
func (p *Process) Tail(n int) string {
	if p.Command.Log == "" {
		return "(no log)"
	}
	text, err := end(p.Command.Log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

func end(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	from := max(0, info.Size()-tailBytes)
	b, err := io.ReadAll(io.NewSectionReader(f, from, info.Size()-from))
	return string(b), err
}
