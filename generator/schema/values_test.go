package schema_test

import (
	"strings"
	"testing"
)

const (
	fleet = `
repository: https://github.com/example/fastapi-gitops.git
domain: hello.example.com
account: "111122223333"
hub: hello
groups: {developers: developers, operators: operators}
`
	cluster     = "region: ap-south-1\nzones: [ap-south-1a, ap-south-1b]\ncidr: 10.20.0.0/16\n"
	environment = `
sizes: {small: {cpu: 50m, memory: 128Mi, storage: 64Mi}}
quota: {cpu: "4", memory: 8Gi, storage: 8Gi, pods: 60}
`
	digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

func TestWhatTheSchemasAccept(t *testing.T) {
	tests := []struct{ name, kind, file string }{
		{"fleet, required fields alone", "fleet", fleet},
		{"fleet over ssh, with a branch", "fleet", strings.Replace(fleet, "https://", "ssh://git@", 1) + "branch: release/1\n"},
		{"fleet, Argo CD", "fleet", fleet + "charts: oci://registry.example.com:5000/charts\nargocd: {publicRepository: true, privateCharts: true, " +
			"sso: {issuer: \"https://login.example.com:8443/realms/hello\", clientID: argocd}, slack: deployments, webhook: github, " +
			"knownHosts: [git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl]}\n"},
		{"cluster, required fields alone", "cluster", cluster},
		{"cluster, every field", "cluster", cluster + `
kubernetes: "1.35"
environments: ["*"]
role: standby
endpoint: {public: [203.0.113.0/24]}
encryptionKey: arn:aws:kms:ap-south-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab
logs: {days: 365}
nodes: {system: {system: true}, apps: {types: [m7g.large], min: 0, max: 9, disk: 100Gi}}
`},
		{"fleet with people's roles", "fleet", fleet + `
roles: {admins: ["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1a2b"], operators: []}
accountOwner: other
`},
		{"environment, required fields alone", "environment", environment},
		{"quantities as numbers", "environment", "sizes: {small: {cpu: 0.5, memory: 128Mi, storage: 1Gi}}\nquota: {cpu: 4, memory: 8Gi, storage: 8Gi, pods: 1}\n"},
		{"sync", "environment", environment + `
after: staging
developers: edit
sync:
  prune: false
  windows: [{kind: deny, schedule: "0 22 * * 5", duration: 1h30m, timeZone: America/Argentina/Buenos_Aires, manual: true}]
`},
		{"app, required fields alone", "app", "team: hello\n"},
		{"numbers", "app", "team: hello\nport: 8000\nreplicas: {min: 1, max: 10000, cpu: 100}\nslo: {availability: 99.9, fast: 99}\n"},
		{"lists", "app", "team: hello\ncommand: [python, -m, app]\nsecrets: [token]\negress: [{cidr: \"2001:db8::/32\", ports: [443]}]\n"},
		{"mappings", "app", "team: hello\nsettings: {GREETING: Hello}\nenvironments: {staging: {host: a.example.com, replicas: {max: 2}}}\n"},
		{"waiver", "app", "team: hello\nwaivers: [{rule: quota, object: Deployment/hello, reason: why, until: 2027-01-31}]\n"},
		{"versions", "versions", "staging: registry.example.com:5000/team/hello:0.1.0" + digest + "\n"},
		{"no versions", "versions", "{}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if problems := decode(t, tt.kind, tt.file); len(problems) > 0 {
				t.Fatalf("the program refuses the fixture: %v", problems)
			}
			if errs := errorsOf(t, tt.kind, tt.file); len(errs) > 0 {
				t.Errorf("the schema refuses it: %v", errs)
			}
		})
	}
}

func TestWhatTheSchemasRefuse(t *testing.T) {
	tests := []struct{ name, kind, file, want string }{
		{"missing field", "app", "port: 8000\n", "team in body is required"},
		{"missing field further down", "fleet", strings.Replace(fleet, ", operators: operators", "", 1), "groups.operators in body is required"},
		{"unknown field", "app", "team: hello\nprt: 8000\n", "prt in body is a forbidden property"},
		{"unknown field further down", "app", "team: hello\nprobes: {liv: /}\n", "probes.liv in body is a forbidden property"},
		{"unknown field in a map", "environment", strings.Replace(environment, "cpu: 50m", "cpu: 50m, gpu: 1", 1), "sizes.small.gpu in body is a forbidden property"},
		{"unknown field in a list", "app", "team: hello\negress: [{cidr: 10.0.0.0/8, port: 443}]\n", "port in body is a forbidden property"},
		{"text for a number", "app", "team: hello\nport: http\n", "port in body must be of type integer"},
		{"broken number", "app", "team: hello\nport: 80.5\n", "port in body must be of type integer"},
		{"port out of range", "app", "team: hello\nport: 65536\n", "port in body should be less than or equal to 65535"},
		{"no replicas", "app", "team: hello\nreplicas: {min: 0}\n", "replicas.min in body should be greater than or equal to 1"},
		{"percent out of range", "app", "team: hello\nreplicas: {cpu: 101}\n", "replicas.cpu in body should be less than or equal to 100"},
		{"objective without a budget", "app", "team: hello\nslo: {availability: 100}\n", "slo.availability in body should be less than or equal to 99"},
		{"latency between buckets", "app", "team: hello\nslo: {latency: 300ms}\n", "slo.latency in body should be one of"},
		{"boolean as text", "app", "team: hello\npublic: \"true\"\n", "public in body must be of type boolean"},
		{"number as text of a setting", "app", "team: hello\nsettings: {WORKERS: 4}\n", "settings.WORKERS in body must be of type string"},
		{"text for a list", "app", "team: hello\nsecrets: token\n", "secrets in body must be of type array"},
		{"list for a mapping", "app", "team: hello\nslo: []\n", "slo in body must be of type object"},
		{"name", "app", "team: Hello\n", "team in body should match"},
		{"duration", "app", "team: hello\nshutdown: 20 seconds\n", "shutdown in body should match"},
		{"quantity", "app", "team: hello\nscratch: 64MB\n", "scratch in body should match"},
		{"negative quantity", "app", "team: hello\nscratch: -1\n", "scratch in body should be greater than or equal to"},
		{"URL path", "app", "team: hello\npath: api\n", "path in body should match"},
		{"host", "app", "team: hello\nenvironments: {staging: {host: hello}}\n", "environments.staging.host in body should match"},
		{"CIDR", "app", "team: hello\negress: [{cidr: 10.0.0.1}]\n", "cidr in body should match"},
		{"object", "app", "team: hello\nwaivers: [{rule: quota, object: hello, reason: why, until: 2027-01-31}]\n", "object in body should match"},
		{"date", "app", "team: hello\nwaivers: [{rule: quota, object: Pod/hello, reason: why, until: 31.1.2027}]\n", "until in body should match"},
		{"region", "cluster", strings.Replace(cluster, "region: ap-south-1", "region: Mumbai", 1), "region in body should match"},
		{"size of a VPC", "cluster", strings.Replace(cluster, "/16", "/8", 1), "cidr in body should match"},
		{"Kubernetes version", "cluster", cluster + "kubernetes: \"1.35.2\"\n", "kubernetes in body should match"},
		{"role", "cluster", cluster + "role: passive\n", "role in body should be one of [active standby]"},
		{"range of everyone", "cluster", cluster + "endpoint: {public: [0.0.0.0/0]}\n", "endpoint.public[0] in body should match"},
		{"alias of a key", "cluster", cluster + "encryptionKey: alias/hello\n", "encryptionKey in body should match"},
		{"retention", "cluster", cluster + "logs: {days: 5000}\n", "logs.days in body should be less than or equal to 3653"},
		{"instance type", "cluster", cluster + "nodes: {apps: {types: [large]}}\n", "nodes.apps.types[0] in body should match"},
		{"number of nodes", "cluster", cluster + "nodes: {apps: {max: 1000}}\n", "nodes.apps.max in body should be less than or equal to 450"},
		{"role of people", "fleet", fleet + "roles: {admins: [admin]}\n", "roles.admins[0] in body should match"},
		{"account", "fleet", strings.Replace(fleet, "111122223333", "1111", 1), "account in body should match"},
		{"repository", "fleet", strings.Replace(fleet, "https://", "http://", 1), "repository in body should match"},
		{"branch", "fleet", fleet + "branch: -x\n", "branch in body should match"},
		{"group", "fleet", strings.Replace(fleet, "developers: developers", "developers: all people", 1), "groups.developers in body should match"},
		{"access", "environment", environment + "developers: admin\n", "developers in body should be one of [read edit]"},
		{"schedule", "environment", environment + "sync: {windows: [{kind: deny, schedule: '@daily', duration: 1h}]}\n", "schedule in body should match"},
		{"time zone", "environment", environment + "sync: {windows: [{kind: deny, schedule: 0 1 * * *, duration: 1h, timeZone: Asia/Kol kata}]}\n", "timeZone in body should match"},
		{"image without a digest", "versions", "staging: registry.example.com/hello:0.1.0\n", "staging in body should match"},
		{"image without a registry", "versions", "staging: hello" + digest + "\n", "staging in body should match"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if decode(t, tt.kind, tt.file) == nil {
				t.Fatal("the program accepts the fixture")
			}
			var all strings.Builder
			for _, err := range errorsOf(t, tt.kind, tt.file) {
				all.WriteString(err.Error() + "\n")
			}
			if !strings.Contains(all.String(), tt.want) {
				t.Errorf("the schema says %q, want %q in it", all.String(), tt.want)
			}
		})
	}
}
