package aws

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const algorithm = "AWS4-HMAC-SHA256"

// clockSkew is what AWS lets a request's time differ from its own.
const clockSkew = 5 * time.Minute

// authorization is the header by which a request is signed (Signature Version 4,
// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html).
type authorization struct {
	key, scope, headers, signature string
}

func parseAuthorization(header string) (authorization, bool) {
	fields, ok := strings.CutPrefix(header, algorithm+" ")
	values := map[string]string{}
	for field := range strings.SplitSeq(fields, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		values[name] = value
	}
	key, scope, _ := strings.Cut(values["Credential"], "/")
	return authorization{key, scope, values["SignedHeaders"], values["Signature"]}, ok
}

// authenticate is the session whose key signed the request to the service in the region.
func (a *Account) authenticate(r *http.Request, body []byte, region, service string) (session, error) {
	given, ok := parseAuthorization(r.Header.Get("Authorization"))
	if !ok {
		return session{}, &fault{http.StatusBadRequest, "MissingAuthenticationTokenException", "Missing Authentication Token"}
	}
	a.mu.Lock()
	caller, ok := a.sessions[given.key]
	a.mu.Unlock()
	now := time.Now()
	date := r.Header.Get("X-Amz-Date")
	signed, err := time.Parse("20060102T150405Z", date)
	switch {
	case !ok || r.Header.Get("X-Amz-Security-Token") != caller.token:
		return session{}, &fault{http.StatusBadRequest, "UnrecognizedClientException", "The security token included in the request is invalid."}
	case now.After(caller.expires):
		return session{}, &fault{http.StatusBadRequest, "ExpiredTokenException", "The security token included in the request is expired"}
	case err != nil || now.Sub(signed).Abs() > clockSkew:
		return session{}, &fault{http.StatusBadRequest, "InvalidSignatureException", "Signature of another time: " + date}
	}
	scope := strings.Join([]string{date[:8], region, service, "aws4_request"}, "/")
	want := sign(r, body, caller.secretKey, scope, given.headers)
	if given.scope != scope || !hmac.Equal([]byte(want), []byte(given.signature)) {
		return session{}, &fault{http.StatusForbidden, "InvalidSignatureException",
			"The request signature we calculated does not match the signature you provided, for scope " + scope}
	}
	return caller, nil
}

// sign is the signature of the request with the body in the scope, over the headers whose names are joined by semicolons.
func sign(r *http.Request, body []byte, secretKey, scope, headers string) string {
	var canonical strings.Builder
	for name := range strings.SplitSeq(headers, ";") {
		canonical.WriteString(name + ":" + header(r, name) + "\n")
	}
	path := (&url.URL{Path: r.URL.Path}).EscapedPath()
	request := strings.Join([]string{r.Method, path, r.URL.Query().Encode(), canonical.String(), headers, hash(body)}, "\n")
	content := strings.Join([]string{algorithm, r.Header.Get("X-Amz-Date"), scope, hash([]byte(request))}, "\n")
	key := []byte("AWS4" + secretKey)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	return hex.EncodeToString(mac(key, content))
}

// header is the value that is signed; net/http keeps two of them elsewhere.
func header(r *http.Request, name string) string {
	switch name {
	case "host":
		return r.Host
	case "content-length":
		return strconv.FormatInt(r.ContentLength, 10)
	}
	var values []string
	for _, value := range r.Header.Values(name) {
		values = append(values, strings.Join(strings.Fields(value), " "))
	}
	return strings.Join(values, ",")
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, content string) []byte {
	code := hmac.New(sha256.New, key)
	code.Write([]byte(content))
	return code.Sum(nil)
}
