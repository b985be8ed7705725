package aws

import (
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// recordSet are the records of a name and type; of a name that has several such sets, each has an identifier.
type recordSet struct {
	Name, Type       string
	SetIdentifier    string   `xml:",omitempty"`
	MultiValueAnswer bool     `xml:",omitempty"`
	TTL              uint32   // seconds
	Values           []string `xml:"ResourceRecords>ResourceRecord>Value"`
	Other            []struct {
		XMLName xml.Name
	} `xml:",any"`
}

func (s recordSet) same(other recordSet) bool {
	return s.Name == other.Name && s.Type == other.Type && s.SetIdentifier == other.SetIdentifier
}

func (s recordSet) String() string {
	return fmt.Sprintf("resource record set [name='%s', type='%s', set identifier='%s']", s.Name, s.Type, s.SetIdentifier)
}

// records fails for values that are none of the type.
func (s recordSet) records() ([]dns.RR, error) {
	var records []dns.RR
	for _, value := range s.Values {
		if s.Type == "TXT" && (len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"') {
			return nil, fmt.Errorf("value should be enclosed in quotation marks: %s", value)
		}
		record, err := dns.NewRR(fmt.Sprintf("%s %d IN %s %s", s.Name, s.TTL, s.Type, value))
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	return records, nil
}

// change is one of a batch, of which all or none is made.
type change struct {
	Action string
	Set    recordSet `xml:"ResourceRecordSet"`
}

func (a *Account) changeResourceRecordSets(caller session, r *http.Request, body []byte) (any, error) {
	var request struct {
		Changes []change `xml:"ChangeBatch>Changes>Change"`
	}
	if err := xml.Unmarshal(body, &request); err != nil {
		return nil, &fault{http.StatusBadRequest, "InvalidInput", err.Error()}
	}
	id := r.PathValue("id")
	if err := a.authorizeRoute53(caller, "ChangeResourceRecordSets", "hostedzone/"+id, conditionKeys(request.Changes)); err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	zone, err := a.zone(id)
	if err != nil {
		return nil, err
	}
	if err := zone.apply(request.Changes); err != nil {
		return nil, err
	}
	submitted := changeInfo{"C" + rand.Text()[:20], "PENDING", time.Now().UTC().Truncate(time.Millisecond)}
	a.changes[submitted.ID] = submitted.SubmittedAt
	submitted.ID = "/change/" + submitted.ID
	return struct {
		XMLName xml.Name
		changeInfo
	}{xml.Name{Space: route53Space, Local: "ChangeResourceRecordSetsResponse"}, submitted}, nil
}

// conditionKeys are those of the action
// (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html).
func conditionKeys(changes []change) map[string][]string {
	keys := map[string][]string{}
	for _, c := range changes {
		for key, value := range map[string]string{"NormalizedRecordNames": normalized(c.Set.Name), "RecordTypes": c.Set.Type, "Actions": c.Action} {
			keys[key] = append(keys[key], value)
		}
	}
	return keys
}

// normalized is a name in lower case, without the last dot and with odd characters as \ooo.
func normalized(name string) string {
	var b strings.Builder
	for _, c := range []byte(strings.ToLower(strings.TrimSuffix(name, "."))) {
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || strings.IndexByte(`-_.\`, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	return b.String()
}

// apply makes all changes, or says what is wrong with those that cannot be made.
func (z *zone) apply(changes []change) error {
	next, problems := slices.Clone(z.sets), []string{}
	for _, c := range changes {
		c.Set.Name = normalized(c.Set.Name) + "."
		if problem := z.check(c.Set); problem != "" {
			problems = append(problems, problem)
			continue
		}
		var problem string
		if next, problem = c.apply(next); problem != "" {
			problems = append(problems, problem)
		}
	}
	if len(problems) > 0 {
		return &invalidChangeBatch{Messages: problems, RequestID: rand.Text()}
	}
	z.sets = next
	return nil
}

// check says what is wrong with a set in the zone.
func (z *zone) check(s recordSet) string {
	switch {
	case s.Name != z.name && !strings.HasSuffix(s.Name, "."+z.name):
		return fmt.Sprintf("RRSet with DNS name %s is not permitted in zone %s", s.Name, z.name)
	case strings.Contains(s.Name, `\`) || len(s.Other) > 0:
		return s.String() + " has what is not answered here: " + fmt.Sprint(s.Other)
	case len(s.Values) == 0:
		return s.String() + " has no values"
	}
	if _, err := s.records(); err != nil {
		return "Invalid Resource Record: " + err.Error()
	}
	return ""
}

// apply makes the change to the sets, or says why it cannot be made.
func (c change) apply(sets []recordSet) ([]recordSet, string) {
	i := slices.IndexFunc(sets, c.Set.same)
	switch {
	case c.Action == "DELETE" && i < 0:
		return sets, "Tried to delete " + c.Set.String() + " but it was not found"
	case c.Action == "DELETE" && (sets[i].TTL != c.Set.TTL || !slices.Equal(sets[i].Values, c.Set.Values)):
		return sets, "Tried to delete " + c.Set.String() + " but the values provided do not match the current values"
	case c.Action == "DELETE":
		return slices.Delete(sets, i, i+1), ""
	case c.Action == "CREATE" && i >= 0:
		return sets, "Tried to create " + c.Set.String() + " but it already exists"
	case i >= 0:
		sets[i] = c.Set
		return sets, ""
	}
	return append(sets, c.Set), ""
}
