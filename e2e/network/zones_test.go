package network_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/example/fastapi-gitops/e2e/network"
)

const soa = "hello.test.\t900\tIN\tSOA\tns.hello.test. admin.hello.test. 1 7200 900 1209600 86400"

// zone is of a few records.
func zone(t *testing.T) network.Zone {
	t.Helper()
	var all []dns.RR
	for _, text := range []string{
		soa, "hello.test. 900 IN NS ns.hello.test.", "ns.hello.test. 60 IN A 172.20.0.10",
		`_acme-challenge.a.hello.test. 10 IN TXT "one"`, `_acme-challenge.a.hello.test. 10 IN TXT "two"`,
		"b.hello.test. 10 IN CNAME outside.test.", "c.hello.test. 10 IN CNAME c.hello.test.",
	} {
		record, err := dns.NewRR(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, record)
	}
	return func(name string) (records []dns.RR, exists bool) {
		for _, record := range all {
			if record.Header().Name == name {
				records = append(records, record)
			}
			exists = exists || dns.IsSubDomain(name, record.Header().Name)
		}
		return records, exists
	}
}

func TestZone(t *testing.T) {
	names, err := network.ServeNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names.Delegate("Hello.test", zone(t))
	names.Register(network.Internet, "outside.test", "argocd.hello.test")
	for _, c := range []struct {
		name              string
		kind              uint16
		answer, authority []string
		code              int
	}{
		{"hello.test.", dns.TypeSOA, []string{soa}, nil, dns.RcodeSuccess},
		{"hello.test.", dns.TypeNS, []string{"hello.test.\t900\tIN\tNS\tns.hello.test."}, nil, dns.RcodeSuccess},
		{"NS.hello.test.", dns.TypeA, []string{"NS.hello.test.\t60\tIN\tA\t172.20.0.10"}, nil, dns.RcodeSuccess},
		{"_acme-challenge.a.hello.test.", dns.TypeTXT,
			[]string{"_acme-challenge.a.hello.test.\t10\tIN\tTXT\t\"one\"", "_acme-challenge.a.hello.test.\t10\tIN\tTXT\t\"two\""}, nil, dns.RcodeSuccess},
		{"_acme-challenge.a.hello.test.", dns.TypeSOA, nil, []string{soa}, dns.RcodeSuccess},
		{"a.hello.test.", dns.TypeTXT, nil, []string{soa}, dns.RcodeSuccess},
		{"none.hello.test.", dns.TypeTXT, nil, []string{soa}, dns.RcodeNameError},
		{"b.hello.test.", dns.TypeCNAME, []string{"b.hello.test.\t10\tIN\tCNAME\toutside.test."}, nil, dns.RcodeSuccess},
		{"b.hello.test.", dns.TypeA, []string{"b.hello.test.\t10\tIN\tCNAME\toutside.test.", "outside.test.\t1\tIN\tA\t198.51.100.1"}, nil, dns.RcodeSuccess},
		{"argocd.hello.test.", dns.TypeA, []string{"argocd.hello.test.\t1\tIN\tA\t198.51.100.1"}, nil, dns.RcodeSuccess},
		{"argocd.hello.test.", dns.TypeTXT, nil, []string{soa}, dns.RcodeSuccess},
		{"test.", dns.TypeSOA, nil, nil, dns.RcodeNameError},
		{"xhello.test.", dns.TypeSOA, nil, nil, dns.RcodeNameError},
	} {
		got, err := dns.Exchange(new(dns.Msg).SetQuestion(c.name, c.kind), network.DNS.String())
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		label := c.name + " " + dns.TypeToString[c.kind]
		if got.Rcode != c.code {
			t.Errorf("%s: %s, want %s", label, dns.RcodeToString[got.Rcode], dns.RcodeToString[c.code])
		}
		if diff := cmp.Diff([][]string{c.answer, c.authority}, [][]string{texts(got.Answer), texts(got.Ns)}); diff != "" {
			t.Errorf("%s:\n%s", label, diff)
		}
	}
	circle, err := dns.Exchange(new(dns.Msg).SetQuestion("c.hello.test.", dns.TypeA), network.DNS.String())
	if err != nil || !strings.Contains(circle.String(), "CNAME") {
		t.Errorf("aliases in a circle: %v, error %v", circle, err)
	}
}

func texts(records []dns.RR) (texts []string) {
	for _, record := range records {
		texts = append(texts, record.String())
	}
	return texts
}
