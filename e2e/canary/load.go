package canary

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// Load are requests to a URL, each by a connection of its own, as people make them.
type Load struct {
	mu      sync.Mutex
	answers map[int]int // by status, 0 for none
}

// Send sends that many requests a second until ctx ends.
func Send(ctx context.Context, url string, perSecond int) *Load {
	l := &Load{answers: map[int]int{}}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	go func() {
		ticks := time.NewTicker(time.Second / time.Duration(perSecond))
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				go l.send(ctx, client, url)
			case <-ctx.Done():
				return
			}
		}
	}()
	return l
}

func (l *Load) send(ctx context.Context, client *http.Client, url string) {
	status := 0
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err == nil {
		if response, err := client.Do(request); err == nil {
			_, _ = io.Copy(io.Discard, response.Body) // its status is what counts
			response.Body.Close()
			status = response.StatusCode
		}
	}
	if ctx.Err() != nil {
		return // the end is none of the app's
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answers[status]++
}

// Answers are how often each status was answered since Send or the last call, 0 standing for no answer.
func (l *Load) Answers() map[int]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	answers := l.answers
	l.answers = map[int]int{}
	return answers
}
