package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/e2e/internet/git"
)

// The accounts at the repository's host: Argo CD's may read, a person's may push.
var (
	argoCDAccount = git.Account{Username: "argocd", Password: "reads"}
	personAccount = git.Account{Username: "person", Password: "pushes"}
)

const (
	webhookSecret = "signs"         // what the repository's host sends
	slackToken    = "xoxb-notifies" // of Argo CD's bot
)

// secrets are what people put into AWS Secrets Manager, as docs/schema/fleet.json and docs/schema/app.json say.
func secrets() map[string]string {
	all := map[string]string{}
	put := func(name string, value map[string]string) {
		data, _ := json.Marshal(value) // strings can be marshalled
		all[name] = string(data)
	}
	put("argocd/"+fleet+"/repository", map[string]string{"username": argoCDAccount.Username, "password": argoCDAccount.Password})
	put("argocd/"+fleet+"/sso", map[string]string{"clientSecret": "sso"})
	put("argocd/"+fleet+"/webhook", map[string]string{"secret": webhookSecret})
	put("argocd/"+fleet+"/notifications", map[string]string{"slack-token": slackToken})
	put(monitoring+"/"+fleet+"/alertmanager", map[string]string{
		"heartbeat": "https://heartbeat.example.com", "platform-pagerduty": "pages",
		"platform-slack": "https://slack.example.com/platform", "hello-slack": "https://slack.example.com/hello",
	})
	for _, environment := range environments {
		put(environment+"/fastapi-hello/api-token", map[string]string{"token": "token-of-" + environment})
	}
	return all
}

// beforeBootstrap says whether a secret must be there before the cluster makes the others.
func beforeBootstrap(name string) bool { return strings.HasPrefix(name, "argocd/") }

// fillCommand is README's way to give a secret its value.
func fillCommand() (string, error) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		return "", err
	}
	command := regexp.MustCompile("`(aws secretsmanager put-secret-value [^`]+)`").FindSubmatch(readme)
	if command == nil {
		return "", errors.New("README.md does not say how secrets get their values")
	}
	return strings.Join(strings.Fields(string(command[1])), " "), nil
}

// fills gives their values to the secrets that the cluster has made, by README's command.
func (p *person) fills(ctx context.Context) error {
	command, err := fillCommand()
	if err != nil {
		return err
	}
	all := secrets()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if beforeBootstrap(name) {
			continue
		}
		if err := os.WriteFile(filepath.Join(p.clone, "secret.json"), []byte(all[name]), 0o600); err != nil {
			return err
		}
		if _, err := p.types(ctx, strings.Replace(command, "production/<app>/<secret>", name, 1)); err != nil {
			return err
		}
	}
	return os.Remove(filepath.Join(p.clone, "secret.json"))
}
