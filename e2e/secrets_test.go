package e2e

import (
	"encoding/json"

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
	for _, environment := range environments {
		put(environment+"/fastapi-hello/api-token", map[string]string{"token": "token-of-" + environment})
	}
	return all
}
