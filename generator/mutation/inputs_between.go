package mutation

import (
	"math/rand/v2"
	"strings"
)

const production = "fastapi-hello.production.hello.example.com"

// inputReferences are mistakes that only a look at other fields or files shows.
var inputReferences = []Operator{
	fields("reference renamed",
		at("environment after", rename), at("fleet hub", rename), at("app size", rename), at("cluster environments.*", rename),
		at("versions", rekey), at("app environments", rekey), at("app callers", grow("ghost")),
		at("app environments.development", put("size", "huge")),
	),
	fields("zones that do not fit", at("cluster zones.*", rename, swap("ap-", "eu-"), to("ap-south-1")),
		at("cluster zones", to([]any{"ap-south-1a"}), to([]any{})),
		at("cluster region", to("eu-west-1")).referred("cluster zones")),
	fields("item listed twice", at("app secrets", grow("api-token")), at("cluster zones", grow("ap-south-1a")),
		at("cluster environments", grow("*"), grow("staging"), to([]any{"staging", "production", "staging"}))),
	fields("promotion in a circle",
		at("environment after", toEach("development", "staging", "production")...).in("development").referred("environment after"),
		at("environment after", toEach("staging", "production")...).in("staging").referred("environment after"),
		at("environment after", to("production")).in("production")),
	fields("host taken", at("app environments", put("staging", map[string]any{"host": production}),
		put("development", map[string]any{"host": production}), put("production", map[string]any{"host": "fastapi-hello.staging.hello.example.com"}))),
	fields("bounds crossed", at("app replicas", to(map[string]any{"min": 9, "max": 6}), to(map[string]any{"max": 2})),
		at("app environments.development", put("replicas", map[string]any{"min": 7})).referred("app replicas.max"),
		at("environment replicas", to(7)).referred("app replicas.max")),
	fields("quota below need", referred([]string{"ResourceQuota spec.hard"},
		at("environment quota.cpu", to("50m")), at("environment quota.memory", to("64Mi")), at("environment quota.storage", to("64Mi")),
		at("environment quota.pods", to(1)), at("app replicas.max", to(5000)), at("environment sizes.small.cpu", to("90")),
		at("environment sizes.small.memory", to("90Gi")), at("environment sizes.small.storage", to("90Gi")))...),
	fields("waiver that excuses nothing", at("app waivers",
		to([]any{waiver("no-such-rule", "Deployment/fastapi-hello", "2099-12-31")}),
		to([]any{waiver("rbac", "Deployment/ghost", "2099-12-31")}),
		to([]any{waiver("no-such-rule", "fastapi-hello", "2099-12-31")}),
		to([]any{waiver("no-such-rule", "Deployment/fastapi-hello", "next year")}),
		to([]any{map[string]any{"rule": "no-such-rule", "object": "Deployment/fastapi-hello", "until": "2099-12-31"}}),
	)),
}

func waiver(rule, object, until string) map[string]any {
	return map[string]any{"rule": rule, "object": object, "until": until, "reason": "none"}
}

// inputFiles are mistakes in whole files.
var inputFiles = []Operator{
	text("text broken", func(content string) []string {
		return []string{
			strings.Replace(content, ": ", ":\t[", 1), content + "\t- x\n", content + "open: [\n", content + "---\n" + content,
			content + "again: &a [1]\nonce: *b\n", content + "name: \xff\xfe\n", content + "name: \x00\n", "- " + content, "just text\n",
		}
	}),
	text("alias", func(content string) []string {
		return []string{"a: &a {x: y}\nb: *a\n" + content, "<<: {team: hello}\n" + content}
	}),
	text("file too large", func(content string) []string {
		return []string{content + strings.Repeat("# padding\n", 30_000)}
	}),
	moved("file misnamed", func(path string) []string {
		stem := strings.TrimSuffix(path, ".yaml")
		return []string{stem + ".yml", stem + "_x.yaml", stem + ".X.yaml", stem + "-.yaml"}
	}),
	moved("file taken away", func(path string) []string {
		if InputKind(path) == "versions" { // then the app is not deployed, which is no mistake
			return nil
		}
		return []string{""}
	}, "fleet hub", "environment after", "versions *", "app environments"),
	added("app misnamed", map[string]string{
		"apps/Upper/app.yaml":                           "team: hello\n",
		"apps/under_score/app.yaml":                     "team: hello\n",
		"apps/1st/app.yaml":                             "team: hello\n",
		"apps/" + strings.Repeat("a", 64) + "/app.yaml": "team: hello\n",
		"apps/other/values.yaml":                        "team: hello\n",
		"apps/other.yaml":                               "team: hello\n",
	}),
	added("route of another app", map[string]string{
		"apps/other/app.yaml": "team: hello\nenvironments: {production: {host: " + production + "}}\n",
		"apps/third/app.yaml": "team: hello\nenvironments: {staging: {host: fastapi-hello.staging.hello.example.com}}\n",
	}, "app environments"),
	added("environment misnamed", map[string]string{
		"environments/kube-public.yaml":                     scaffold,
		"environments/monitoring.yaml":                      scaffold,
		"environments/default.yaml":                         scaffold,
		"environments/" + strings.Repeat("e", 55) + ".yaml": scaffold,
	}, "cluster"), // a name of a cluster and an environment together may be too long
	added("patch that fails", map[string]string{
		patches + "production.yaml": deployment("ghost", "replicas: 3"),
		patches + "staging.yaml":    deployment("fastapi-hello", "replica: 3"),
		patches + "qa.yaml":         deployment("fastapi-hello", "paused: true"),
		patches + "development.yaml": "target: {kind: Deployment, name: fastapi-hello}\n" +
			"patch: [{op: remove, path: /spec/template/spec/nodeName}]\n",
	}),
	added("patch that loosens", map[string]string{
		patches + "production.yaml": deployment("fastapi-hello", "template: {spec: {hostNetwork: true}}"),
		patches + "staging.yaml": deployment("fastapi-hello",
			"template: {spec: {containers: [{name: fastapi-hello, securityContext: {privileged: true}}]}}"),
		patches + "development.yaml": deployment("fastapi-hello",
			"template: {spec: {containers: [{name: fastapi-hello, livenessProbe: null}]}}"),
	}, "Deployment spec.template.spec.hostNetwork", "Deployment spec.template.spec.containers.*.securityContext",
		"Deployment spec.template.spec.containers.*.livenessProbe"),
}

const (
	patches  = "apps/fastapi-hello/patches/"
	scaffold = "sizes: {small: {cpu: 50m, memory: 128Mi, storage: 64Mi}}\nquota: {cpu: \"4\", memory: 8Gi, storage: 8Gi, pods: 60}\n"
)

func deployment(name, spec string) string {
	return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "}\nspec: {" + spec + "}\n"
}

// text is the operator that damages the text of a document.
func text(name string, damaged func(content string) []string) Operator {
	return Operator{name, func(r *rand.Rand, documents []Document) (Mutant, bool) {
		d := pick(r, documents)
		return Mutant{Files: map[string][]byte{d.Path: []byte(pick(r, damaged(string(encode(d.Tree)))))}}, true
	}}
}

// moved is the operator that gives a document another path, or none.
func moved(name string, to func(path string) []string, ends ...string) Operator {
	return Operator{name, func(r *rand.Rand, documents []Document) (Mutant, bool) {
		for _, i := range r.Perm(len(documents)) {
			d := documents[i]
			if paths := to(d.Path); len(paths) > 0 {
				files := map[string][]byte{d.Path: nil}
				if path := pick(r, paths); path != "" {
					files[path] = encode(d.Tree)
				}
				return Mutant{Files: files, Ends: ends}, true
			}
		}
		return Mutant{}, false
	}}
}

// added is the operator that adds one of the files.
func added(name string, files map[string]string, ends ...string) Operator {
	return Operator{name, func(r *rand.Rand, _ []Document) (Mutant, bool) {
		path := pick(r, sortedKeys(files))
		return Mutant{Files: map[string][]byte{path: []byte(files[path])}, Ends: ends}, true
	}}
}
