package aws

import (
	"cmp"
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// NameServers are the hosts that answer for every zone of the account.
var NameServers = []string{"ns-2048.awsdns-64.com", "ns-2049.awsdns-65.net", "ns-2050.awsdns-66.org", "ns-2051.awsdns-67.co.uk"}

// zone is a public hosted zone.
type zone struct {
	id, name string // the name ends in a dot
	sets     []recordSet
}

// AddZone makes a public hosted zone for the domain, with the records that Route 53 puts into each, and returns its id.
func (a *Account) AddZone(domain string) (id string) {
	name := normalized(domain) + "."
	servers := recordSet{Name: name, Type: "NS", TTL: 172800}
	for _, server := range NameServers {
		servers.Values = append(servers.Values, server+".")
	}
	authority := recordSet{Name: name, Type: "SOA", TTL: 900,
		Values: []string{NameServers[0] + ". awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"}}
	a.mu.Lock()
	defer a.mu.Unlock()
	id = "Z" + rand.Text()[:20]
	a.zones = append(a.zones, &zone{id, name, []recordSet{servers, authority}})
	slices.SortFunc(a.zones, func(one, other *zone) int { return order(one.name, other.name) })
	return id
}

// Records are what the name servers answer for the name, and whether it exists, since one below which there are others does
// without records of its own.
func (a *Account) Records(name string) (records []dns.RR, exists bool) {
	name = normalized(name) + "."
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, zone := range a.zones {
		for _, set := range zone.sets {
			switch {
			case set.Name == name:
				more, _ := set.records() // they were right when the set was made
				records, exists = append(records, more...), true
			case strings.HasSuffix(set.Name, "."+name):
				exists = true
			}
		}
	}
	return records, exists
}

// RecordSets are those of all zones, each as one line.
func (a *Account) RecordSets() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []string
	for _, zone := range a.zones {
		for _, set := range zone.sets {
			all = append(all, fmt.Sprint(zone.id, " ", set, " ", set.Values))
		}
	}
	return all
}

// zone is the one with the id. Its caller holds the lock.
func (a *Account) zone(id string) (*zone, error) {
	i := slices.IndexFunc(a.zones, func(z *zone) bool { return z.id == id })
	if i < 0 {
		return nil, &fault{http.StatusNotFound, "NoSuchHostedZone", "No hosted zone found with ID: " + id}
	}
	return a.zones[i], nil
}

// order is that of names by their labels from the last to the first, in which Route 53 lists.
func order(one, other string) int {
	labels := func(name string) []string {
		labels := strings.Split(strings.TrimSuffix(name, "."), ".")
		slices.Reverse(labels)
		return labels
	}
	return slices.Compare(labels(one), labels(other))
}

type zoneList struct {
	XMLName     xml.Name     `xml:"https://route53.amazonaws.com/doc/2013-04-01/ ListHostedZonesByNameResponse"`
	Zones       []hostedZone `xml:"HostedZones>HostedZone"`
	DNSName     string       `xml:",omitempty"`
	IsTruncated bool
	MaxItems    int
}

type hostedZone struct {
	ID                     string `xml:"Id"`
	Name, CallerReference  string
	PrivateZone            bool `xml:"Config>PrivateZone"`
	ResourceRecordSetCount int
}

// listHostedZonesByName lists the zones from a name on.
func (a *Account) listHostedZonesByName(caller session, r *http.Request, _ []byte) (any, error) {
	if err := a.authorizeRoute53(caller, "ListHostedZonesByName", "*", nil); err != nil {
		return nil, err
	}
	list := zoneList{DNSName: r.FormValue("dnsname"), MaxItems: 100}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, zone := range a.zones {
		if list.DNSName == "" || order(zone.name, normalized(list.DNSName)) >= 0 {
			list.Zones = append(list.Zones, hostedZone{"/hostedzone/" + zone.id, zone.name, zone.id, false, len(zone.sets)})
		}
	}
	return list, nil
}

type setList struct {
	XMLName     xml.Name    `xml:"https://route53.amazonaws.com/doc/2013-04-01/ ListResourceRecordSetsResponse"`
	Sets        []recordSet `xml:"ResourceRecordSets>ResourceRecordSet"`
	IsTruncated bool
	MaxItems    int
}

// listResourceRecordSets lists the record sets of a zone from a name on.
func (a *Account) listResourceRecordSets(caller session, r *http.Request, _ []byte) (any, error) {
	id := r.PathValue("id")
	if err := a.authorizeRoute53(caller, "ListResourceRecordSets", "hostedzone/"+id, nil); err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	zone, err := a.zone(id)
	if err != nil {
		return nil, err
	}
	list := setList{MaxItems: 300}
	from := normalized(r.FormValue("name"))
	for _, set := range zone.sets {
		if from == "" || order(set.Name, from) >= 0 {
			list.Sets = append(list.Sets, set)
		}
	}
	slices.SortFunc(list.Sets, func(one, other recordSet) int {
		return cmp.Or(order(one.Name, other.Name), cmp.Compare(one.Type, other.Type), cmp.Compare(one.SetIdentifier, other.SetIdentifier))
	})
	return list, nil
}
