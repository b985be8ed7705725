package refusal

import "strings"

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

func secretsReader() []pair {
	const (
		policy = "secrets-reader"
		says   = "nothing runs as secrets-reader: External Secrets takes its tokens"
		rest   = "containers: [{name: main, image: a" + digest + "}]}"
		reader = "{serviceAccountName: secrets-reader, " + rest
		app    = "{serviceAccountName: app, " + rest
	)
	pod := restricted("ENV")
	pod.Spec.ServiceAccountName = "secrets-reader"
	elsewhere := func(r request) request { return request{yaml: strings.ReplaceAll(r.yaml, "ENV", "argocd")} }
	return []pair{
		{policy, "a pod", says, request{yaml: yamlOf(object(pod))}, request{yaml: yamlOf(object(restricted("ENV")))}},
		{policy, "a Deployment", says, deployment(reader), deployment(app)},
		{policy, "a CronJob", says, cronJob(reader), cronJob(app)},
		{policy, "by the field's old name", says, deployment("{serviceAccount: secrets-reader, " + rest), deployment(app)},
		{policy, "beside Argo CD's store", says, elsewhere(deployment(reader)), elsewhere(deployment(app))},
	}
}

func externalSecrets() []pair {
	const (
		policy = "external-secrets"
		says   = "External Secrets writes Secrets beside its stores alone"
	)
	writes := func(user, namespace string) request {
		return request{user: user, yaml: `
apiVersion: v1
kind: Secret
metadata: {name: refusal, namespace: ` + namespace + `}`}
	}
	const own, other = "system:serviceaccount:external-secrets:external-secrets", "system:serviceaccount:cert-manager:cert-manager"
	return []pair{
		{policy, "beside a certificate", says, writes(own, "cert-manager"), writes(own, "ENV")},
		{policy, "in kube-system", says, writes(own, "kube-system"), writes(own, "argocd")},
		{policy, "and no other", says, writes(own, "cert-manager"), writes(other, "cert-manager")},
	}
}
