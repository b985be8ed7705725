package aws

import (
	"encoding/base64"
	"encoding/xml"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

const (
	hubRole  = "arn:aws:iam::" + account + ":role/hub-argocd"
	edgeRole = "arn:aws:iam::" + account + ":role/edge-deployer"
)

// stack makes the roles by which the Argo CD of a hub goes to another cluster, as the generator writes them.
const stack = `
Resources:
  HubRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: hub-argocd
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: [sts:AssumeRole, sts:TagSession]}]
      Policies:
      - PolicyName: clusters
        PolicyDocument: {Statement: [{Effect: Allow, Action: [sts:AssumeRole, sts:TagSession], Resource: ["` + edgeRole + `"]}]}
  EdgeDeployerRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: edge-deployer
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {AWS: "` + hubRole + `"}, Action: [sts:AssumeRole, sts:TagSession]}]
  Key: {Type: AWS::KMS::Key}
`

// takeOn is what STS answers to a session that asks for a role.
func takeOn(t *testing.T, a *Account, s session, role string) (given taken, code string) {
	t.Helper()
	body := url.Values{"Action": {assumeRole}, "RoleArn": {role}, "RoleSessionName": {"argocd"}}.Encode()
	request := httptest.NewRequest("POST", "https://sts.ap-south-1.amazonaws.com/", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	now := time.Now().UTC()
	request.Header.Set("X-Amz-Date", now.Format("20060102T150405Z"))
	request.Header.Set("X-Amz-Security-Token", s.token)
	scope := now.Format("20060102") + "/" + region + "/sts/aws4_request"
	const signed = "content-type;host;x-amz-date;x-amz-security-token"
	request.Header.Set("Authorization", algorithm+" Credential="+s.key+"/"+scope+", SignedHeaders="+signed+
		", Signature="+sign(request, []byte(body), s.secretKey, scope, signed))
	answer := httptest.NewRecorder()
	a.STS().ServeHTTP(answer, request)
	var problem refused
	if answer.Code != 200 {
		if err := xml.Unmarshal(answer.Body.Bytes(), &problem); err != nil {
			t.Fatal(err)
		}
		return given, problem.Code
	}
	if err := xml.Unmarshal(answer.Body.Bytes(), &given); err != nil {
		t.Fatal(err)
	}
	return given, ""
}

// presign is the token that the bearer of a session makes for a cluster.
func presign(given taken, cluster string, at time.Time, host string) string {
	date := at.UTC().Format("20060102T150405Z")
	scope := date[:8] + "/" + region + "/sts/aws4_request"
	const signed = "host;x-k8s-aws-id"
	query := url.Values{"Action": {"GetCallerIdentity"}, "Version": {"2011-06-15"}, "X-Amz-Algorithm": {algorithm}, "X-Amz-Expires": {"60"},
		"X-Amz-Credential": {given.AccessKeyID + "/" + scope}, "X-Amz-Date": {date}, "X-Amz-SignedHeaders": {signed},
		"X-Amz-Security-Token": {given.SessionToken}}
	request := httptest.NewRequest("GET", "https://"+host+"/?"+query.Encode(), nil)
	request.Header.Set("X-Amz-Date", date)
	request.Header.Set("X-K8s-Aws-Id", cluster)
	query.Set("X-Amz-Signature", sign(request, nil, given.SecretAccessKey, scope, signed))
	return tokenPrefix + base64.RawURLEncoding.EncodeToString([]byte("https://"+host+"/?"+query.Encode()))
}

func TestIdentify(t *testing.T) {
	roles, err := ReadStackRoles([]byte(stack), account)
	if err != nil {
		t.Fatal(err)
	}
	a := New(account, region)
	a.SetRoles(roles...)
	hub := a.assume(Role{ARN: hubRole}, "eks", time.Hour)
	given, code := takeOn(t, a, hub, edgeRole)
	if code != "" {
		t.Fatal(code)
	}
	const sts = "sts.ap-south-1.amazonaws.com"
	stranger := a.assume(Role{ARN: edgeRole + "-other"}, "eks", time.Hour)
	for _, c := range []struct{ name, token, want string }{
		{"right", presign(given, "edge", time.Now(), sts), ""},
		{"another cluster", presign(given, "hub", time.Now(), sts), "is for another cluster"},
		{"old", presign(given, "edge", time.Now().Add(-16*time.Minute), sts), "another time"},
		{"another host", presign(given, "edge", time.Now(), "sts.example.com"), "a request to sts.example.com"},
		{"no session", presign(taken{AccessKeyID: "ASIAX"}, "edge", time.Now(), sts), "no session"},
		{"a forged signature", presign(taken{AccessKeyID: stranger.key, SecretAccessKey: "x", SessionToken: stranger.token}, "edge", time.Now(), sts), "forged"},
		{"no such token", "abc", "another kind"},
	} {
		role, _, err := a.Identify(c.token, "edge")
		if c.want == "" && (err != nil || role != edgeRole) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %s, %v, want %q", c.name, role, err, c.want)
		}
	}
	for name, c := range map[string]struct {
		s    session
		role string
	}{"no right to": {stranger, edgeRole}, "no such role": {hub, edgeRole + "-other"}} {
		if _, code := takeOn(t, a, c.s, c.role); code == "" {
			t.Errorf("%s: given", name)
		}
	}
}

// TestReadStackRoles reads what is committed: the role of a hub without other clusters may do nothing.
func TestReadStackRoles(t *testing.T) {
	template, err := os.ReadFile("../../../eksctl/single-cluster/account.yaml")
	if err != nil {
		t.Fatal(err)
	}
	roles, err := ReadStackRoles(template, account)
	if err != nil || len(roles) == 0 {
		t.Fatalf("%d roles, %v", len(roles), err)
	}
	for _, role := range roles {
		if role.ARN == "arn:aws:iam::"+account+":role/hello-argocd" && len(role.Policy.Statement) == 0 {
			return
		}
	}
	t.Errorf("no role hello-argocd without a policy: %+v", roles)
}
