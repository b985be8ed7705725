package refusal

// meshIssuer is about who may have a certificate of the mesh's own issuer.
func meshIssuer() []pair {
	const (
		policy = "linkerd-identity-issuer"
		says   = "the issuer of the mesh's identities signs for its control plane alone: name another issuer"
	)
	signed := func(namespace, issuer string) request {
		return request{yaml: `
apiVersion: cert-manager.io/v1
kind: CertificateRequest
metadata: {name: refusal, namespace: ` + namespace + `}
spec: {request: Y3Ny, issuerRef: {group: cert-manager.io, ` + issuer + `}}`}
	}
	const mesh = "kind: ClusterIssuer, name: " + policy
	return []pair{
		{policy, "in an environment", says, signed("ENV", mesh), signed("ENV", "kind: ClusterIssuer, name: letsencrypt")},
		{policy, "of that kind alone", says, signed("ENV", mesh), signed("ENV", "kind: Issuer, name: "+policy)},
		{policy, "beside the control plane", says, signed("argocd", mesh), signed("linkerd", mesh)},
	}
}

// rolloutsController is about what Argo Rollouts may do where there are no apps.
func rolloutsController() []pair {
	const (
		policy = "rollouts-controller"
		says   = "Argo Rollouts brings out apps, in environments alone"
		own    = "system:serviceaccount:argo-rollouts:argo-rollouts"
	)
	scales := func(user, namespace string) request {
		return request{user: user, yaml: `
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: refusal, namespace: ` + namespace + `}
spec:
  replicas: 0
  selector: {matchLabels: {app: refusal}}
  template:
    metadata: {labels: {app: refusal}}
    spec: {automountServiceAccountToken: false, containers: [{name: main, image: a` + digest + `}]}`}
	}
	return []pair{
		{policy, "beside a component", says, scales(own, "cert-manager"), scales(own, "ENV")},
		{policy, "in kube-system, and no other", says, scales(own, "kube-system"), scales("", "kube-system")},
	}
}
