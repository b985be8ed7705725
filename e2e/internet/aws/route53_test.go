package aws

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// dnsAccount is an account with the tree's zone, and credentials that cert-manager's pods get.
func dnsAccount(t *testing.T) (*Account, credentials) {
	t.Helper()
	home := newCluster(t)
	a := New(account, region)
	a.AddZone("other.example.com")
	a.AddZone("hello.example.com")
	given, problem := identify(t, a, home, home.token(t, podClaims(certManager, nil)))
	if problem != "" {
		t.Fatal(problem)
	}
	return a, given
}

// route53As is what Route 53 answers to a request that given signs.
func route53As(a *Account, given credentials, method, path, body string) string {
	request := httptest.NewRequest(method, "https://route53.amazonaws.com/2013-04-01/"+path, strings.NewReader(body))
	now := time.Now().UTC()
	request.Header.Set("X-Amz-Date", now.Format("20060102T150405Z"))
	request.Header.Set("X-Amz-Security-Token", given.Token)
	scope := now.Format("20060102") + "/us-east-1/route53/aws4_request"
	const signed = "host;x-amz-date;x-amz-security-token"
	signature := sign(request, []byte(body), given.SecretAccessKey, scope, signed)
	request.Header.Set("Authorization", algorithm+" Credential="+given.AccessKeyID+"/"+scope+", SignedHeaders="+signed+", Signature="+signature)
	answer := httptest.NewRecorder()
	a.Route53().ServeHTTP(answer, request)
	return fmt.Sprintf("%d %s", answer.Code, answer.Body)
}

// batch is a body of ChangeResourceRecordSets, of sets as cert-manager makes them: action, type, name and value.
func batch(changes ...[4]string) string {
	var b strings.Builder
	b.WriteString(`<ChangeResourceRecordSetsRequest xmlns="` + route53Space + `"><ChangeBatch><Changes>`)
	for _, c := range changes {
		fmt.Fprintf(&b, `<Change><Action>%s</Action><ResourceRecordSet><Name>%s</Name><Type>%s</Type><SetIdentifier>%s</SetIdentifier>`+
			`<MultiValueAnswer>true</MultiValueAnswer><TTL>10</TTL><ResourceRecords><ResourceRecord><Value>%[4]s</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>`,
			c[0], c[2], c[1], c[3])
	}
	b.WriteString(`</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`)
	return b.String()
}

const challenge = "_acme-challenge.fastapi-hello.staging.hello.example.com."

func TestZones(t *testing.T) {
	a, given := dnsAccount(t)
	answer := route53As(a, given, "GET", "hostedzonesbyname?dnsname=hello.example.com", "")
	var list zoneList
	if err := xml.Unmarshal([]byte(answer[4:]), &list); err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	if len(list.Zones) != 2 || list.Zones[0].Name != "hello.example.com." || list.Zones[0].ID != "/hostedzone/"+a.zones[0].id {
		t.Errorf("zones %+v", list.Zones)
	}
	answer = route53As(a, given, "GET", "hostedzone/"+a.zones[0].id+"/rrset", "")
	var sets setList
	if err := xml.Unmarshal([]byte(answer[4:]), &sets); err != nil || len(sets.Sets) != 2 || sets.Sets[0].Type != "NS" || sets.Sets[1].Type != "SOA" {
		t.Errorf("record sets %+v, error %v: %s", sets.Sets, err, answer)
	}
}

func TestChanges(t *testing.T) {
	a, given := dnsAccount(t)
	path := "hostedzone/" + a.zones[0].id + "/rrset"
	for _, c := range []struct {
		name, path, body, want string
	}{
		{"made", path, batch([4]string{"UPSERT", "TXT", challenge, `"one"`}), "200 "},
		{"made again", path, batch([4]string{"UPSERT", "TXT", challenge, `"one"`}), "200 "},
		{"created twice", path, batch([4]string{"CREATE", "TXT", challenge, `"one"`}), "400 "},
		{"a second one", path, batch([4]string{"UPSERT", "TXT", challenge, `"two"`}), "200 "},
		{"a wrong one keeps the right from being made", path,
			batch([4]string{"UPSERT", "TXT", challenge, `"three"`}, [4]string{"UPSERT", "TXT", challenge, `four`}), "400 "},
		{"what is not there", path, batch([4]string{"DELETE", "TXT", challenge, `"three"`}), "400 "},
		{"removed", path, batch([4]string{"DELETE", "TXT", challenge, `"one"`}), "200 "},
		{"no such zone", "hostedzone/Z0/rrset", batch([4]string{"UPSERT", "TXT", challenge, `"one"`}), "404 "},
		{"of another zone", "hostedzone/" + a.zones[1].id + "/rrset", batch([4]string{"UPSERT", "TXT", challenge, `"one"`}), "400 "},
		{"another name", path, batch([4]string{"UPSERT", "TXT", "www.hello.example.com", `"one"`}), "403 "},
		{"one allowed, one not", path, batch([4]string{"UPSERT", "TXT", challenge, `"five"`}, [4]string{"UPSERT", "TXT", "hello.example.com", `"one"`}), "403 "},
		{"another type", path, batch([4]string{"UPSERT", "A", challenge, "192.0.2.1"}), "403 "},
		{"another operation", "hostedzone/" + a.zones[0].id, "", "404 "},
	} {
		if got := route53As(a, given, "POST", c.path, c.body); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	records, _ := a.Records(challenge)
	var got []string
	for _, record := range records {
		got = append(got, record.String())
	}
	if diff := cmp.Diff([]string{challenge + "\t10\tIN\tTXT\t\"two\""}, got); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]bool{"staging.HELLO.example.com": true, "www.hello.example.com": false, "hello.example.com.": true} {
		if _, exists := a.Records(name); exists != want {
			t.Errorf("%s exists: %t, want %t", name, exists, want)
		}
	}
}

func TestGetChange(t *testing.T) {
	a, given := dnsAccount(t)
	var info changeInfo
	answer := route53As(a, given, "POST", "hostedzone/"+a.zones[0].id+"/rrset", batch([4]string{"UPSERT", "TXT", challenge, `"one"`}))
	if err := xml.Unmarshal([]byte(answer[4:]), &info); err != nil || info.Status != "PENDING" {
		t.Fatalf("%v: %s", err, answer)
	}
	if answer := route53As(a, given, "GET", info.ID[1:], ""); !strings.Contains(answer, "<Status>INSYNC</Status>") {
		t.Error(answer)
	}
	if answer := route53As(a, given, "GET", "change/C0", ""); !strings.Contains(answer, "NoSuchChange") {
		t.Error(answer)
	}
}

func TestRoute53Refuses(t *testing.T) {
	a, given := dnsAccount(t)
	forged := given
	forged.SecretAccessKey = "other"
	for code, by := range map[string]credentials{"SignatureDoesNotMatch": forged, "InvalidClientTokenId": {}} {
		answer := route53As(a, by, http.MethodGet, "hostedzonesbyname", "")
		if !strings.HasPrefix(answer, "403 ") || !strings.Contains(answer, "<Code>"+code+"</Code>") {
			t.Errorf("%s, want %s", answer, code)
		}
	}
}

func TestNormalized(t *testing.T) {
	for name, want := range map[string]string{
		"A.Example.com.": "a.example.com", "*.example.com": `\052.example.com`, `\052.example.com`: `\052.example.com`, "_acme-challenge.x": "_acme-challenge.x",
	} {
		if got := normalized(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
