package e2e

import (
	"context"
	"time"
)

// pushed is a commit at the repository's host, and when its push began.
type pushed struct {
	revision string
	at       time.Time
}

// push has a person push what they committed.
func (w *world) push(ctx context.Context, someone *person) (p pushed, err error) {
	p.at = time.Now()
	if _, err := someone.types(ctx, "git push --quiet"); err != nil {
		return p, err
	}
	p.revision, err = w.git.Head(ctx)
	return p, err
}

// seconds since the push began.
func (p pushed) seconds() string { return seconds(time.Since(p.at)) }
