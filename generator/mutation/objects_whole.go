package mutation

import (
	"maps"
	"math/rand/v2"
	"path"
	"strings"
)

// wholeObjects are mistakes in which objects there are and what they are called.
var wholeObjects = []Operator{
	doubled(),
	without("object removed that others name", namedBy),
	without("guard removed", guards),
	renamed(),
	fields("namespace changed", at("* metadata.namespace", instead("default"), instead("kube-system"), instead("elsewhere")),
		at("* metadata.namespace", swap("staging", "production"), swap("development", "production"), swap("production", "development"))),
	added("plaintext Secret", map[string]string{
		"rendered/single-cluster/hello/apps/production/fastapi-hello/secret-password.yaml":  secret("production"),
		"rendered/single-cluster/hello/apps/development/fastapi-hello/secret-password.yaml": secret("development"),
		"rendered/single-cluster/hello/argocd/secret-password.yaml":                         secret("argocd"),
	}),
	added("object that the project forbids", map[string]string{
		"rendered/single-cluster/hello/apps/production/fastapi-hello/clusterrolebinding-admin.yaml": "apiVersion: rbac.authorization.k8s.io/v1\n" +
			"kind: ClusterRoleBinding\nmetadata: {name: admin}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\n" +
			"subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: hello-developers}]\n",
		"rendered/single-cluster/hello/apps/staging/fastapi-hello/role-more.yaml": "apiVersion: rbac.authorization.k8s.io/v1\n" +
			"kind: Role\nmetadata: {name: more, namespace: staging}\nrules: [{apiGroups: [\"\"], resources: [pods], verbs: [get]}]\n",
		"rendered/single-cluster/hello/apps/development/fastapi-hello/resourcequota-more.yaml": "apiVersion: v1\n" +
			"kind: ResourceQuota\nmetadata: {name: more, namespace: development}\nspec: {hard: {pods: \"1000\"}}\n",
	}),
}

func secret(namespace string) string {
	return "apiVersion: v1\nkind: Secret\nmetadata: {name: password, namespace: " + namespace + "}\nstringData: {password: hunter2}\ntype: Opaque\n"
}

// namedBy are the fields that name an object of a kind.
var namedBy = map[string][]string{
	"ServiceAccount": {pod + ".serviceAccountName", "SecretStore spec.provider.aws.auth.jwt.serviceAccountRef"},
	"ExternalSecret": {pod + ".volumes"},
	"Service":        {"Ingress spec.rules.*.http.paths", "ServiceMonitor spec"},
	"Deployment": {"HorizontalPodAutoscaler spec.scaleTargetRef", "PodDisruptionBudget spec.selector", "Service spec.selector",
		"NetworkPolicy spec.podSelector"},
	"Role":        {"RoleBinding roleRef"},
	"SecretStore": {"ExternalSecret spec.secretStoreRef"},
	"AppProject":  {appSpec + ".project", templateSpec + ".project"},
	"Namespace":   {"* metadata.namespace"},
	"Secret":      {"ApplicationSet spec.generators", appSpec + ".destination", templateSpec + ".destination", "AppProject spec.destinations"},
}

// guards are the fields of what an object of a kind protects, or the whole objects that it brings to a cluster. Without a
// policy that opens something the ones that are left deny it.
var guards = map[string][]string{
	"NetworkPolicy":           {"Namespace metadata", pod, podTemplate, "Ingress spec.rules", "ServiceMonitor spec.endpoints", "NetworkPolicy spec.egress"},
	"ResourceQuota":           {"Namespace metadata"},
	"LimitRange":              {"Namespace metadata"},
	"PodDisruptionBudget":     {"Deployment spec", "HorizontalPodAutoscaler spec"},
	"HorizontalPodAutoscaler": {"Deployment spec"},
	"Application":             {"*"},
	"ApplicationSet":          {"*"},
}

// without is the operator that takes an object of one of the kinds away. A report may name the file that is missing.
func without(name string, ends map[string][]string) Operator {
	return Operator{name, func(r *rand.Rand, documents []Document) (Mutant, bool) {
		d, ok := oneOf(r, documents, ends)
		return Mutant{Files: map[string][]byte{d.Path: nil}, Ends: ends[d.Kind]}, ok
	}}
}

// renamed is the operator that gives an object a name that nothing else refers to. What an ExternalSecret makes and what
// a cluster's Secret stands for are called as a field says, so their own names do not matter.
func renamed() Operator {
	kinds := maps.Clone(namedBy)
	delete(kinds, "ExternalSecret")
	delete(kinds, "Secret")
	return Operator{"object renamed", func(r *rand.Rand, documents []Document) (Mutant, bool) {
		d, ok := oneOf(r, documents, kinds)
		if !ok {
			return Mutant{}, false
		}
		at := []string{"metadata", "name"}
		return d.mutant(at, rename(find(d.Tree, at)[0].value), namedBy[d.Kind]), true
	}}
}

// doubled is the operator that puts an object into a second file.
func doubled() Operator {
	return Operator{"object doubled", func(r *rand.Rand, documents []Document) (Mutant, bool) {
		d := pick(r, documents)
		dir, base := path.Split(d.Path)
		copied := pick(r, []string{dir + "copy-of-" + base, strings.TrimSuffix(d.Path, ".yaml") + "-copy.yaml"})
		return Mutant{Files: map[string][]byte{d.Path: encode(d.Tree), copied: encode(d.Tree)}, Fields: []string{"metadata.name"}}, true
	}}
}

// oneOf chooses a kind, then a document of it.
func oneOf(r *rand.Rand, documents []Document, kinds map[string][]string) (Document, bool) {
	byKind := map[string][]Document{}
	for _, d := range documents {
		if _, wanted := kinds[d.Kind]; wanted {
			byKind[d.Kind] = append(byKind[d.Kind], d)
		}
	}
	if len(byKind) == 0 {
		return Document{}, false
	}
	return pick(r, byKind[pick(r, sortedKeys(byKind))]), true
}
