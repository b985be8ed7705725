package aws

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const certManager = "system:serviceaccount:cert-manager:cert-manager"

// podRoles are those of the committed cluster configuration.
func podRoles(t *testing.T, issuer Issuer) []Role {
	t.Helper()
	config, err := os.ReadFile("../../../eksctl/single-cluster/hello.yaml")
	if err != nil {
		t.Fatal(err)
	}
	roles, err := ReadPodRoles(config, account, issuer)
	if err != nil {
		t.Fatal(err)
	}
	return roles
}

// podClaims are of a token for EKS Pod Identity.
func podClaims(subject string, other map[string]any) map[string]any {
	content := claimsOf(subject, map[string]any{"aud": []string{PodIdentityAudience}})
	for name, value := range other {
		content[name] = value
	}
	return content
}

// identify is what the agent answers to a token: credentials, or an error.
func identify(t *testing.T, a *Account, home cluster, token string) (credentials, string) {
	t.Helper()
	request := httptest.NewRequest("GET", "http://169.254.170.23/v1/credentials", nil)
	request.Header.Set("Authorization", token)
	answer := httptest.NewRecorder()
	a.PodIdentity(home.issuer(), podRoles(t, home.issuer())...).ServeHTTP(answer, request)
	var given credentials
	if answer.Code != 200 {
		return given, answer.Body.String()
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &given); err != nil {
		t.Fatal(err)
	}
	return given, ""
}

func TestPodIdentity(t *testing.T) {
	home, other := newCluster(t), newCluster(t)
	a := New(account, region)
	for _, c := range []struct{ name, token, want string }{
		{"right", home.token(t, podClaims(certManager, nil)), ""},
		{"no association", home.token(t, podClaims("system:serviceaccount:cert-manager:default", nil)), "ResourceNotFoundException"},
		{"audience of STS", home.token(t, claimsOf(certManager, nil)), "InvalidTokenException"},
		{"another cluster", other.token(t, podClaims(certManager, nil)), "InvalidTokenException"},
		{"expired", home.token(t, podClaims(certManager, map[string]any{"exp": 1})), "ExpiredTokenException"},
		{"no token", "", "InvalidTokenException"},
	} {
		given, problem := identify(t, a, home, c.token)
		if !strings.Contains(problem, c.want) || (problem == "") != (c.want == "") || (given.AccessKeyID == "") != (c.want != "") {
			t.Errorf("%s: %+v %q, want %q", c.name, given, problem, c.want)
		}
		if c.want == "" && (given.AccountID != account || given.Expiration.Before(time.Now().Add(5*time.Hour))) {
			t.Errorf("%s: %+v", c.name, given)
		}
	}
	want := Call{certManager, "eks-auth:AssumeRoleForPodIdentity", "arn:aws:iam::" + account + ":role/hello-cert-manager", true}
	if got := a.Calls()[0]; got != want {
		t.Errorf("call %+v, want %+v", got, want)
	}
}

func TestReadPodRoles(t *testing.T) {
	for _, c := range []struct{ associations, want string }{
		{"[{namespace: b, serviceAccountName: a}]", "pod identity of b/a: no roleName"},
		{"[{namespace: b, serviceAccountName: a, roleName: r, permissionPolicy: {Statement: [{Effect: Other}]}}]", `pod identity of b/a: policy: statement 0: effect "Other"`},
		{"{", "cluster config"},
	} {
		_, err := ReadPodRoles([]byte("iam: {podIdentityAssociations: "+c.associations+"}"), account, Issuer{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.associations, err, c.want)
		}
	}
	const both = "[{namespace: b, serviceAccountName: a, roleName: r}, {namespace: b, serviceAccountName: c, roleARN: arn}]"
	roles, err := ReadPodRoles([]byte("iam: {podIdentityAssociations: "+both+"}"), account, Issuer{})
	want := []Role{
		{ARN: "arn:aws:iam::111122223333:role/r", Subject: "system:serviceaccount:b:a"},
		{ARN: "arn", Subject: "system:serviceaccount:b:c"},
	}
	if diff := cmp.Diff(want, roles); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
