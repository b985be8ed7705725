package aws

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// query is what a call asks for.
type query struct {
	SecretID     string `json:"SecretId"`
	VersionID    string `json:"VersionId"`
	VersionStage string
}

// current is the stage of the only version that a secret has here.
const current = "AWSCURRENT"

// operations are those that the policies of the tree allow and External Secrets calls; any other is refused by the
// caller's policy, as at AWS, before it could be missed.
var operations = map[string]func(secret) any{
	"GetSecretValue": func(s secret) any {
		return map[string]any{"ARN": s.arn, "Name": s.name, "VersionId": s.version, "SecretString": s.value,
			"VersionStages": []string{current}, "CreatedDate": s.changed.Unix()}
	},
	"DescribeSecret": func(s secret) any {
		stages := map[string][]string{}
		if s.version != "" {
			stages[s.version] = []string{current}
		}
		return map[string]any{"ARN": s.arn, "Name": s.name, "LastChangedDate": s.changed.Unix(), "VersionIdsToStages": stages}
	},
}

// SecretsManager answers the API of AWS Secrets Manager (https://docs.aws.amazon.com/secretsmanager/latest/apireference)
// to callers with a role that STS gave them.
func (a *Account) SecretsManager() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.Header().Set("X-Amzn-Requestid", rand.Text())
		answer, err := a.secret(r)
		if problem := (*fault)(nil); errors.As(err, &problem) {
			w.WriteHeader(problem.status)
			answer = map[string]string{"__type": problem.code, "Message": problem.message}
		}
		json.NewEncoder(w).Encode(answer)
	})
}

func (a *Account) secret(r *http.Request) (any, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, &fault{http.StatusBadRequest, "InvalidRequestException", err.Error()}
	}
	caller, err := a.authenticate(r, body, a.region, "secretsmanager")
	if err != nil {
		return nil, err
	}
	var asked query
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, &fault{http.StatusBadRequest, "SerializationException", err.Error()}
	}
	operation := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "secretsmanager.")
	found, ok := a.find(asked)
	if err := a.authorize(caller, "secretsmanager:"+operation, found.arn, asked.SecretID, map[string][]string{
		"aws:RequestedRegion":     {a.region},
		"secretsmanager:SecretId": {asked.SecretID},
	}); err != nil {
		return nil, err
	}
	answer, known := operations[operation]
	switch {
	case !known:
		return nil, &fault{http.StatusBadRequest, "UnknownOperationException", operation + " is not answered here"}
	case !ok:
		return nil, &fault{http.StatusBadRequest, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."}
	case operation == "GetSecretValue" && found.version == "":
		return nil, &fault{http.StatusBadRequest, "ResourceNotFoundException",
			"Secrets Manager can't find the specified secret value for staging label: " + current}
	}
	return answer(found), nil
}

// find is the secret by its name or ARN, and whether it has the version that is asked for; a secret that does not exist has
// the ARN that decides who may know this, and a call that is about no secret is about all.
func (a *Account) find(asked query) (secret, bool) {
	if asked.SecretID == "" {
		return secret{arn: "*"}, false
	}
	prefix := a.secretPrefix()
	id := strings.TrimPrefix(asked.SecretID, prefix)
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, known := range a.secrets {
		if id == known.name || prefix+id == known.arn {
			ok := (asked.VersionID == "" || asked.VersionID == known.version) && (asked.VersionStage == "" || asked.VersionStage == current)
			return known, ok
		}
	}
	return secret{arn: prefix + id}, false
}
