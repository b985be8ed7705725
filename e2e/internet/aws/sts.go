package aws

import (
	"bytes"
	"crypto/rand"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// TokenAudience is the audience of a token for STS.
const TokenAudience = "sts.amazonaws.com"

const assumeWithToken = "AssumeRoleWithWebIdentity"

// assumed is the answer to AssumeRoleWithWebIdentity
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).
type assumed struct {
	XMLName         xml.Name  `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleWithWebIdentityResponse"`
	Subject         string    `xml:"AssumeRoleWithWebIdentityResult>SubjectFromWebIdentityToken"`
	Audience        string    `xml:"AssumeRoleWithWebIdentityResult>Audience"`
	Provider        string    `xml:"AssumeRoleWithWebIdentityResult>Provider"`
	ARN             string    `xml:"AssumeRoleWithWebIdentityResult>AssumedRoleUser>Arn"`
	ID              string    `xml:"AssumeRoleWithWebIdentityResult>AssumedRoleUser>AssumedRoleId"`
	AccessKeyID     string    `xml:"AssumeRoleWithWebIdentityResult>Credentials>AccessKeyId"`
	SecretAccessKey string    `xml:"AssumeRoleWithWebIdentityResult>Credentials>SecretAccessKey"`
	SessionToken    string    `xml:"AssumeRoleWithWebIdentityResult>Credentials>SessionToken"`
	Expiration      time.Time `xml:"AssumeRoleWithWebIdentityResult>Credentials>Expiration"`
	RequestID       string    `xml:"ResponseMetadata>RequestId"`
}

// refused is an error of STS.
type refused struct {
	XMLName   xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ ErrorResponse"`
	Type      string   `xml:"Error>Type"`
	Code      string   `xml:"Error>Code"`
	Message   string   `xml:"Error>Message"`
	RequestID string   `xml:"RequestId"`
}

// STS answers AssumeRoleWithWebIdentity and AssumeRole, as a regional or the global endpoint.
func (a *Account) STS() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		answer, err := a.sts(r)
		if problem := (*fault)(nil); errors.As(err, &problem) {
			w.WriteHeader(problem.status)
			xml.NewEncoder(w).Encode(refused{Type: "Sender", Code: problem.code, Message: problem.message, RequestID: rand.Text()})
			return
		}
		xml.NewEncoder(w).Encode(answer)
	})
}

func (a *Account) sts(r *http.Request) (any, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		return nil, &fault{http.StatusBadRequest, "ValidationError", err.Error()}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	switch action := r.FormValue("Action"); action {
	case assumeWithToken:
		return a.assumeWithToken(r)
	case assumeRole:
		return a.assumeRole(r, body)
	default:
		return nil, &fault{http.StatusBadRequest, "InvalidAction", "Could not find operation " + action}
	}
}

func (a *Account) assumeWithToken(r *http.Request) (assumed, error) {
	lifetime, err := duration(r.FormValue("DurationSeconds"))
	if err != nil {
		return assumed{}, err
	}
	role, ok := a.role(r.FormValue("RoleArn"))
	subject, err := role.Issuer.verify(r.FormValue("WebIdentityToken"), TokenAudience, time.Now())
	trusted := ok && err == nil && subject == role.Subject
	a.record(Call{subject, "sts:" + assumeWithToken, r.FormValue("RoleArn"), trusted})
	switch {
	case !ok || err == nil && !trusted:
		return assumed{}, &fault{http.StatusForbidden, "AccessDenied", "Not authorized to perform sts:" + assumeWithToken}
	case errors.Is(err, errExpired):
		return assumed{}, &fault{http.StatusBadRequest, "ExpiredTokenException", err.Error()}
	case err != nil:
		return assumed{}, &fault{http.StatusBadRequest, "InvalidIdentityToken", err.Error()}
	}
	return a.describe(a.assume(role, r.FormValue("RoleSessionName"), lifetime)), nil
}

func (a *Account) describe(s session) assumed {
	return assumed{
		Subject:         s.role.Subject,
		Audience:        TokenAudience,
		Provider:        s.role.Issuer.URL,
		ARN:             a.principal(s),
		ID:              "AROA:" + s.name,
		AccessKeyID:     s.key,
		SecretAccessKey: s.secretKey,
		SessionToken:    s.token,
		Expiration:      s.expires.UTC().Truncate(time.Second),
		RequestID:       rand.Text(),
	}
}

// duration is an hour where none is asked for, which is also the longest that a role gives unless it says otherwise.
func duration(seconds string) (time.Duration, error) {
	if seconds == "" {
		return time.Hour, nil
	}
	asked, err := strconv.Atoi(seconds)
	if err != nil || asked < 900 || asked > 3600 {
		return 0, &fault{http.StatusBadRequest, "ValidationError", "DurationSeconds " + seconds + ": 900 to 3600"}
	}
	return time.Duration(asked) * time.Second, nil
}
