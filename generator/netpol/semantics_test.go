package netpol

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// ends are those that the cases below name. The policies under test are in namespace shop.
var ends = map[string]Endpoint{
	"web": {
		Pod: &Pod{Namespace: "shop", Labels: map[string]string{"app": "web", "tier": "front"}, Ports: []corev1.ContainerPort{
			{Name: "http", ContainerPort: 8000}, {Name: "dns", ContainerPort: 53, Protocol: corev1.ProtocolUDP},
		}},
		Addr: netip.MustParseAddr("10.0.1.1"),
	},
	"db": {
		Pod:  &Pod{Namespace: "shop", Name: "db-0", Labels: map[string]string{"app": "db"}},
		Addr: netip.MustParseAddr("10.0.1.2"),
	},
	"pay": {
		Pod: &Pod{Namespace: "bank", Labels: map[string]string{"app": "pay"}, Ports: []corev1.ContainerPort{
			{Name: "http", ContainerPort: 9000, Protocol: corev1.ProtocolTCP},
		}},
		Addr: netip.MustParseAddr("2001:db8::1"),
	},
	"job":    {Pod: &Pod{Namespace: "unlisted", Labels: map[string]string{"app": "web"}}}, // its address is not known
	"near":   {Addr: netip.MustParseAddr("192.0.2.200")},
	"none":   {},
	"far":    {Addr: netip.MustParseAddr("2001:db8:1::1%eth0")},
	"mapped": {Addr: netip.MustParseAddr("::ffff:192.0.2.7")},
}

var namespaceLabels = map[string]map[string]string{
	"shop": {"team": "a"},
	"bank": {"team": "b", "kubernetes.io/metadata.name": "shop"}, // which the API server would put right
}

func TestSemantics(t *testing.T) {
	for _, test := range semantics {
		t.Run(test.name, func(t *testing.T) {
			evaluator := evaluatorOf(t, namespaceLabels, policyOf(t, "shop/policy", []byte(test.spec)))
			for _, line := range test.allowed {
				if v := evaluator.Evaluate(connection(t, line)); !v.Allowed() {
					t.Errorf("%s: %s", line, v)
				}
			}
			for _, line := range test.denied {
				if v := evaluator.Evaluate(connection(t, line)); v.Allowed() {
					t.Errorf("%s: %s", line, v)
				}
			}
		})
	}
}

// connection reads "web>db TCP 5432". The protocol may be left out.
func connection(t *testing.T, line string) Connection {
	t.Helper()
	fields := strings.Fields(line)
	from, to, _ := strings.Cut(fields[0], ">")
	port, err := strconv.Atoi(fields[len(fields)-1])
	source, hasSource := ends[from]
	target, hasTarget := ends[to]
	if err != nil || !hasSource || !hasTarget {
		t.Fatalf("connection %q cannot be read (%v)", line, err)
	}
	return Connection{From: source, To: target, Port: int32(port), Protocol: corev1.Protocol(strings.Join(fields[1:len(fields)-1], ""))}
}

// semantics holds what the documentation and the API types say and the upstream cases do not test.
var semantics = []struct {
	name, spec      string
	allowed, denied []string
}{
	// policyTypes
	{"without policyTypes and egress rules it is for ingress", `podSelector: {}`,
		[]string{"web>pay 80", "web>near 80"}, []string{"pay>web 80", "near>web 80", "web>db 80"}},
	{"without policyTypes and with egress rules it is for both", `{podSelector: {}, egress: [{}]}`,
		[]string{"web>pay 80"}, []string{"pay>web 80"}},
	{"an empty list of egress rules is none", `{podSelector: {}, egress: []}`, []string{"web>pay 80"}, []string{"pay>web 80"}},
	{"an empty policyTypes is none", `{podSelector: {}, policyTypes: []}`, []string{"web>pay 80"}, []string{"pay>web 80"}},
	{"egress alone leaves ingress open", `{podSelector: {}, policyTypes: [Egress], ingress: []}`,
		[]string{"pay>web 80"}, []string{"web>pay 80", "web>near 80"}},
	{"rules of a direction that policyTypes omits have no effect",
		`{podSelector: {}, policyTypes: [Ingress], egress: [{to: [{podSelector: {}}]}]}`, []string{"web>pay 80"}, []string{"pay>web 80"}},
	{"a policy is for its own namespace", `{podSelector: {}, policyTypes: [Ingress, Egress]}`, []string{"job>pay 80", "near>pay 80"}, nil},

	// podSelector
	{"labels are all required", `podSelector: {matchLabels: {app: web, tier: back}}`, []string{"pay>web 80"}, nil},
	{"Exists", `podSelector: {matchExpressions: [{key: tier, operator: Exists}]}`, []string{"pay>db 80"}, []string{"pay>web 80"}},
	{"DoesNotExist", `podSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}`, []string{"pay>web 80"}, []string{"pay>db 80"}},
	{"NotIn admits the absent label", `podSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [back]}]}`,
		nil, []string{"pay>web 80", "pay>db 80"}},
	{"labels and expressions are all required",
		`podSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: In, values: [back]}]}`, []string{"pay>web 80"}, nil},

	// peers
	{"an empty rule admits everything", `{podSelector: {}, ingress: [{}]}`, []string{"pay>web 80", "near>web SCTP 1", "db>web UDP 53"}, nil},
	{"empty lists in a rule restrict nothing", `{podSelector: {}, ingress: [{from: [], ports: []}]}`, []string{"near>web UDP 80"}, nil},
	{"an empty peer, which the API server refuses, admits nothing", `{podSelector: {}, ingress: [{from: [{}]}]}`,
		nil, []string{"db>web 80", "near>web 80"}},
	{"a podSelector is for pods of the policy's namespace", `{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}`,
		[]string{"db>web 80"}, []string{"pay>web 80", "near>web 80"}},
	{"a namespaceSelector is for pods of every namespace it selects", `{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}`,
		[]string{"db>web 80", "pay>web 80", "job>web 80"}, []string{"near>web 80"}},
	{"both in one peer are both required",
		`{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: b}}, podSelector: {matchLabels: {app: pay}}}]}]}`,
		[]string{"pay>web 80"}, []string{"db>web 80", "job>web 80"}},
	{"two peers are alternatives",
		`{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: b}}}, {podSelector: {matchLabels: {app: db}}}]}]}`,
		[]string{"pay>web 80", "db>web 80"}, []string{"job>web 80"}},
	{"a namespace is known by its name, whatever its labels claim",
		`{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: bank}}}]}]}`,
		[]string{"pay>web 80"}, []string{"db>web 80"}},
	{"a namespace that is not listed has its name too",
		`{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: unlisted}}}]}]}`,
		[]string{"job>web 80"}, []string{"pay>web 80"}},
	{"a peer and a port must match in one rule",
		`{podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 1}]}, {from: [{namespaceSelector: {}}], ports: [{port: 2}]}]}`,
		[]string{"db>web 1", "db>web 2", "pay>web 2"}, []string{"pay>web 1"}},

	// addresses
	{"an ipBlock covers pods and outside alike", `{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}`,
		[]string{"db>web 80", "near>web 80", "mapped>web 80"}, []string{"pay>web 80", "far>web 80", "job>web 80"}},
	{"except", `{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24, except: [192.0.2.128/25]}}]}]}`,
		[]string{"mapped>web 80"}, []string{"near>web 80", "db>web 80"}},
	{"what one peer excepts another may admit",
		`{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24, except: [192.0.2.200/32]}}, {ipBlock: {cidr: 192.0.2.200/31}}]}]}`,
		[]string{"near>web 80", "mapped>web 80"}, nil},
	{"IPv6", `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: "2001:db8::/32", except: ["2001:db8::/64"]}}]}]}`,
		[]string{"web>far 443"}, []string{"web>pay 443", "web>near 443"}},
	{"host bits of a CIDR do not count", `{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.9/24}}]}]}`, []string{"near>web 80"}, nil},

	// ports
	{"the protocol defaults to TCP", `{podSelector: {}, ingress: [{ports: [{port: 53}]}]}`, []string{"db>web 53"}, []string{"db>web UDP 53"}},
	{"a protocol without a port is all of its ports", `{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]}`,
		[]string{"db>web UDP 1", "db>web UDP 65535"}, []string{"db>web TCP 1", "db>web SCTP 1"}},
	{"endPort is inclusive", `{podSelector: {}, ingress: [{ports: [{port: 32000, endPort: 32768}]}]}`,
		[]string{"db>web 32000", "db>web 32400", "db>web 32768"}, []string{"db>web 31999", "db>web 32769", "db>web UDP 32400"}},
	{"endPort may equal port", `{podSelector: {}, ingress: [{ports: [{port: 80, endPort: 80}]}]}`, []string{"db>web 80"}, []string{"db>web 81"}},
	{"a named port is the target's", `{podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: http}]}]}`,
		[]string{"pay>web 8000", "near>web TCP 8000"}, []string{"pay>web 9000", "pay>db 8000", "pay>web UDP 8000"}},
	{"a named port is the target's in egress too", `{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]}`,
		[]string{"web>pay 9000", "db>web 8000"}, []string{"web>pay 8000", "web>near 9000", "web>db 8000"}},
	{"a named port needs its protocol", `{podSelector: {}, ingress: [{ports: [{port: dns}]}]}`, nil, []string{"db>web UDP 53", "db>web 53"}},
	{"an empty name of a port, which the API server refuses, admits nothing", `{podSelector: {}, ingress: [{ports: [{port: ""}]}]}`,
		nil, []string{"db>web 8000", "db>web 80"}},
	{"a named port of another protocol", `{podSelector: {}, ingress: [{ports: [{protocol: UDP, port: dns}]}]}`,
		[]string{"db>web UDP 53"}, []string{"db>web TCP 53"}},

	// ends
	{"a pod reaches itself, but a replica is another pod", `{podSelector: {}, policyTypes: [Ingress, Egress]}`,
		[]string{"db>db 80"}, []string{"web>web 80"}},
	{"no policy is about two ends outside", `{podSelector: {}, policyTypes: [Ingress, Egress]}`, []string{"near>far 80"}, nil},
	{"both ends must allow it",
		`{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}], egress: [{to: [{podSelector: {matchLabels: {app: web}}}]}]}`,
		[]string{"web>web 80"}, []string{"web>db 80", "db>web 80", "db>pay 80"}},

	// the example of kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource
	{"the example of the documentation", `
podSelector: {matchLabels: {app: web}}
policyTypes: [Ingress, Egress]
ingress:
- from:
  - ipBlock: {cidr: 192.0.0.0/16, except: [192.0.2.128/25]}
  - namespaceSelector: {matchLabels: {team: b}}
  - podSelector: {matchLabels: {app: db}}
  ports: [{protocol: TCP, port: 6379}]
egress:
- to: [{ipBlock: {cidr: 10.0.0.0/15}}]
  ports: [{protocol: TCP, port: 5978}]
`, []string{"mapped>web 6379", "pay>web 6379", "db>web 6379", "web>db 5978", "near>db 6379"},
		[]string{"near>web 6379", "pay>web 6380", "job>web 6379", "web>db 5979", "web>near 5978"}},
}
