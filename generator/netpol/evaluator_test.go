package netpol

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestNewReportsEveryPolicyItCannotRead(t *testing.T) {
	specs := map[string]string{
		"shop/cidr":      `{podSelector: {}, ingress: [{}, {from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/33}}]}]}`,
		"shop/except":    `{podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, ten]}}]}]}`,
		"shop/mapped":    `{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: "::ffff:10.0.0.0/104"}}]}]}`,
		"shop/fine":      `{podSelector: {}}`,
		"shop/operator":  `{podSelector: {matchExpressions: [{key: app, operator: Is, values: [web]}]}}`,
		"bank/namespace": `{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: app, operator: Is}]}}]}]}`,
		"bank/pod":       `{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app, operator: Near}]}}]}]}`,
	}
	var policies []*networkingv1.NetworkPolicy
	for _, name := range slices.Sorted(maps.Keys(specs)) {
		policies = append(policies, policyOf(t, name, []byte(specs[name])))
	}
	_, err := New(nil, policies)
	if err == nil {
		t.Fatal("no error")
	}
	want := `NetworkPolicy bank/namespace: spec.ingress[0].from[0].namespaceSelector: "Is" is not a valid label selector operator
NetworkPolicy bank/pod: spec.ingress[0].from[0].podSelector: "Near" is not a valid label selector operator
NetworkPolicy shop/cidr: spec.ingress[1].from[1].ipBlock.cidr: netip.ParsePrefix("10.0.0.0/33"): prefix length out of range
NetworkPolicy shop/except: spec.egress[0].to[0].ipBlock.except[1]: netip.ParsePrefix("ten"): no '/'
NetworkPolicy shop/mapped: spec.ingress[0].from[0].ipBlock.cidr: "::ffff:10.0.0.0/104" is IPv4 mapped to IPv6
NetworkPolicy shop/operator: spec.podSelector: "Is" is not a valid label selector operator`
	if diff := cmp.Diff(lines(want), lines(err.Error())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestVerdictSaysWhy(t *testing.T) {
	evaluator := evaluatorOf(t, namespaceLabels,
		policyOf(t, "shop/deny", []byte(`{podSelector: {}, policyTypes: [Ingress, Egress]}`)),
		policyOf(t, "shop/web", []byte(`{podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 8000}]}]}`)),
		policyOf(t, "shop/web-too", []byte(`{podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 8000}]}]}`)),
		policyOf(t, "shop/dns", []byte(`{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{protocol: UDP, port: 53}]}]}`)),
	)
	tests := map[string]string{
		"pay>web 8000":    "allowed: egress of a pod of namespace bank is not isolated; ingress of a pod of namespace shop: NetworkPolicy/web admits TCP 8000 from a pod of namespace bank",
		"near>web 8000":   "allowed: ingress of a pod of namespace shop: NetworkPolicy/web admits TCP 8000 from 192.0.2.200",
		"web>near UDP 53": "allowed: egress of a pod of namespace shop: NetworkPolicy/dns admits UDP 53 to 192.0.2.200",
		"pay>web 8001":    "denied: ingress of a pod of namespace shop is isolated by NetworkPolicy/deny, NetworkPolicy/web, NetworkPolicy/web-too, and no policy admits TCP 8001 from a pod of namespace bank",
		"web>db UDP 53":   "denied: ingress of pod shop/db-0 is isolated by NetworkPolicy/deny, and no policy admits UDP 53 from a pod of namespace shop",
		"db>web 8000":     "denied: egress of pod shop/db-0 is isolated by NetworkPolicy/deny, NetworkPolicy/dns, and no policy admits TCP 8000 to a pod of namespace shop",
		"web>db 80": "denied: egress of a pod of namespace shop is isolated by NetworkPolicy/deny, NetworkPolicy/dns, and no policy admits TCP 80 to pod shop/db-0; " +
			"ingress of pod shop/db-0 is isolated by NetworkPolicy/deny, and no policy admits TCP 80 from a pod of namespace shop",
		"db>db 80":    "allowed: a pod cannot block access to itself",
		"near>far 80": "allowed: neither end is a pod",
		"none>db 80":  "denied: ingress of pod shop/db-0 is isolated by NetworkPolicy/deny, and no policy admits TCP 80 from outside the cluster",
	}
	for line, want := range tests {
		if got := evaluator.Evaluate(connection(t, line)).String(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestPodOf(t *testing.T) {
	always := corev1.ContainerRestartPolicyAlways
	template := corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "web"}},
		Spec: corev1.PodSpec{
			InitContainers: []corev1.Container{
				{Ports: []corev1.ContainerPort{{Name: "migrate"}}},
				{Ports: []corev1.ContainerPort{{Name: "proxy"}}, RestartPolicy: &always},
			},
			Containers: []corev1.Container{{Ports: []corev1.ContainerPort{{Name: "http"}}}, {Ports: []corev1.ContainerPort{{Name: "metrics"}}}},
		},
	}
	want := Pod{
		Namespace: "shop", Labels: map[string]string{"app": "web"},
		Ports: []corev1.ContainerPort{{Name: "http"}, {Name: "metrics"}, {Name: "proxy"}},
	}
	if diff := cmp.Diff(want, PodOf("shop", template)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
