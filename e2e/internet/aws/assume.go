package aws

import (
	"crypto/rand"
	"encoding/xml"
	"net/http"
	"slices"
	"time"
)

const assumeRole = "AssumeRole"

// taken is the answer to AssumeRole (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
type taken struct {
	XMLName         xml.Name  `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleResponse"`
	ARN             string    `xml:"AssumeRoleResult>AssumedRoleUser>Arn"`
	ID              string    `xml:"AssumeRoleResult>AssumedRoleUser>AssumedRoleId"`
	AccessKeyID     string    `xml:"AssumeRoleResult>Credentials>AccessKeyId"`
	SecretAccessKey string    `xml:"AssumeRoleResult>Credentials>SecretAccessKey"`
	SessionToken    string    `xml:"AssumeRoleResult>Credentials>SessionToken"`
	Expiration      time.Time `xml:"AssumeRoleResult>Credentials>Expiration"`
	RequestID       string    `xml:"ResponseMetadata>RequestId"`
}

// assumeRole gives a role to the session of another, if the policy of that one allows it and the role trusts it. The session of a
// pod carries tags, which go along: both sides have to allow sts:TagSession as well
// (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
func (a *Account) assumeRole(r *http.Request, body []byte) (taken, error) {
	caller, err := a.authenticate(r, body, a.region, "sts")
	if err != nil {
		return taken{}, err
	}
	lifetime, err := duration(r.FormValue("DurationSeconds"))
	if err != nil {
		return taken{}, err
	}
	arn := r.FormValue("RoleArn")
	if made, ok := a.role(caller.role.ARN); ok {
		caller.role.Policy = made.Policy
	}
	for _, action := range []string{"sts:AssumeRole", "sts:TagSession"} {
		if err := a.authorize(caller, action, arn, arn, map[string][]string{}); err != nil {
			return taken{}, err
		}
	}
	role, ok := a.role(arn)
	if !ok || !slices.Contains(role.Trusts, caller.role.ARN) {
		return taken{}, &fault{http.StatusForbidden, "AccessDenied", "User: " + a.principal(caller) + " is not trusted by " + arn}
	}
	s := a.assume(role, r.FormValue("RoleSessionName"), lifetime)
	return taken{
		ARN: a.principal(s), ID: "AROA:" + s.name, AccessKeyID: s.key, SecretAccessKey: s.secretKey, SessionToken: s.token,
		Expiration: s.expires.UTC().Truncate(time.Second), RequestID: rand.Text(),
	}, nil
}
