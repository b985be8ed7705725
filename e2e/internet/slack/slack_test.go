package slack_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/e2e/internet/slack"
)

func TestPostMessage(t *testing.T) {
	workspace := slack.NewWorkspace("xoxb-1")
	for _, c := range []struct {
		path, header, token, channel, want string
	}{
		{"chat.postMessage", "", "xoxb-1", "deployments", ""},
		{"chat.postMessage", "Bearer xoxb-1", "", "deployments", ""},
		{"chat.postMessage", "", "xoxb-2", "deployments", "invalid_auth"},
		{"chat.postMessage", "", "", "deployments", "not_authed"},
		{"chat.postMessage", "", "xoxb-1", "", "channel_not_found"},
		{"chat.update", "", "xoxb-1", "deployments", "unknown_method"},
	} {
		form := url.Values{"token": {c.token}, "channel": {c.channel}, "text": {"synced"}, "attachments": {"[]"}}
		request := httptest.NewRequest("POST", "https://slack.com/api/"+c.path, strings.NewReader(form.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Authorization", c.header)
		answer := httptest.NewRecorder()
		workspace.ServeHTTP(answer, request)
		var got struct {
			OK    bool
			Error string
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.Error != c.want || got.OK != (c.want == "") {
			t.Errorf("%+v: %+v", c, got)
		}
	}
	posted := slack.Message{Channel: "deployments", Text: "synced", Attachments: "[]"}
	if diff := cmp.Diff([]slack.Message{posted, posted}, workspace.Messages()); diff != "" {
		t.Error(diff)
	}
}
