package aws

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

const (
	account = "111122223333"
	region  = "ap-south-1"
	issuer  = "https://oidc.eks.ap-south-1.amazonaws.com/id/E2E"
)

// cluster signs tokens of its ServiceAccounts.
type cluster struct{ key *rsa.PrivateKey }

func newCluster(t *testing.T) cluster {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return cluster{key}
}

func (c cluster) issuer() Issuer { return Issuer{issuer, []crypto.PublicKey{c.key.Public()}} }

// claimsOf is a token's content for an hour, with what other says in its place.
func claimsOf(subject string, other map[string]any) map[string]any {
	content := map[string]any{"iss": issuer, "sub": subject, "aud": []string{TokenAudience},
		"nbf": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix()}
	for name, value := range other {
		content[name] = value
	}
	return content
}

func unsigned(t *testing.T, algorithm string, content map[string]any) string {
	t.Helper()
	var parts []string
	for _, part := range []map[string]any{{"alg": algorithm, "kid": "1"}, content} {
		data, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, base64.RawURLEncoding.EncodeToString(data))
	}
	return strings.Join(parts, ".")
}

func (c cluster) token(t *testing.T, content map[string]any) string {
	t.Helper()
	head := unsigned(t, "RS256", content)
	sum := sha256.Sum256([]byte(head))
	signature, err := rsa.SignPKCS1v15(rand.Reader, c.key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return head + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// tree is the account as the committed cluster configuration makes it.
func tree(t *testing.T, issuer Issuer) *Account {
	t.Helper()
	roles, err := ReadRoles(config(t), account, issuer)
	if err != nil {
		t.Fatal(err)
	}
	return New(account, region, roles...)
}

// config is the committed one of the cluster.
func config(t *testing.T) []byte {
	t.Helper()
	config, err := os.ReadFile("../../../eksctl/single-cluster/hello.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func role(environment string) string {
	return "arn:aws:iam::" + account + ":role/hello-" + environment + "-secrets"
}

func reader(environment string) string {
	return "system:serviceaccount:" + environment + ":secrets-reader"
}

// assumeAs is what STS answers: credentials or the code of an error.
func assumeAs(t *testing.T, a *Account, role, token string) (given assumed, code string) {
	t.Helper()
	form := url.Values{"Action": {assumeWithToken}, "Version": {"2011-06-15"}, "RoleArn": {role},
		"RoleSessionName": {"external-secrets-provider-aws"}, "WebIdentityToken": {token}}
	request := httptest.NewRequest("POST", "https://sts.ap-south-1.amazonaws.com/", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	a.STS().ServeHTTP(answer, request)
	var problem refused
	into := any(&given)
	if answer.Code != http.StatusOK {
		into = &problem
	}
	if err := xml.Unmarshal(answer.Body.Bytes(), into); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return given, problem.Code
}

// callAs is what Secrets Manager answers to a request that given signs; change is applied between signature and sending.
func callAs(t *testing.T, a *Account, given assumed, operation, id string, change func(*http.Request)) map[string]any {
	t.Helper()
	body := `{"SecretId":"` + id + `"}`
	request := httptest.NewRequest("POST", "https://secretsmanager.ap-south-1.amazonaws.com/", strings.NewReader(body))
	now := time.Now().UTC()
	request.Header.Set("X-Amz-Date", now.Format("20060102T150405Z"))
	request.Header.Set("X-Amz-Security-Token", given.SessionToken)
	request.Header.Set("X-Amz-Target", "secretsmanager."+operation)
	scope := now.Format("20060102") + "/" + region + "/secretsmanager/aws4_request"
	const signed = "content-length;host;x-amz-date;x-amz-security-token;x-amz-target"
	signature := sign(request, []byte(body), given.SecretAccessKey, scope, signed)
	request.Header.Set("Authorization", algorithm+" Credential="+given.AccessKeyID+"/"+scope+", SignedHeaders="+signed+", Signature="+signature)
	if change != nil {
		change(request)
	}
	answer := httptest.NewRecorder()
	a.SecretsManager().ServeHTTP(answer, request)
	var content map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &content); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return content
}
