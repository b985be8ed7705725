package mutation

import (
	"slices"
	"strings"
)

// Inputs are the operators for input files.
var Inputs = slices.Concat(inputShapes, inputValues, inputReferences, inputFiles)

var inputShapes = []Operator{
	wrongType(),
	unknownField(),
	misspelt(),
	givenTwice(),
	fields("required field deleted", each([]way{drop},
		"app team",
		"fleet repository", "fleet domain", "fleet account", "fleet hub", "fleet groups", "fleet groups.*",
		"cluster region", "cluster zones", "cluster cidr",
		"environment sizes", "environment sizes.*.*", "environment quota", "environment quota.*",
		"environment sync.windows.*.kind", "environment sync.windows.*.schedule", "environment sync.windows.*.duration",
	)...),
}

var inputValues = []Operator{
	fields("quantity broken", each(toEach("12q", "-64Mi", "0", "64 Mi", "plenty", ""),
		"app scratch", "environment sizes.*.*", "environment quota.cpu", "environment quota.memory", "environment quota.storage",
	)...),
	fields("duration broken", each(toEach("20", "-5s", "25h", "1.5", "soon", ""),
		"app shutdown", "app probes.startup", "environment sync.windows.*.duration", "app slo.latency",
	)...),
	fields("number out of range",
		at("app port", toEach(-1, 0, 80, 1023, 4143, 65536)...),
		at("app replicas.max", toEach(-1, 0, 20000)...),
		at("app replicas.cpu", toEach(-1, 0, 101)...),
		at("app slo.availability", toEach(0, 49, 100, 99.99999)...),
		at("app slo.fast", toEach(0, 49, 100, 99.99999)...),
		at("environment replicas", toEach(-1, 0, 20000)...),
		at("environment quota.pods", toEach(-1, 0, 20000)...),
	),
	fields("address range broken",
		at("cluster cidr", toEach("10.20.0.0", "10.20.0.0/33", "10.20.0.1/16", "8.8.0.0/16", "10.20.0.0/28", "10.0.0.0/8", "fd00::/16")...),
		at("app egress", toEach([]any{map[string]any{"cidr": "10.0.0.1/8"}}, []any{map[string]any{"cidr": "everywhere"}},
			[]any{map[string]any{"ports": []any{443}}})...),
	),
	fields("name malformed",
		at("fleet domain", toEach("Hello.example.com", "hello_world.example.com", "localhost", "hello.example.com.")...),
		at("fleet account", toEach("11112222333", "1111-2222-3333", "example")...),
		at("fleet branch", toEach("a..b", "-main", "feature/", "with space")...),
		at("cluster region", toEach("mumbai", "ap-south-1a", "AP-SOUTH-1")...),
		at("cluster kubernetes", toEach("1.35.2", "2.0", "v1.35", "latest")...),
		at("app team", toEach("Team Hello", "hello_team", "-hello", strings.Repeat("t", 64))...),
		at("app secrets.*", toEach("API_TOKEN", "a.b", "../api-token", strings.Repeat("s", 60))...),
	),
	fields("choice unknown",
		at("environment developers", toEach("admin", "Edit", "none")...),
		at("environment sync.windows.*.kind", toEach("maybe", "Deny")...),
		at("cluster role", toEach("primary", "Active")...),
		at("app slo.latency", toEach("300ms", "0.2s", "11s")...),
	),
	fields("group of the system", each(toEach("system:masters", "system:authenticated", "system:serviceaccounts"), "fleet groups.*")...),
	fields("credential written down",
		at("fleet repository", to("https://git:pa55w0rd@github.com/example/fastapi-gitops.git")),
		at("app settings", put("DATABASE_PASSWORD", "hunter2"), put("API_TOKEN", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
			put("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), put("DATABASE_URL", "postgres://hello:hunter2@db/hello")).
			referred("Deployment spec.template.spec.containers.*.env"),
	),
	fields("address of the repository broken", each(toEach("git@github.com:example/hello.git", "http://github.com/example/hello.git",
		"github.com/example/hello", "file:///srv/git"), "fleet repository")...),
	fields("URL path broken", each(toEach("healthz", "/../etc", "//x", "/a?b=c", "/with space", "/x/"),
		"app path", "app metrics", "app probes.live", "app probes.ready")...),
	fields("environment variable misnamed", at("app settings", put("1ST", "x"), put("WITH SPACE", "x"), put("A=B", "x")),
		at("app environments.development.settings", put("1ST", "x"), put("WITH SPACE", "x"))),
	fields("schedule broken",
		at("environment sync.windows.*.schedule", toEach("0 25 * * *", "* * * *", "@daily", "at night", "0 18 * * 9")...),
		at("environment sync.windows.*.timeZone", toEach("Mars/Olympus", "IST+5", "Local")...)),
	fields("image loosened", at("versions *", until("@"), until("@sha256"), swap("@sha256:0000", "@sha256:"),
		to("fastapi-hello:latest"), swap("111122223333.dkr.ecr.ap-south-1.amazonaws.com/", ""), swap("0.1.0@", "@"))),
}
