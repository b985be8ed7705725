package admission_test

import "k8s.io/apiserver/pkg/admission"

// verdict is what becomes of a request.
type verdict struct {
	name   string
	policy string // that refuses it; empty if it is admitted
	object string // ENV stands for an environment
	before string // what an update changes
	request
}

const (
	digest   = "@sha256:1111111111111111111111111111111111111111111111111111111111111111"
	template = "{metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: example.com/a:1}]}}"
	pinned   = "{metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: example.com/a:1" + digest + "}]}}"
)

func object(apiVersion, kind, rest string) string {
	return "{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: x, namespace: ENV}, " + rest + "}"
}

func closing(spec string) string {
	return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: default-deny, namespace: ENV}, spec: {" + spec + "}}"
}

func bound(role, subject string) string {
	return "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: x}, " +
		"roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: \"" + role + "\"}, subjects: [" + subject + "]}"
}

func inDefault(apiVersion, kind, name string) string {
	return "{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {namespace: default, " + name + "}}"
}

func role(rule string) string {
	return object("rbac.authorization.k8s.io/v1", "Role", "rules: ["+rule+"]")
}

func roleBinding(kind, subject string) string {
	return object("rbac.authorization.k8s.io/v1", "RoleBinding",
		"roleRef: {apiGroup: rbac.authorization.k8s.io, kind: "+kind+", name: x}, subjects: ["+subject+"]")
}

func debugged(image string) string {
	return "spec: {containers: [{name: a, image: \"a" + digest + "\"}], ephemeralContainers: [{name: e, image: \"" + image + "\"}]}"
}

func podWith(token string) string {
	return object("v1", "Pod", "spec: {containers: [{name: a, image: \"a"+digest+"\"}], volumes: [{name: t, projected: {sources: [{configMap: {name: c}}, {serviceAccountToken: "+token+"}]}}]}")
}

// tokenFor asks for a token as External Secrets or somebody else.
func tokenFor(who, account string) request {
	return request{parent: "serviceaccounts", parentName: account, subresource: "token", user: who}
}

func token(audiences string) string {
	return "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, metadata: {namespace: ENV}, spec: {audiences: " + audiences + "}}"
}

// certified asks for a certificate of an issuer in a namespace.
func certified(namespace, issuer string) string {
	return "{apiVersion: cert-manager.io/v1, kind: CertificateRequest, metadata: {name: x, namespace: " + namespace + "}, " +
		"spec: {issuerRef: " + issuer + ", request: \"\"}}"
}

// changed is a Deployment with something in its spec, and in the metadata and the spec of its template.
func changed(spec, metadata, template string) string {
	return object("apps/v1", "Deployment", "spec: {"+spec+" selector: {matchLabels: {a: b}},"+
		" template: {metadata: {labels: {a: b}"+metadata+"}, spec: {containers: [{name: a, image: \"a"+digest+"\""+template+"}]}}}")
}

// stood is a Deployment as it was before a change.
var stood = changed("", "", "")

func secretIn(namespace string) string {
	return "{apiVersion: v1, kind: Secret, metadata: {name: x, namespace: " + namespace + "}}"
}

// people of a group, as EKS lets them in. OPERATORS stands for the fleet's.
func people(group string) request {
	return request{user: "arn:aws:sts::111122223333:assumed-role/somebody/somebody", groups: []string{"system:authenticated", group}}
}

var operators = people("OPERATORS")

// inPod asks about a container that is added to a pod to debug it.
func inPod() request {
	return request{parent: "pods", parentName: "x", subresource: "ephemeralcontainers", operation: admission.Update}
}

const externalSecrets = "system:serviceaccount:external-secrets:external-secrets"

const rollouts = "system:serviceaccount:argo-rollouts:argo-rollouts"

var byRollouts = request{user: rollouts, groups: []string{"system:serviceaccounts", "system:serviceaccounts:argo-rollouts"}}

func replicaSetIn(namespace, template string) string {
	return "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: x, namespace: " + namespace + "}, spec: {template: " + template + "}}"
}

var cases = []verdict{
	{name: "a Deployment by tag", policy: "pinned-images", object: object("apps/v1", "Deployment", "spec: {template: "+template+"}")},
	{name: "a Deployment changed to a tag", policy: "pinned-images", object: object("apps/v1", "Deployment", "spec: {template: "+template+"}"), request: request{operation: admission.Update}},
	{name: "an init container by tag", policy: "pinned-images", object: object("apps/v1", "Deployment",
		"spec: {template: {spec: {initContainers: [{name: i, image: i}], containers: [{name: a, image: \"a"+digest+"\"}]}}}")},
	{name: "a digest cut short", policy: "pinned-images", object: object("apps/v1", "StatefulSet", "spec: {template: {spec: {containers: [{name: a, image: \"a@sha256:1111\"}]}}}")},
	{name: "no image at all", policy: "pinned-images", object: object("apps/v1", "DaemonSet", "spec: {template: {spec: {containers: [{name: a}]}}}")},
	{name: "a Job by tag", policy: "pinned-images", object: object("batch/v1", "Job", "spec: {template: "+template+"}")},
	{name: "a CronJob by tag", policy: "pinned-images", object: object("batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: "+template+"}}}")},
	{name: "a Rollout by tag", policy: "pinned-images", object: object("argoproj.io/v1alpha1", "Rollout", "spec: {template: "+template+"}")},
	{name: "a Rollout changed to a tag", policy: "pinned-images", object: object("argoproj.io/v1alpha1", "Rollout", "spec: {template: "+template+"}"), request: request{operation: admission.Update}},
	{name: "a CronJob by digest", object: object("batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: "+pinned+"}}}")},
	{name: "a Rollout of a Deployment", object: object("argoproj.io/v1alpha1", "Rollout", "spec: {workloadRef: {kind: Deployment, name: x}}")},
	{name: "a Deployment that is being deleted", request: request{operation: admission.Update},
		object: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x, namespace: ENV, deletionTimestamp: \"2026-01-01T00:00:00Z\"}, spec: {template: " + template + "}}"},
	{name: "the platform's images", object: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x, namespace: cert-manager}, spec: {template: " + template + "}}"},

	{name: "a ReplicaSet by tag", policy: "pinned-images", object: object("apps/v1", "ReplicaSet", "spec: {template: "+template+"}")},
	{name: "a ReplicaSet by tag that is scaled", object: object("apps/v1", "ReplicaSet", "spec: {template: "+template+"}"), request: request{operation: admission.Update}},
	{name: "a ReplicationController by tag", policy: "pinned-images", object: object("v1", "ReplicationController", "spec: {template: "+template+"}")},
	{name: "a pod by tag", policy: "pinned-images", object: object("v1", "Pod", "spec: {containers: [{name: a, image: \"a:1\"}]}")},
	{name: "a pod changed to a tag", policy: "pinned-images", object: object("v1", "Pod", "spec: {containers: [{name: a, image: \"a:1\"}]}"), request: request{operation: admission.Update}},
	{name: "a pod to be debugged by tag", policy: "pinned-images", object: object("v1", "Pod", debugged("a:1")), request: inPod()},
	{name: "a pod to be debugged by digest", object: object("v1", "Pod", debugged("a"+digest)), request: inPod()},
	{name: "a pod by an image like the mesh's", policy: "pinned-images", object: object("v1", "Pod", "spec: {containers: [{name: linkerd-proxy, image: \"cr.l5d.io.example.com/linkerd/proxy:1\"}]}")},
	{name: "a template with the mesh's image", policy: "pinned-images", object: object("apps/v1", "Deployment", "spec: {template: {spec: {containers: [{name: a, image: \"cr.l5d.io/linkerd/proxy:1\"}]}}}")},

	{name: "a ConfigMap in default", policy: "default-namespace", object: inDefault("v1", "ConfigMap", "name: x")},
	{name: "a pod in default", policy: "default-namespace", object: inDefault("v1", "Pod", "generateName: debug-")},
	{name: "an Ingress in default", policy: "default-namespace", object: inDefault("networking.k8s.io/v1", "Ingress", "name: kubernetes")},
	{name: "a ServiceAccount in default", policy: "default-namespace", object: inDefault("v1", "ServiceAccount", "name: deployer")},
	{name: "a Rollout in default", policy: "default-namespace", object: inDefault("argoproj.io/v1alpha1", "Rollout", "name: x")},
	{name: "the API server's Service", object: inDefault("v1", "Service", "name: kubernetes")},
	{name: "the API server's Endpoints", object: inDefault("v1", "Endpoints", "name: kubernetes"), request: request{}},
	{name: "the API server's EndpointSlice", object: inDefault("discovery.k8s.io/v1", "EndpointSlice", "name: kubernetes")},
	{name: "the default ServiceAccount", object: inDefault("v1", "ServiceAccount", "name: default")},
	{name: "the cluster's certificates", object: inDefault("v1", "ConfigMap", "name: kube-root-ca.crt")},
	{name: "an event of a node", object: inDefault("v1", "Event", "name: node.17")},
	{name: "an event of an issuer", object: inDefault("events.k8s.io/v1", "Event", "name: issuer.17")},
	{name: "a ConfigMap in kube-system", object: "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: kube-system, name: x}}"},
	{name: "the Namespace default itself", object: "{apiVersion: v1, kind: Namespace, metadata: {name: default}}"},

	{name: "a role of all verbs", policy: "environment-rights", object: role("{apiGroups: [\"\"], resources: [pods], verbs: [\"*\"]}")},
	{name: "a role for all resources", policy: "environment-rights", object: role("{apiGroups: [apps], resources: [\"*\"], verbs: [get]}")},
	{name: "a role that reads Secrets", policy: "environment-rights", object: role("{apiGroups: [\"\"], resources: [pods, secrets], verbs: [get]}")},
	{name: "a role that takes tokens", policy: "environment-rights", object: role("{apiGroups: [\"\"], resources: [serviceaccounts/token], verbs: [create]}")},
	{name: "a role that gives roles", policy: "environment-rights", object: role("{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate]}")},
	{name: "a role to be somebody else", policy: "environment-rights", object: role("{apiGroups: [\"\"], resources: [serviceaccounts], verbs: [impersonate]}")},
	{name: "a ClusterRole for a group", policy: "environment-rights", object: roleBinding("ClusterRole", "{kind: Group, name: people}")},
	{name: "a role for an app", policy: "environment-rights", object: roleBinding("Role", "{kind: ServiceAccount, name: x, namespace: ENV}")},
	{name: "a role for everyone", policy: "environment-rights", object: roleBinding("Role", "{kind: Group, name: \"system:authenticated\"}")},
	{name: "a role for a group", object: roleBinding("Role", "{kind: Group, name: people}")},

	{name: "the cluster for an app", policy: "cluster-rights", object: bound("view", "{kind: ServiceAccount, name: x, namespace: ENV}")},
	{name: "the cluster for an app as a user", policy: "cluster-rights", object: bound("view", "{kind: User, name: \"system:serviceaccount:ENV:x\"}")},
	{name: "the cluster for each app", policy: "cluster-rights", object: bound("view", "{kind: Group, name: \"system:serviceaccounts:ENV\"}")},
	{name: "the cluster for every ServiceAccount", policy: "cluster-rights", object: bound("view", "{kind: Group, name: \"system:serviceaccounts\"}")},
	{name: "the cluster for everyone", policy: "cluster-rights", object: bound("view", "{kind: Group, name: \"system:authenticated\"}")},
	{name: "the cluster for default", policy: "cluster-rights", object: bound("view", "{kind: ServiceAccount, name: default, namespace: default}")},
	{name: "all rights for people", policy: "cluster-rights", object: bound("cluster-admin", "{kind: Group, name: people}")},
	{name: "all rights changed to people", policy: "cluster-rights", object: bound("cluster-admin", "{kind: User, name: someone}"), request: request{operation: admission.Update}},
	{name: "some rights for people", policy: "cluster-rights", object: bound("edit", "{kind: Group, name: people}")},
	{name: "some rights for a person", policy: "cluster-rights", object: bound("admin", "{kind: User, name: someone}")},
	{name: "some rights for people beside a component", policy: "cluster-rights", object: bound("view", "{kind: ServiceAccount, name: x, namespace: cert-manager}, {kind: Group, name: people}")},
	{name: "all rights for the nodes", policy: "cluster-rights", object: bound("cluster-admin", "{kind: Group, name: \"system:nodes\"}")},
	{name: "rights of the nodes", object: bound("system:node-bootstrapper", "{kind: Group, name: \"system:nodes\"}")},
	{name: "rights of a part of Kubernetes", object: bound("view", "{kind: User, name: \"system:kube-scheduler\"}")},
	{name: "discovery", object: bound("system:discovery", "{kind: Group, name: \"system:authenticated\"}")},
	{name: "issuer discovery", object: bound("system:service-account-issuer-discovery", "{kind: Group, name: \"system:serviceaccounts\"}")},
	{name: "all rights for the administrators", object: bound("cluster-admin", "{kind: Group, name: \"system:masters\"}")},
	{name: "all rights for EKS", object: bound("cluster-admin", "{kind: User, name: \"eks:addon-manager\"}")},
	{name: "rights of a component", object: bound("cert-manager", "{kind: ServiceAccount, name: cert-manager, namespace: cert-manager}")},

	{name: "a mounted token", policy: "tokens-in-pods", object: podWith("{path: token, expirationSeconds: 3607}")},
	{name: "a token for the API server", policy: "tokens-in-pods", object: podWith("{path: token, audience: \"https://kubernetes.default.svc\"}")},
	{name: "a token for the mesh", object: podWith("{path: token, audience: identity.l5d.io}")},
	{name: "a token for AWS", object: podWith("{path: token, audience: pods.eks.amazonaws.com}")},
	{name: "a pod without volumes", object: object("v1", "Pod", "spec: {containers: [{name: a, image: \"a"+digest+"\"}]}")},

	{name: "a token in a Secret", policy: "token-secrets", object: object("v1", "Secret", "type: kubernetes.io/service-account-token")},
	{name: "a Secret", object: object("v1", "Secret", "type: Opaque")},
	{name: "a Secret of no type", object: object("v1", "Secret", "stringData: {a: b}")},

	{name: "External Secrets as another", policy: "token-requests", object: token("[sts.amazonaws.com]"), request: tokenFor(externalSecrets, "x")},
	{name: "External Secrets at the API server", policy: "token-requests", object: token("[\"https://kubernetes.default.svc\"]"), request: tokenFor(externalSecrets, "secrets-reader")},
	{name: "External Secrets at both", policy: "token-requests", object: token("[sts.amazonaws.com, other]"), request: tokenFor(externalSecrets, "secrets-reader")},
	{name: "External Secrets at AWS", object: token("[sts.amazonaws.com]"), request: tokenFor(externalSecrets, "secrets-reader")},
	{name: "the kubelet for a pod", object: token("[identity.l5d.io]"), request: tokenFor("system:node:n", "x")},

	{name: "External Secrets in kube-system", policy: "external-secrets", object: secretIn("kube-system"), request: request{user: externalSecrets}},
	{name: "External Secrets changes a certificate", policy: "external-secrets", object: secretIn("cert-manager"), request: request{user: externalSecrets, operation: admission.Update}},
	{name: "External Secrets takes a certificate away", policy: "external-secrets", object: secretIn("cert-manager"), request: request{user: externalSecrets, operation: admission.Delete}},
	{name: "External Secrets in an environment", object: secretIn("ENV"), request: request{user: externalSecrets}},
	{name: "External Secrets takes its Secret away", object: secretIn("ENV"), request: request{user: externalSecrets, operation: admission.Delete}},
	{name: "External Secrets for Argo CD", object: secretIn("argocd"), request: request{user: externalSecrets}},
	{name: "cert-manager in its namespace", object: secretIn("cert-manager"), request: request{user: "system:serviceaccount:cert-manager:cert-manager"}},

	{name: "Argo Rollouts makes a ReplicaSet", object: replicaSetIn("ENV", pinned), request: byRollouts},
	{name: "Argo Rollouts makes a ReplicaSet by tag", policy: "pinned-images", object: replicaSetIn("ENV", template), request: byRollouts},
	{name: "Argo Rollouts scales what a Rollout refers to", before: stood, object: changed("replicas: 0,", "", ""), request: byRollouts},
	{name: "Argo Rollouts shifts requests", object: object("gateway.networking.k8s.io/v1", "HTTPRoute", "spec: {}"), request: byRollouts},
	{name: "Argo Rollouts makes pods of a component", policy: "rollouts-controller", object: replicaSetIn("cert-manager", pinned), request: byRollouts},
	{name: "Argo Rollouts takes a component's pods away", policy: "rollouts-controller", object: replicaSetIn("kube-system", pinned), request: request{user: rollouts, operation: admission.Delete}},
	{name: "Argo Rollouts shifts a component's requests", policy: "rollouts-controller", request: byRollouts,
		object: "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: x, namespace: cert-manager}, spec: {}}"},
	{name: "Argo CD makes pods of a component", object: replicaSetIn("cert-manager", pinned), request: request{user: argocd}},

	{name: "a pod as the reader of secrets", policy: "secrets-reader", object: object("v1", "Pod", "spec: {serviceAccountName: secrets-reader, containers: [{name: a, image: \"a"+digest+"\"}]}")},
	{name: "a pod as the reader of Argo CD's", policy: "secrets-reader", object: "{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: argocd}, spec: {serviceAccountName: secrets-reader}}"},
	{name: "a Deployment as the reader", policy: "secrets-reader", object: object("apps/v1", "Deployment", "spec: {template: {spec: {serviceAccountName: secrets-reader}}}")},
	{name: "a CronJob as the reader", policy: "secrets-reader", object: object("batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: secrets-reader}}}}}")},
	{name: "a Rollout as the reader", policy: "secrets-reader", object: object("argoproj.io/v1alpha1", "Rollout", "spec: {template: {spec: {serviceAccountName: secrets-reader}}}")},
	{name: "a pod as another", object: object("v1", "Pod", "spec: {serviceAccountName: x, containers: [{name: a, image: \"a"+digest+"\"}]}")},

	{name: "default-deny that lets all in", policy: "default-deny", object: closing("podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}]")},
	{name: "default-deny that lets all out", policy: "default-deny", object: closing("podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}]")},
	{name: "default-deny of some pods", policy: "default-deny", object: closing("podSelector: {matchLabels: {a: b}}, policyTypes: [Ingress, Egress]")},
	{name: "default-deny of other pods", policy: "default-deny",
		object: closing("podSelector: {matchExpressions: [{key: a, operator: DoesNotExist}]}, policyTypes: [Ingress, Egress]")},
	{name: "default-deny of one way", policy: "default-deny", object: closing("podSelector: {}, policyTypes: [Ingress]")},
	{name: "default-deny", object: closing("podSelector: {}, policyTypes: [Ingress, Egress]")},

	{name: "a Service with an address of others", policy: "services", object: object("v1", "Service", "spec: {externalIPs: [192.0.2.1], ports: [{port: 80}]}")},
	{name: "a Service that is a name elsewhere", policy: "services", object: object("v1", "Service", "spec: {type: ExternalName, externalName: example.com}")},
	{name: "a Service changed to a name", policy: "services", object: object("v1", "Service", "spec: {type: ExternalName, externalName: example.com}"), request: request{operation: admission.Update}},
	{name: "a Service", object: object("v1", "Service", "spec: {ports: [{port: 80}]}")},
	{name: "the platform's Service", object: "{apiVersion: v1, kind: Service, metadata: {name: x, namespace: kube-system}, spec: {type: ExternalName, externalName: example.com}}"},

	{name: "operators run something else", policy: "deployment-changes", before: stood, object: changed("", "", ", command: [env]"), request: operators},
	{name: "operators add a container's settings", policy: "deployment-changes", before: stood, object: changed("", "", ", envFrom: [{secretRef: {name: x}}]"), request: operators},
	{name: "operators annotate pods", policy: "deployment-changes", before: stood, object: changed("", ", annotations: {linkerd.io/inject: disabled}", ""), request: operators},
	{name: "operators hold pods", policy: "deployment-changes", before: stood, object: changed("", ", finalizers: [a/b]", ""), request: operators},
	{name: "operators pause", policy: "deployment-changes", before: stood, object: changed("paused: true,", "", ""), request: operators},
	{name: "operators take a field away", policy: "deployment-changes", before: changed("minReadySeconds: 9,", "", ""), object: stood, request: operators},
	{name: "operators take an annotation away", policy: "deployment-changes", before: changed("", ", annotations: {a: b}", ""), object: stood, request: operators},
	{name: "operators restart", before: stood, object: changed("", ", annotations: {kubectl.kubernetes.io/restartedAt: now}", ""), request: operators},
	{name: "operators restart again", before: changed("", ", annotations: {a: b, kubectl.kubernetes.io/restartedAt: then}", ""),
		object: changed("", ", annotations: {a: b, kubectl.kubernetes.io/restartedAt: now}", ""), request: operators},
	{name: "operators scale", before: stood, object: changed("replicas: 3,", "", ""), request: operators},
	{name: "Argo CD runs something else", before: stood, object: changed("", "", ", command: [env]"), request: request{user: argocd, groups: []string{"system:serviceaccounts"}}},
	{name: "an administrator runs something else", before: stood, object: changed("", "", ", command: [env]"), request: people("system:masters")},

	{name: "an identity of the mesh", policy: "linkerd-identity-issuer", object: certified("ENV", "{kind: ClusterIssuer, name: linkerd-identity-issuer}")},
	{name: "a certificate of another ClusterIssuer", object: certified("ENV", "{kind: ClusterIssuer, name: letsencrypt}")},
	{name: "a certificate of an Issuer with that name", object: certified("ENV", "{name: linkerd-identity-issuer}")},
	{name: "the mesh's own issuer", object: certified("linkerd", "{kind: ClusterIssuer, name: linkerd-identity-issuer}")},
}
