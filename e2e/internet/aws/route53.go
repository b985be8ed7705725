package aws

import (
	"crypto/rand"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// Route 53 is global: it has an endpoint in one region only.
const route53Region = "us-east-1"

const route53Space = "https://route53.amazonaws.com/doc/2013-04-01/"

// route53Codes are the names that errors of authenticate and authorize have in an API of XML, where the status is 403.
var route53Codes = map[string]string{
	"MissingAuthenticationTokenException": "MissingAuthenticationToken",
	"UnrecognizedClientException":         "InvalidClientTokenId",
	"ExpiredTokenException":               "ExpiredToken",
	"InvalidSignatureException":           "SignatureDoesNotMatch",
	"AccessDeniedException":               "AccessDenied",
}

// route53Error is any error but the next.
type route53Error struct {
	XMLName   xml.Name `xml:"https://route53.amazonaws.com/doc/2013-04-01/ ErrorResponse"`
	Type      string   `xml:"Error>Type"`
	Code      string   `xml:"Error>Code"`
	Message   string   `xml:"Error>Message"`
	RequestID string   `xml:"RequestId"`
}

// invalidChangeBatch says why none of the changes was made.
type invalidChangeBatch struct {
	XMLName   xml.Name `xml:"https://route53.amazonaws.com/doc/2013-04-01/ InvalidChangeBatch"`
	Messages  []string `xml:"Messages>Message"`
	RequestID string   `xml:"RequestId"`
}

func (e *invalidChangeBatch) Error() string {
	return "InvalidChangeBatch: " + strings.Join(e.Messages, "; ")
}

// Route53 answers what the policies of the tree allow of the API of Amazon Route 53
// (https://docs.aws.amazon.com/Route53/latest/APIReference), to callers with a role.
func (a *Account) Route53() http.Handler {
	const zone = "/2013-04-01/hostedzone/{id}/rrset"
	mux := http.NewServeMux()
	mux.Handle("GET /2013-04-01/hostedzonesbyname", a.route53(a.listHostedZonesByName))
	mux.Handle("GET "+zone, a.route53(a.listResourceRecordSets))
	mux.Handle("POST "+zone, a.route53(a.changeResourceRecordSets))
	mux.Handle("GET /2013-04-01/change/{id}", a.route53(a.getChange))
	mux.Handle("/", a.route53(func(_ session, r *http.Request, _ []byte) (any, error) {
		return nil, &fault{http.StatusNotFound, "UnknownOperationException", r.Method + " " + r.URL.Path + " is not answered here"}
	}))
	return mux
}

// route53 is an operation for who signs the request.
func (a *Account) route53(operation func(caller session, r *http.Request, body []byte) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := func() (any, error) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, &fault{http.StatusBadRequest, "InvalidInput", err.Error()}
			}
			caller, err := a.authenticate(r, body, route53Region, "route53")
			if err != nil {
				return nil, err
			}
			return operation(caller, r, body)
		}()
		w.Header().Set("Content-Type", "text/xml")
		if err != nil {
			answer = refuse(w, err)
		}
		io.WriteString(w, xml.Header)
		xml.NewEncoder(w).Encode(answer)
	})
}

// refuse writes the status of the error and returns its body.
func refuse(w http.ResponseWriter, err error) any {
	if batch := (*invalidChangeBatch)(nil); errors.As(err, &batch) {
		w.WriteHeader(http.StatusBadRequest)
		return batch
	}
	problem := &fault{http.StatusInternalServerError, "InternalFailure", err.Error()}
	errors.As(err, &problem)
	status, code := problem.status, problem.code
	if name, ok := route53Codes[code]; ok {
		status, code = http.StatusForbidden, name
	}
	w.WriteHeader(status)
	return route53Error{Type: "Sender", Code: code, Message: problem.message, RequestID: rand.Text()}
}

// authorizeRoute53 asks for an operation on a resource, such as hostedzone/Z1, or * for none.
func (a *Account) authorizeRoute53(caller session, operation, resource string, keys map[string][]string) error {
	all := map[string][]string{"aws:RequestedRegion": {route53Region}}
	for key, values := range keys {
		all["route53:"+operation+key] = values
	}
	arn := resource
	if resource != "*" {
		arn = "arn:aws:route53:::" + resource
	}
	return a.authorize(caller, "route53:"+operation, arn, arn, all)
}

// changeInfo is a change that all name servers know already when the caller asks again.
type changeInfo struct {
	ID          string    `xml:"ChangeInfo>Id"`
	Status      string    `xml:"ChangeInfo>Status"`
	SubmittedAt time.Time `xml:"ChangeInfo>SubmittedAt"`
}

func (a *Account) getChange(caller session, r *http.Request, _ []byte) (any, error) {
	id := r.PathValue("id")
	if err := a.authorizeRoute53(caller, "GetChange", "change/"+id, nil); err != nil {
		return nil, err
	}
	a.mu.Lock()
	submitted, ok := a.changes[id]
	a.mu.Unlock()
	if !ok {
		return nil, &fault{http.StatusNotFound, "NoSuchChange", "Could not find resource with ID: " + id}
	}
	return struct {
		XMLName xml.Name
		changeInfo
	}{xml.Name{Space: route53Space, Local: "GetChangeResponse"}, changeInfo{"/change/" + id, "INSYNC", submitted}}, nil
}
