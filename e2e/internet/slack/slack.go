// Package slack remembers what is posted to Slack's Web API, which Argo CD's notifications use.
package slack

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Message is one that was posted.
type Message struct {
	Channel, Text string
	// Attachments and Blocks are JSON, or empty.
	Attachments, Blocks string
}

// Workspace is a workspace of Slack with one bot. It may be used by several goroutines.
type Workspace struct {
	token string

	mu       sync.Mutex
	messages []Message
}

// NewWorkspace is one whose bot has the token.
func NewWorkspace(token string) *Workspace { return &Workspace{token: token} }

// Messages are all until now, first to last.
func (s *Workspace) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// ServeHTTP answers chat.postMessage (https://docs.slack.dev/reference/methods/chat.postMessage); any other method of the
// API is an error, which Slack answers with status 200.
func (s *Workspace) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(s.post(r))
}

func (s *Workspace) post(r *http.Request) map[string]any {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if token == "" {
		token = r.PostFormValue("token")
	}
	channel := r.PostFormValue("channel")
	switch {
	case r.URL.Path != "/api/chat.postMessage":
		return map[string]any{"ok": false, "error": "unknown_method"}
	case token == "":
		return map[string]any{"ok": false, "error": "not_authed"}
	case token != s.token:
		return map[string]any{"ok": false, "error": "invalid_auth"}
	case channel == "":
		return map[string]any{"ok": false, "error": "channel_not_found"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, Message{channel, r.PostFormValue("text"), r.PostFormValue("attachments"), r.PostFormValue("blocks")})
	return map[string]any{"ok": true, "channel": channel, "ts": rand.Text()}
}
