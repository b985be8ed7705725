package plan_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
)

// files are valid inputs of every kind, with every field of which a slip could harm the program.
var files = []struct{ path, content string }{
	{"apps/shop/app.yaml", `
team: shop
port: 9000
path: /shop
replicas: {min: 1, max: 9, cpu: 70}
scratch: 16Mi
shutdown: 30s
settings: {LOG_LEVEL: info}
secrets: [token]
callers: [cart]
egress: [{cidr: 203.0.113.0/24, ports: [443]}]
slo: {availability: 99.9, latency: 250ms, fast: 99}
environments: {production: {host: shop.example.com, size: small}}
waivers: [{rule: probes, object: Deployment/shop, reason: none, until: 2027-01-31}]
`},
	{"apps/shop/versions.yaml", "production: registry.example.com/shop:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"},
	{"environments/production.yaml", `
after: staging
sizes: {small: {cpu: 100m, memory: 128Mi, storage: 64Mi}}
quota: {cpu: 0.5, memory: 8Gi, storage: 8Gi, pods: 60}
sync: {windows: [{kind: deny, schedule: "0 18 * * 5", duration: 24h, timeZone: Asia/Kolkata}]}
`},
	{"clusters/fleet/fleet.yaml", `
repository: https://github.com/example/fastapi-gitops.git
branch: main
domain: example.com
account: "111122223333"
hub: hub
groups: {developers: developers, operators: operators}
roles: {admins: ["arn:aws:iam::111122223333:role/admin"]}
accountOwner: fleet
`},
	{"clusters/fleet/hub.yaml", `
region: ap-south-1
zones: [ap-south-1a, ap-south-1b]
cidr: 10.20.0.0/16
kubernetes: "1.35"
environments: ["*"]
role: standby
endpoint: {public: [203.0.113.0/24]}
encryptionKey: arn:aws:kms:ap-south-1:111122223333:key/00000000-0000-0000-0000-000000000000
logs: {days: 90}
nodes: {system: {system: true}, apps: {types: [m7i.large], min: 1, max: 2, disk: 50Gi}}
`},
	{"apps/shop/patches/production.yaml", "target: {kind: Deployment, name: shop}\npatch: [{op: remove, path: /spec}]\n"},
	{"environments/staging.yaml", "sizes: {small: {cpu: 1, memory: 1Gi, storage: 1Gi}}\nquota: {cpu: 4, memory: 8Gi, storage: 8Gi, pods: 60}\n"},
	{"apps/cart/app.yaml", "team: shop\n"},
}

// FuzzResolve: whatever one file says, the inputs have problems, each in a file, or there is a plan.
func FuzzResolve(f *testing.F) {
	for i, file := range files {
		f.Add(uint8(i), file.content)
	}
	f.Fuzz(func(t *testing.T, which uint8, content string) {
		inputs := fstest.MapFS{}
		for i, file := range files {
			inputs[file.path] = &fstest.MapFile{Data: []byte(file.content)}
			if i == int(which)%len(files) {
				inputs[file.path].Data = []byte(content)
			}
		}
		sources, err := config.Read(inputs)
		var problems input.Problems
		if err != nil && !errors.As(err, &problems) {
			t.Fatalf("no problem of a file: %v", err)
		}
		decoded, undecoded := sources.Decode()
		resolved, unresolved := plan.Resolve(decoded)
		problems = append(append(problems, undecoded...), unresolved...)
		if len(problems) == 0 && resolved == nil {
			t.Error("neither plan nor problems")
		}
		if len(undecoded)+len(unresolved) > 0 && resolved != nil {
			t.Errorf("a plan with problems: %v", problems)
		}
		for _, problem := range problems {
			if problem.File == "" || problem.Message == "" {
				t.Errorf("%#v", problem)
			}
		}
	})
}
