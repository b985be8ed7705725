package refusal

import (
	"fmt"
	"strings"
)

// digest that no image has.
const digest = "@sha256:1111111111111111111111111111111111111111111111111111111111111111"

// templated is a workload in an environment whose pods are of that spec.
func templated(apiVersion, kind, rest, pod string) request {
	return request{yaml: fmt.Sprintf(`
apiVersion: %s
kind: %s
metadata: {name: refusal, namespace: ENV}
spec: {%s template: {metadata: {labels: {a: b}}, spec: %s}}`, apiVersion, kind, rest, pod)}
}

func deployment(pod string) request {
	return templated("apps/v1", "Deployment", "selector: {matchLabels: {a: b}},", pod)
}

func job(pod string) request {
	return templated("batch/v1", "Job", "", strings.Replace(pod, "{", "{restartPolicy: Never, ", 1))
}

// cronJob has its pods one level deeper.
func cronJob(pod string) request {
	return request{yaml: fmt.Sprintf(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: refusal, namespace: ENV}
spec: {schedule: "0 0 * * *", jobTemplate: {spec: {template: {spec: %s}}}}`, strings.Replace(pod, "{", "{restartPolicy: Never, ", 1))}
}

func pinnedImages() []pair {
	const (
		policy  = "pinned-images"
		tagged  = "{containers: [{name: main, image: example.com/a:1}]}"
		pinned  = "{containers: [{name: main, image: example.com/a:1" + digest + "}]}"
		says    = "images without a digest in main: write image@sha256:…, which versions.yaml has"
		workers = "selector: {matchLabels: {a: b}}, "
	)
	elsewhere := request{yaml: strings.ReplaceAll(deployment(tagged).yaml, "ENV", "kube-system")}
	return []pair{
		{policy, "a Deployment", says, deployment(tagged), deployment(pinned)},
		{policy, "not elsewhere", says, deployment(tagged), elsewhere},
		{policy, "a StatefulSet", says, templated("apps/v1", "StatefulSet", workers+"serviceName: a,", tagged), templated("apps/v1", "StatefulSet", workers+"serviceName: a,", pinned)},
		{policy, "a DaemonSet", says, templated("apps/v1", "DaemonSet", workers, tagged), templated("apps/v1", "DaemonSet", workers, pinned)},
		{policy, "a Job", says, job(tagged), job(pinned)},
		{policy, "a CronJob", says, cronJob(tagged), cronJob(pinned)},
		{policy, "a digest cut short", says, deployment("{containers: [{name: main, image: example.com/a@sha256:1111}]}"), deployment(pinned)},
		{policy, "a second container", strings.Replace(says, "main", "second", 1),
			deployment("{containers: [{name: main, image: a" + digest + "}, {name: second, image: a:1}]}"),
			deployment("{containers: [{name: main, image: a" + digest + "}, {name: second, image: a" + digest + "}]}")},
		{policy, "an init container and a container", strings.Replace(says, "main", "init, main", 1),
			deployment("{initContainers: [{name: init, image: a:1}], containers: [{name: main, image: a:1}]}"),
			deployment("{initContainers: [{name: init, image: a" + digest + "}], containers: [{name: main, image: a" + digest + "}]}")},
	}
}

// inDefault is an object in the namespace default.
func inDefault(apiVersion, kind, name, rest string) request {
	return request{yaml: fmt.Sprintf(`
apiVersion: %s
kind: %s
metadata: {name: %q, namespace: default}
%s`, apiVersion, kind, name, rest)}
}

func defaultNamespace() []pair {
	const (
		policy  = "default-namespace"
		says    = "nothing belongs into the namespace default: name the one that is meant"
		ingress = "spec: {defaultBackend: {service: {name: a, port: {number: 80}}}}"
		event   = "involvedObject: {namespace: default}"
		slice   = "addressType: IPv4\nendpoints: []"
		ports   = "spec: {ports: [{port: 443}]}"
	)
	configMap := inDefault("v1", "ConfigMap", "refusal", "")
	elsewhere := request{yaml: strings.ReplaceAll(configMap.yaml, "default", "kube-system")}
	return []pair{
		{policy, "a ConfigMap", says, configMap, elsewhere},
		{policy, "a ConfigMap beside the cluster's certificates", says, configMap, inDefault("v1", "ConfigMap", "kube-root-ca.crt", "")},
		{policy, "a ServiceAccount", says, inDefault("v1", "ServiceAccount", "refusal", ""), inDefault("v1", "ServiceAccount", "default", "")},
		{policy, "a Service", says, inDefault("v1", "Service", "refusal", ports), inDefault("v1", "Service", "kubernetes", ports)},
		{policy, "an EndpointSlice", says, inDefault("discovery.k8s.io/v1", "EndpointSlice", "refusal", slice), inDefault("discovery.k8s.io/v1", "EndpointSlice", "kubernetes", slice)},
		{policy, "an Ingress of the API server's name", says, inDefault("networking.k8s.io/v1", "Ingress", "kubernetes", ingress), inDefault("v1", "Event", "refusal", event)},
		{policy, "a Secret", says, inDefault("v1", "Secret", "refusal", ""), inDefault("v1", "Event", "refusal", event)},
	}
}

// mounting is a pod with a token of the ServiceAccount.
func mounting(token string) request {
	pod := object(restricted("ENV"))
	spec := pod.Object["spec"].(map[string]any)
	spec["volumes"] = []any{map[string]any{"name": "token", "projected": map[string]any{"sources": []any{
		map[string]any{"configMap": map[string]any{"name": "kube-root-ca.crt"}}, manifest("serviceAccountToken: " + token).Object,
	}}}}
	return request{yaml: yamlOf(pod)}
}

// asExternalSecrets is a request for a token of a ServiceAccount.
func asExternalSecrets(account, audiences string) request {
	const controller = "system:serviceaccount:external-secrets:external-secrets"
	return request{user: controller, tokenOf: account, yaml: `
apiVersion: authentication.k8s.io/v1
kind: TokenRequest
metadata: {namespace: ENV}
spec: {audiences: [` + audiences + `]}`}
}

func tokens() []pair {
	const (
		inPods   = "apps do not talk to the API server: set automountServiceAccountToken: false"
		inSecret = "tokens in Secrets do not expire: apps have none"
		reader   = "External Secrets reads as secrets-reader alone"
		sts      = "External Secrets needs tokens for AWS STS alone"
	)
	mounted := object(restricted("ENV"))
	delete(mounted.Object["spec"].(map[string]any), "automountServiceAccountToken")
	secret := func(kind string) request {
		return request{yaml: `
apiVersion: v1
kind: Secret
metadata: {name: refusal, namespace: ENV, annotations: {kubernetes.io/service-account.name: secrets-reader}}
type: ` + kind}
	}
	aws := asExternalSecrets("secrets-reader", "sts.amazonaws.com")
	somebody := asExternalSecrets("default", "sts.amazonaws.com")
	somebody.user = "system:serviceaccount:external-secrets:somebody"
	return []pair{
		{"tokens-in-pods", "mounted unasked", inPods, request{yaml: yamlOf(mounted)}, request{yaml: yamlOf(object(restricted("ENV")))}},
		{"tokens-in-pods", "for the API server", inPods, mounting("{path: token}"), mounting("{path: token, audience: sts.amazonaws.com}")},
		{"tokens-in-pods", "for somebody else", inPods, mounting("{path: token, audience: vault}"), mounting("{path: token, audience: pods.eks.amazonaws.com}")},
		{"tokens-in-pods", "for the mesh's look-alike", inPods, mounting("{path: token, audience: identity.l5d.io.example.com}"), mounting("{path: token, audience: identity.l5d.io}")},
		{"token-secrets", "for ever", inSecret, secret("kubernetes.io/service-account-token"), secret("Opaque")},
		{"token-requests", "of an app", reader, asExternalSecrets("default", "sts.amazonaws.com"), aws},
		{"token-requests", "by somebody else", reader, asExternalSecrets("default", "sts.amazonaws.com"), somebody},
		{"token-requests", "for the API server", sts, asExternalSecrets("secrets-reader", ""), aws},
		{"token-requests", "for more than STS", sts, asExternalSecrets("secrets-reader", "sts.amazonaws.com, vault"), aws},
	}
}
