package aws

import (
	"strings"
	"testing"
)

const arn = "arn:aws:secretsmanager:ap-south-1:111122223333:secret:"

func TestAllows(t *testing.T) {
	const (
		own       = `{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":["` + arn + `staging/*"]}`
		all       = `{"Effect":"Allow","Action":["secretsmanager:*"],"Resource":"*"}`
		deny      = `{"Effect":"Deny","Action":"SecretsManager:Get*","Resource":"` + arn + `staging/private-??????"}`
		equals    = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":["a","ap-south-1"]}}}`
		likes     = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"aws:RequestedRegion":"ap-*"},"StringEquals":{"aws:PrincipalArn":"x"}}}`
		records   = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"types":["TXT","A"]},"ForAllValues:StringLike":{"names":"*.a"}}}`
		none      = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"absent":"x"}}}`
		one       = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"types":"TXT"}}}`
		some      = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"types":"TXT"}}}`
		somewhat  = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringLike":{"names":["b.*","y.*"]}}}`
		neither   = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringLike":{"absent":"*"}}}`
		several   = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"types":"*"}}}`
		wildcards = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"ap-*"}}}`
	)
	keys := map[string][]string{"aws:RequestedRegion": {"ap-south-1"}, "types": {"TXT", "A"}, "names": {"x.a", "y.x.a"}}
	for _, c := range []struct {
		policy, action, resource string
		want                     bool
	}{
		{own, "secretsmanager:GetSecretValue", arn + "staging/a/b-AAAAAA", true},
		{own, "secretsmanager:getsecretvalue", arn + "staging/a-AAAAAA", true},
		{own, "secretsmanager:DescribeSecret", arn + "staging/a-AAAAAA", false},
		{own, "secretsmanager:GetSecretValue", arn + "production/a-AAAAAA", false},
		{own, "secretsmanager:GetSecretValue", "x" + arn + "staging/a", false},
		{"", "secretsmanager:GetSecretValue", arn + "staging/a", false},
		{all + "," + deny, "secretsmanager:GetSecretValue", arn + "staging/private-AAAAAA", false},
		{deny + "," + all, "secretsmanager:GetSecretValue", arn + "staging/private-AAAAAA", false},
		{all + "," + deny, "secretsmanager:GetSecretValue", arn + "staging/private-AAAAAAA", true},
		{equals, "s3:GetObject", "b", true},
		{likes, "s3:GetObject", "b", false},
		{wildcards, "s3:GetObject", "b", false},
		{records, "s3:GetObject", "b", true},
		{none, "s3:GetObject", "b", true},
		{one, "s3:GetObject", "b", false},
		{some, "s3:GetObject", "b", true},
		{somewhat, "s3:GetObject", "b", true},
		{neither, "s3:GetObject", "b", false},
		{several, "s3:GetObject", "b", false},
	} {
		policy, err := ParsePolicy([]byte(`{"Version":"2012-10-17","Statement":[` + c.policy + `]}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := policy.Allows(c.action, c.resource, keys); got != c.want {
			t.Errorf("%s on %s: %t, want %t by %s", c.action, c.resource, got, c.want, c.policy)
		}
	}
}

// What is not evaluated is refused: it would allow too much, or too little.
func TestParsePolicy(t *testing.T) {
	for _, c := range []struct{ statement, want string }{
		{`{"Effect":"Maybe"}`, `statement 0: effect "Maybe"`},
		{`{"Effect":"Allow","NotAction":"*"}`, `unknown field "NotAction"`},
		{`{"Effect":"Allow","Action":1}`, "cannot unmarshal number"},
		{`{"Effect":"Allow","Resource":"a/${aws:username}"}`, "policy variables are not evaluated"},
		{`{"Effect":"Allow","Condition":{"StringNotLike":{"a":"b"}}}`, "condition StringNotLike is not evaluated"},
	} {
		_, err := ParsePolicy([]byte(`{"Statement":[` + c.statement + `]}`))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.statement, err, c.want)
		}
	}
}

func TestReadRoles(t *testing.T) {
	for _, c := range []struct{ config, want string }{
		{"iam: [", "cluster config"},
		{"iam: {serviceAccounts: [{metadata: {name: a, namespace: b}}]}", "service account b/a: no roleName"},
		{"iam: {serviceAccounts: [{metadata: {name: a, namespace: b}, roleName: r, attachPolicy: {Statement: [{Effect: Other}]}}]}", `service account b/a: policy: statement 0: effect "Other"`},
	} {
		_, err := ReadRoles([]byte(c.config), account, Issuer{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.config, err, c.want)
		}
	}
	roles, err := ReadRoles([]byte("iam: {serviceAccounts: [{metadata: {name: a, namespace: b}, roleName: r}]}"), account, Issuer{})
	if err != nil || len(roles) != 1 || roles[0].ARN != "arn:aws:iam::111122223333:role/r" || roles[0].Subject != "system:serviceaccount:b:a" {
		t.Errorf("roles %+v, error %v", roles, err)
	}
}
