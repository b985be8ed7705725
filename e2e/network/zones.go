package network

import (
	"strings"

	"github.com/miekg/dns"
)

// Zone is all records of a name in a zone, and whether the name exists: it does as well where there
// are only names below it.
type Zone func(name string) (records []dns.RR, exists bool)

// Delegate makes the server authoritative for the zone name, whose SOA record is among its records.
func (n *Names) Delegate(name string, zone Zone) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.zones[dns.CanonicalName(name)] = zone
}

// zone is the one that the name is in, with its name.
func (n *Names) zone(name string) (string, Zone) {
	name = dns.CanonicalName(name)
	n.mu.RLock()
	defer n.mu.RUnlock()
	for {
		if zone, ok := n.zones[name]; ok {
			return name, zone
		}
		_, rest, ok := strings.Cut(name, ".")
		if !ok || rest == "" {
			return "", nil
		}
		name = rest
	}
}

// records are those of the name in its zone, for the name as it is asked: clients compare it.
func (n *Names) records(name string) ([]dns.RR, bool) {
	_, zone := n.zone(name)
	if zone == nil {
		return nil, false
	}
	known, exists := zone(dns.CanonicalName(name))
	var records []dns.RR
	for _, record := range known {
		record = dns.Copy(record)
		record.Header().Name = name
		records = append(records, record)
	}
	return records, exists
}

// authority is what says that there is nothing, and for how long: the SOA record of the name's zone
// (RFC 2308, section 2).
func (n *Names) authority(name string) []dns.RR {
	apex, zone := n.zone(name)
	if zone == nil {
		return nil
	}
	records, _ := n.records(apex)
	for _, record := range records {
		if record.Header().Rrtype == dns.TypeSOA {
			return []dns.RR{record}
		}
	}
	return nil
}
