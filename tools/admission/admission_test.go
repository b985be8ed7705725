package admission_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apiserver/pkg/admission"
)

// TestMain refuses to run where go would keep the result: its cache knows the files of this module only.
func TestMain(m *testing.M) {
	flag.Parse()
	if log := flag.Lookup("test.testlogfile"); log != nil && log.Value.String() != "" {
		fmt.Fprintln(os.Stderr, "go would cache this verdict on ../../rendered; run: go -C tools/admission test -count=1 ./...")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// argocd is who applies the tree.
const argocd = "system:serviceaccount:argocd:argocd-application-controller"

// TestTheTreeIsAdmitted asks about each object twice, as it is made and as it is changed.
func TestTheTreeIsAdmitted(t *testing.T) {
	for _, dir := range clusters(t) {
		files := rendered(t, dir)
		j := newJudge(t, files)
		for _, f := range files {
			for _, operation := range []admission.Operation{admission.Create, admission.Update} {
				if why := j.refusal(request{object: f.object, operation: operation, user: argocd}); why != "" {
					t.Errorf("%s: %s refused: %s", f.path, operation, why)
				}
			}
		}
	}
}

// TestPodsAreAdmitted asks about the pods of each app as the API server makes them: with what the mesh adds, and with the token
// of the ServiceAccount unless the template goes without.
func TestPodsAreAdmitted(t *testing.T) {
	for _, dir := range clusters(t) {
		files := rendered(t, dir)
		j := newJudge(t, files)
		for _, f := range files {
			if f.object.GetKind() != "Deployment" {
				continue
			}
			if why := j.refusal(request{object: pod(t, f.object), operation: admission.Create, user: "system:serviceaccount:kube-system:replicaset-controller"}); why != "" {
				t.Errorf("%s: a pod is refused: %s", f.path, why)
			}
		}
	}
}

// pod is one of a Deployment.
func pod(t *testing.T, deployment *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	template, _, err := unstructured.NestedMap(deployment.Object, "spec", "template")
	if err != nil {
		t.Fatal(err)
	}
	p := &unstructured.Unstructured{Object: template}
	p.SetAPIVersion("v1")
	p.SetKind("Pod")
	p.SetName(deployment.GetName() + "-5d4f8c7b9-x2x4z")
	p.SetNamespace(deployment.GetNamespace())
	inject(t, p)
	if mounts, found, _ := unstructured.NestedBool(p.Object, "spec", "automountServiceAccountToken"); !found || mounts {
		grow(t, p, "volumes", "{name: kube-api-access-abcde, projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 3607}}]}}")
	}
	return p
}

// inject adds what Linkerd's injector does; generator/policy/injected.go, of another module with an older Kubernetes, has it in full.
func inject(t *testing.T, p *unstructured.Unstructured) {
	t.Helper()
	const image = "image: \"cr.l5d.io/linkerd/proxy:edge-26.8.3\""
	grow(t, p, "initContainers", "{name: linkerd-network-validator, "+image+", command: [/usr/lib/linkerd/linkerd2-network-validator]}")
	grow(t, p, "initContainers", "{name: linkerd-proxy, "+image+", restartPolicy: Always, ports: [{name: linkerd-admin, containerPort: 4191}]}")
	grow(t, p, "volumes", "{name: linkerd-identity-end-entity, emptyDir: {medium: Memory}}")
	grow(t, p, "volumes", "{name: linkerd-identity-token, projected: {sources: "+
		"[{serviceAccountToken: {path: linkerd-identity-token, expirationSeconds: 86400, audience: identity.l5d.io}}]}}")
}

// grow adds an item to a list of a pod's spec.
func grow(t *testing.T, p *unstructured.Unstructured, field, item string) {
	t.Helper()
	list, _, err := unstructured.NestedSlice(p.Object, "spec", field)
	if err == nil {
		err = unstructured.SetNestedSlice(p.Object, append(list, decode(t, item).Object), "spec", field)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestCases(t *testing.T) {
	for _, dir := range clusters(t) {
		files := rendered(t, dir)
		j := newJudge(t, files)
		environment := environmentOf(t, files)
		names := strings.NewReplacer("ENV", environment, "OPERATORS", operatorsOf(t, files, environment))
		for _, c := range cases {
			t.Run(filepath.Base(dir)+"/"+c.name, func(t *testing.T) {
				r := c.request
				r.object = decode(t, names.Replace(c.object))
				if c.before != "" {
					r.before, r.operation = decode(t, names.Replace(c.before)), admission.Update
				}
				r.groups = slices.Clone(r.groups)
				for i, group := range r.groups {
					r.groups[i] = names.Replace(group)
				}
				if r.operation == "" {
					r.operation = admission.Create
				}
				switch why := j.refusal(r); {
				case c.policy == "" && why != "":
					t.Errorf("refused: %s", why)
				case c.policy != "" && !deniedBy(c.policy, why):
					t.Errorf("%q: expected a refusal by %s", why, c.policy)
				}
			})
		}
		for _, policy := range j.policies {
			if !slices.ContainsFunc(cases, func(c verdict) bool { return c.policy == policy }) {
				t.Errorf("no case shows what %s refuses", policy)
			}
		}
	}
}

// environmentOf is the first environment of a cluster.
func environmentOf(t *testing.T, files []file) string {
	t.Helper()
	for _, f := range files {
		if f.object.GetKind() == "Namespace" && f.object.GetLabels()["environment"] != "" {
			return f.object.GetName()
		}
	}
	t.Fatal("the cluster hosts no environment")
	return ""
}

// operatorsOf is their group, which has the role operators in an environment.
func operatorsOf(t *testing.T, files []file, environment string) string {
	t.Helper()
	for _, f := range files {
		if f.object.GetKind() != "RoleBinding" || f.object.GetNamespace() != environment || f.object.GetName() != "operators" {
			continue
		}
		if subjects, _, err := unstructured.NestedSlice(f.object.Object, "subjects"); err == nil && len(subjects) == 1 {
			return subjects[0].(map[string]any)["name"].(string)
		}
	}
	t.Fatalf("%s has no operators", environment)
	return ""
}
