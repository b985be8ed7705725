package git

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
)

// Webhook is a receiver of pushes, such as Argo CD's /api/webhook.
type Webhook struct {
	// URL receives; Secret signs.
	URL, Secret string
	// Host serves the repositories over https, such as github.com.
	Host string
	// Client sends; nil is http.DefaultClient.
	Client *http.Client
}

// Send sends a push as GitHub does (https://docs.github.com/webhooks/webhook-events-and-payloads#push), with the fields
// that its receivers read. An answer other than 2xx is an error.
func (h Webhook) Send(ctx context.Context, push Push) error {
	body, err := json.Marshal(h.payload(push))
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "GitHub-Hookshot/proof")
	request.Header.Set("X-GitHub-Delivery", rand.Text())
	request.Header.Set("X-GitHub-Event", "push")
	request.Header.Set("X-Hub-Signature-256", "sha256="+h.sign(body))
	client := h.Client
	if client == nil {
		client = http.DefaultClient
	}
	return deliver(client, request)
}

func (h Webhook) sign(body []byte) string {
	mac := hmac.New(sha256.New, []byte(h.Secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func deliver(client *http.Client, request *http.Request) error {
	answer, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		complaint, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<10))
		return fmt.Errorf("webhook: %s answers %s: %s", request.URL, answer.Status, bytes.TrimSpace(complaint))
	}
	return nil
}

type payload struct {
	Ref        string     `json:"ref"`
	Before     string     `json:"before"`
	After      string     `json:"after"`
	Repository repository `json:"repository"`
	Commits    []commit   `json:"commits"`
	HeadCommit commit     `json:"head_commit"`
}

type repository struct {
	Name          string `json:"name"`
	FullName      string `json:"full_name"`
	HTMLURL       string `json:"html_url"`
	CloneURL      string `json:"clone_url"`
	DefaultBranch string `json:"default_branch"`
}

type commit struct {
	ID       string   `json:"id"`
	Message  string   `json:"message"`
	Added    []string `json:"added"`
	Modified []string `json:"modified"`
	Removed  []string `json:"removed"`
}

// payload tells of all commits of the push as one: receivers join their files anyway.
func (h Webhook) payload(push Push) payload {
	name := strings.TrimSuffix(push.Repository, ".git")
	url := "https://" + h.Host + "/" + name
	all := commit{push.After, push.Message, push.Added, push.Modified, push.Removed}
	return payload{
		Ref:        push.Ref,
		Before:     push.Before,
		After:      push.After,
		Repository: repository{path.Base(name), name, url, url + ".git", Branch},
		Commits:    []commit{all},
		HeadCommit: all,
	}
}
