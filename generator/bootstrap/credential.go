package bootstrap

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	generators "github.com/example/fastapi-gitops/generator/api/externalsecrets/generators/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/external"
	"sigs.k8s.io/yaml"
)

// secretType labels the credentials with which Argo CD reads git and charts (Argo CD, "Declarative Setup", Repositories).
const secretType = "argocd.argoproj.io/secret-type"

// objects is the directory of Argo CD's own objects.
func (b Bootstrap) objects() string { return path.Join(b.Hub.ComponentDir("argo-cd"), "objects") }

// secrets see that what External Secrets will fetch is there, or Argo CD's own sync would wait for it, fail after an hour and
// not be tried again. They make what Argo CD reads its sources with, as External Secrets will: that comes from git and out of a
// chart, and so cannot come before.
func (b Bootstrap) secrets() (there, credentials []step, err error) {
	files, err := fs.Glob(b.Tree, path.Join(b.objects(), "externalsecret-*.yaml"))
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		var e externalsecrets.ExternalSecret
		if err := b.read(file, &e); err != nil {
			return nil, nil, err
		}
		if len(e.Spec.DataFrom) != 1 {
			return nil, nil, fmt.Errorf("%s: spec.dataFrom: expected one", file)
		}
		if t := e.Spec.Target.Template; t == nil || t.Metadata.Labels[secretType] == "" {
			there = append(there, b.there(e.Spec.DataFrom[0].Extract.Key))
			continue
		}
		s, err := b.credential(&e)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		credentials = append(credentials, s)
	}
	return there, credentials, nil
}

// there asks for the name of a secret, not for what it holds.
func (b Bootstrap) there(key string) step {
	return step{
		says:   "see that the secret " + key + " is in AWS",
		to:     external.New("aws", "secretsmanager", "describe-secret", "--secret-id="+key, "--region="+b.Hub.Region, "--query=Name", "--output=text"),
		remedy: missing(key),
	}
}

func missing(key string) string {
	return "if it is not there yet, make the secret " + key + " in AWS Secrets Manager: docs/schema/fleet.json says what it holds"
}

func (b Bootstrap) credential(e *externalsecrets.ExternalSecret) (step, error) {
	s := step{says: "copy the credential " + e.Name + " from AWS"}
	data := fromJSON
	switch from := e.Spec.DataFrom[0]; {
	case from.SourceRef != nil:
		var token generators.ECRAuthorizationToken
		if err := b.read(path.Join(b.objects(), "ecrauthorizationtoken-"+from.SourceRef.GeneratorRef.Name+".yaml"), &token); err != nil {
			return step{}, err
		}
		command := external.New("aws", "ecr", "get-login-password", "--region="+token.Spec.Region)
		s.from, data = &command, fromToken
	default:
		command := external.New("aws", "secretsmanager", "get-secret-value", "--secret-id="+from.Extract.Key,
			"--region="+b.Hub.Region, "--query=SecretString", "--output=text")
		s.from = &command
		s.remedy = missing(from.Extract.Key)
	}
	s.through = func(said []byte) ([]byte, error) {
		values, err := data(said)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.from, err)
		}
		return secret(e, values)
	}
	return s, nil
}

// secret is what External Secrets makes of the values.
func secret(e *externalsecrets.ExternalSecret, values map[string][]byte) ([]byte, error) {
	template := e.Spec.Target.Template
	data := maps.Clone(values)
	for key, value := range template.Data {
		data[key] = []byte(value)
	}
	return json.Marshal(map[string]any{
		"apiVersion": "v1",
		"kind":       "Secret",
		"metadata":   map[string]any{"name": e.Spec.Target.Name, "namespace": e.Namespace, "labels": template.Metadata.Labels},
		"data":       data,
	})
}

// fromJSON reads the keys of a secret in AWS Secrets Manager. Its errors say nothing of the content.
func fromJSON(said []byte) (map[string][]byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(said, &fields); err != nil || fields == nil {
		return nil, errors.New("the secret is no JSON object of keys and values")
	}
	values := map[string][]byte{}
	for key, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) == nil {
			raw = []byte(text)
		}
		values[key] = raw
	}
	return values, nil
}

// fromToken is the password of everybody whom Amazon ECR knows by a token
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html).
func fromToken(said []byte) (map[string][]byte, error) {
	token := bytes.TrimSpace(said)
	if len(token) == 0 {
		return nil, errors.New("no token")
	}
	return map[string][]byte{"username": []byte("AWS"), "password": token}, nil
}

// read decodes a file of the tree.
func (b Bootstrap) read(file string, into any) error {
	data, err := fs.ReadFile(b.Tree, file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is not there: run make render", file)
	}
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %s", file, strings.TrimPrefix(err.Error(), "error "))
	}
	return nil
}
