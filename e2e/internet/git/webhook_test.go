package git_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/e2e/internet/git"
)

// receiver checks the signature and keeps the fields that Argo CD reads.
type receiver struct {
	secret string
	got    map[string]any
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	mac := hmac.New(sha256.New, []byte(r.secret))
	mac.Write(body)
	want := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	if err != nil || request.Header.Get("X-Hub-Signature-256") != want || request.Header.Get("X-GitHub-Event") != "push" {
		http.Error(w, "HMAC verification failed", http.StatusBadRequest)
		return
	}
	if err := json.Unmarshal(body, &r.got); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

var push = git.Push{
	Repository: name, Ref: "refs/heads/main", Before: "1", After: "2", Message: "m",
	Added: []string{"a"}, Modified: []string{"b"}, Removed: []string{"c"},
}

func TestWebhook(t *testing.T) {
	argocd := &receiver{secret: "s"}
	server := httptest.NewServer(argocd)
	defer server.Close()
	hook := git.Webhook{URL: server.URL + "/api/webhook", Secret: "s", Host: "github.com", Client: server.Client()}
	if err := hook.Send(t.Context(), push); err != nil {
		t.Fatal(err)
	}
	commit := map[string]any{"id": "2", "message": "m", "added": []any{"a"}, "modified": []any{"b"}, "removed": []any{"c"}}
	want := map[string]any{
		"ref": "refs/heads/main", "before": "1", "after": "2", "head_commit": commit, "commits": []any{commit},
		"repository": map[string]any{
			"name": "fastapi-gitops", "full_name": "example/fastapi-gitops", "default_branch": "main",
			"html_url": "https://github.com/example/fastapi-gitops", "clone_url": "https://github.com/example/fastapi-gitops.git",
		},
	}
	if diff := cmp.Diff(want, argocd.got); diff != "" {
		t.Error(diff)
	}
	hook.Secret = "other"
	if err := hook.Send(t.Context(), push); err == nil || !strings.Contains(err.Error(), "HMAC verification failed") {
		t.Errorf("another secret: %v", err)
	}
}
