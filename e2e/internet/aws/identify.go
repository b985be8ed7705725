package aws

import (
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// tokenPrefix begins the tokens by which IAM roles enter EKS clusters; the rest is a presigned request.
	tokenPrefix = "k8s-aws-v1."
	// clusterHeader of that request names the cluster that it is for.
	clusterHeader = "X-K8s-Aws-Id"
	// presigned is how long such a request is valid.
	presigned = 15 * time.Minute
)

// Identify is whom a token for a cluster is of, the ARN of a role and that of its session, as EKS finds out: the token is a request to
// STS that its bearer has signed, who am I, and for which cluster I ask
// (https://github.com/kubernetes-sigs/aws-iam-authenticator, pkg/token).
func (a *Account) Identify(token, cluster string) (role, session string, err error) {
	encoded, ok := strings.CutPrefix(token, tokenPrefix)
	if !ok {
		return "", "", errors.New("a token of another kind")
	}
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil {
		return "", "", fmt.Errorf("token: %w", err)
	}
	asked, err := url.Parse(string(text))
	if err != nil {
		return "", "", fmt.Errorf("token: %w", err)
	}
	caller, err := a.presigner(asked, cluster)
	if err != nil {
		return "", "", err
	}
	return caller.role.ARN, a.principal(caller), nil
}

// presigner is whose session signed a URL of GetCallerIdentity, and the name of the cluster with it (Signature Version 4, with the
// signature in the query).
func (a *Account) presigner(asked *url.URL, cluster string) (session, error) {
	query := asked.Query()
	key, scope, _ := strings.Cut(query.Get("X-Amz-Credential"), "/")
	a.mu.Lock()
	caller, known := a.sessions[key]
	a.mu.Unlock()
	date, headers := query.Get("X-Amz-Date"), query.Get("X-Amz-SignedHeaders")
	signed, err := time.Parse("20060102T150405Z", date)
	switch age := time.Since(signed); {
	case err != nil || age > presigned || age < -clockSkew:
		return session{}, fmt.Errorf("signed at another time: %q", date)
	case !known || query.Get("X-Amz-Security-Token") != caller.token || time.Now().After(caller.expires):
		return session{}, fmt.Errorf("no session of the key %q", key)
	case asked.Host != "sts."+a.region+".amazonaws.com" || query.Get("Action") != "GetCallerIdentity":
		return session{}, fmt.Errorf("a request to %s for %q", asked.Host, query.Get("Action"))
	case scope != date[:8]+"/"+a.region+"/sts/aws4_request" || headers != "host;"+strings.ToLower(clusterHeader):
		return session{}, fmt.Errorf("signed for %s over %s", scope, headers)
	}
	given := query.Get("X-Amz-Signature")
	query.Del("X-Amz-Signature")
	request := &http.Request{Method: http.MethodGet, Host: asked.Host, URL: &url.URL{Path: asked.Path, RawQuery: query.Encode()},
		Header: http.Header{clusterHeader: {cluster}, "X-Amz-Date": {date}}}
	if !hmac.Equal([]byte(sign(request, nil, caller.secretKey, scope, headers)), []byte(given)) {
		return session{}, fmt.Errorf("the signature of %s is for another cluster than %s, or is forged", a.principal(caller), cluster)
	}
	return caller, nil
}
