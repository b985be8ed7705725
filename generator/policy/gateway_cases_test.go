package policy_test

import (
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/google/go-cmp/cmp"
)

// gatewayCases are changes of a fleet that people come into by the Gateway API.
var gatewayCases = []ruleCase{
	{"gateway", "D/httproute-shop-public.yaml", `spec.parentRefs[0].name="other"`, `
		gateway HTTPRoute/development/shop-public spec.parentRefs[0]`},
	{"gateway", "D/httproute-shop-public.yaml", `spec.parentRefs[0].sectionName="plain.http"`, `
		gateway HTTPRoute/development/shop-public spec.parentRefs[0].sectionName`},
	{"gateway", "D/httproute-shop-public.yaml", `spec.parentRefs[0].sectionName="production"`, `
		gateway HTTPRoute/development/shop-public spec.hostnames[0]
		gateway HTTPRoute/development/shop-public spec.parentRefs[0].sectionName`},
	{"gateway", "D/httproute-shop-public.yaml", `-spec.hostnames`, `
		gateway HTTPRoute/development/shop-public spec.hostnames`},
	{"gateway", "D/httproute-shop-public.yaml", `spec.hostnames[0]="a.shop.development.example.com"`, `
		gateway HTTPRoute/development/shop-public spec.hostnames[0]
		input HTTPRoute/development/shop-public spec.hostnames[0]`},
	{"gateway", "D/httproute-shop-public.yaml", `-spec.rules[0].filters`, `
		gateway HTTPRoute/development/shop-public spec.rules[0].filters`},
	{"gateway", "D/httproute-shop-public.yaml", `-spec.rules[0].timeouts`, `
		gateway HTTPRoute/development/shop-public spec.rules[0].timeouts.request`},
	{"gateway", "D/httproute-shop-public.yaml", `spec.rules[0].backendRefs[0].name="other"`, `
		gateway HTTPRoute/development/shop-public spec.rules[0].backendRefs[0].name`},
	{"gateway", "D/httproute-shop-public.yaml", `spec.rules[0].matches[0].path.value="/other"`, `
		input HTTPRoute/development/shop-public spec.rules[0].matches[0].path.value`},
	{"authorized", "D/httproute-shop-public.yaml", `spec.rules[0].matches[0].path.value="/metrics"`, `
		authorized HTTPRoute/development/shop-public spec.rules[0].matches[0].path.value
		input HTTPRoute/development/shop-public spec.rules[0].matches[0].path.value`},
	{"complete", "D/httproute-shop-public.yaml", ``, `
		complete HTTPRoute/development/shop-public`},
	{"gateway", "D/backendtrafficpolicy-shop-public.yaml", ``, `
		gateway HTTPRoute/development/shop-public`},
	{"gateway", "D/backendtrafficpolicy-shop-public.yaml", `-spec.rateLimit`, `
		gateway BackendTrafficPolicy/development/shop-public spec.rateLimit`},
	{"gateway", "D/backendtrafficpolicy-shop-public.yaml", `-spec.requestBuffer`, `
		gateway BackendTrafficPolicy/development/shop-public spec.requestBuffer.limit`},
	{"route", "D/httproute-shop-public.yaml", `+spec.rules[0].matches={"path":{"type":"PathPrefix","value":"/shop"}}`, `
		route HTTPRoute/development/shop-public spec.hostnames[0]
		route HTTPRoute/development/shop-public spec.rules[0].matches[1].path.value`},
}

func TestRulesOfTheGateway(t *testing.T) {
	files := inputs()
	fleet := "clusters/world/fleet.yaml"
	files[fleet] = &fstest.MapFile{Data: append(files[fleet].Data, "ingress: gateway\n"...)}
	valid := build(t, files)
	if got := names(policy.Check(valid)); len(got) > 0 {
		t.Fatalf("findings in what is right: %q", got)
	}
	for _, c := range gatewayCases {
		t.Run(c.rule+"/"+c.path()+"/"+c.change, func(t *testing.T) {
			got := names(policy.Check(with(t, valid, c.path(), c.change)))
			if diff := cmp.Diff(lines(c.want), got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
