package aws

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAssumeRole(t *testing.T) {
	home, other := newCluster(t), newCluster(t)
	a := tree(t, home.issuer())
	staging := reader("staging")
	for _, c := range []struct{ name, role, token, want string }{
		{"right", role("staging"), home.token(t, claimsOf(staging, nil)), ""},
		{"another namespace", role("production"), home.token(t, claimsOf(staging, nil)), "AccessDenied"},
		{"another ServiceAccount", role("staging"), home.token(t, claimsOf("system:serviceaccount:staging:default", nil)), "AccessDenied"},
		{"no such role", role("none"), home.token(t, claimsOf(staging, nil)), "AccessDenied"},
		{"another cluster", role("staging"), other.token(t, claimsOf(staging, nil)), "InvalidIdentityToken"},
		{"another issuer", role("staging"), home.token(t, claimsOf(staging, map[string]any{"iss": "https://other"})), "InvalidIdentityToken"},
		{"audience of the API server", role("staging"), home.token(t, claimsOf(staging, map[string]any{"aud": issuer})), "InvalidIdentityToken"},
		{"expired", role("staging"), home.token(t, claimsOf(staging, map[string]any{"exp": 1})), "ExpiredTokenException"},
		{"early", role("staging"), home.token(t, claimsOf(staging, map[string]any{"nbf": time.Now().Add(time.Hour).Unix()})), "InvalidIdentityToken"},
		{"unsigned", role("staging"), unsigned(t, "none", claimsOf(staging, nil)) + ".", "InvalidIdentityToken"},
		{"no token", role("staging"), "", "InvalidIdentityToken"},
	} {
		given, code := assumeAs(t, a, c.role, c.token)
		if code != c.want || (given.AccessKeyID != "") != (c.want == "") {
			t.Errorf("%s: %q %+v, want %q", c.name, code, given, c.want)
		}
	}
	if got := a.Calls()[:2]; !cmp.Equal(got, []Call{
		{staging, "sts:AssumeRoleWithWebIdentity", role("staging"), true},
		{staging, "sts:AssumeRoleWithWebIdentity", role("production"), false},
	}) {
		t.Errorf("calls: %+v", got)
	}
}

// The roles of a cluster go with it: those of the next one trust another issuer.
func TestSetRoles(t *testing.T) {
	lost, next := newCluster(t), newCluster(t)
	a := tree(t, lost.issuer())
	roles, err := ReadRoles(config(t), account, next.issuer())
	if err != nil {
		t.Fatal(err)
	}
	a.SetRoles(roles...)
	for name, cluster := range map[string]cluster{"InvalidIdentityToken": lost, "": next} {
		if _, code := assumeAs(t, a, role("staging"), cluster.token(t, claimsOf(reader("staging"), nil))); code != name {
			t.Errorf("%q, want %q", code, name)
		}
	}
	a.SetRoles()
	if _, code := assumeAs(t, a, role("staging"), next.token(t, claimsOf(reader("staging"), nil))); code != "AccessDenied" {
		t.Errorf("a role that is not there: %q", code)
	}
}

// Versions change with values alone.
func TestVersions(t *testing.T) {
	a := New(account, region)
	a.Put("one", "a")
	first := a.Versions()["one"]
	a.Put("one", "b")
	if second := a.Versions()["one"]; first == "" || second == first {
		t.Errorf("versions %q, then %q", first, second)
	}
}

// Each environment reads its own secrets only.
func TestSecrets(t *testing.T) {
	home := newCluster(t)
	a := tree(t, home.issuer())
	environments := []string{"development", "staging", "production"}
	for _, environment := range environments {
		a.Put(environment+"/fastapi-hello/api-token", `{"token":"`+environment+`"}`)
	}
	for _, environment := range environments {
		given, code := assumeAs(t, a, role(environment), home.token(t, claimsOf(reader(environment), nil)))
		if code != "" {
			t.Fatal(code)
		}
		for _, owner := range environments {
			answer := callAs(t, a, given, "GetSecretValue", owner+"/fastapi-hello/api-token", nil)
			want := map[bool]any{true: `{"token":"` + owner + `"}`}[owner == environment]
			if answer["SecretString"] != want || (want == nil) != (answer["__type"] == "AccessDeniedException") {
				t.Errorf("%s reads the secret of %s: %v", environment, owner, answer)
			}
		}
	}
}

func TestSecretsManager(t *testing.T) {
	home := newCluster(t)
	a := tree(t, home.issuer())
	const name = "staging/fastapi-hello/api-token"
	a.Put(name, "one")
	given, _ := assumeAs(t, a, role("staging"), home.token(t, claimsOf(reader("staging"), nil)))
	first := callAs(t, a, given, "GetSecretValue", name, nil)
	a.Put(name, "two")
	second := callAs(t, a, given, "GetSecretValue", first["ARN"].(string), nil)
	if second["SecretString"] != "two" || second["ARN"] != first["ARN"] || second["VersionId"] == first["VersionId"] {
		t.Errorf("rotation: %v, then %v", first, second)
	}
	forged := given
	forged.SecretAccessKey = "other"
	for _, c := range []struct {
		name, operation, id string
		given               assumed
		change              func(*http.Request)
		want                any
	}{
		{"description", "DescribeSecret", name, given, nil, nil},
		{"no such secret", "GetSecretValue", "staging/none", given, nil, "ResourceNotFoundException"},
		{"none of another", "GetSecretValue", "production/none", given, nil, "AccessDeniedException"},
		{"not in the policy", "ListSecrets", "", given, nil, "AccessDeniedException"},
		{"not answered", "ListSecretVersionIds", name, given, nil, "UnknownOperationException"},
		{"another key", "GetSecretValue", name, forged, nil, "InvalidSignatureException"},
		{"unknown key", "GetSecretValue", name, assumed{}, nil, "UnrecognizedClientException"},
		{"unsigned", "GetSecretValue", name, given, func(r *http.Request) { r.Header.Del("Authorization") }, "MissingAuthenticationTokenException"},
		{"another session", "GetSecretValue", name, given, func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "x") }, "UnrecognizedClientException"},
		{"changed after", "GetSecretValue", name, given, func(r *http.Request) { r.Header.Set("X-Amz-Target", "secretsmanager.DescribeSecret") }, "InvalidSignatureException"},
		{"old", "GetSecretValue", name, given, func(r *http.Request) { r.Header.Set("X-Amz-Date", "20150830T123600Z") }, "InvalidSignatureException"},
	} {
		if got := callAs(t, a, c.given, c.operation, c.id, c.change)["__type"]; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestExpiredSession(t *testing.T) {
	a := New(account, region)
	past := a.assume(Role{ARN: role("staging")}, "s", -time.Minute)
	if got := callAs(t, a, a.describe(past), "GetSecretValue", "staging/x", nil)["__type"]; got != "ExpiredTokenException" {
		t.Errorf("an expired session: %v", got)
	}
}
