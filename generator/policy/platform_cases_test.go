package policy_test

var platformCases = []ruleCase{
	{"component", "central/platform/scanner/application.yaml", ``, `
		component Application/argocd/central-scanner
		delivery ApplicationSet/argocd/platform {p}.source.directory
		delivery ConfigMap/scanner/board`},
	{"component", "central/platform/scanner/application.yaml", `spec.sources[0].targetRevision="1.0.1"`, `
		component Application/argocd/central-scanner spec.sources[0].targetRevision`},
	{"component", "central/platform/scanner/application.yaml", `spec.sources[0].repoURL="https://charts.example.org"`, `
		component Application/argocd/central-scanner spec.sources[0].repoURL`},
	{"component", "central/platform/scanner/application.yaml", `spec.destination.namespace="monitoring"`, `
		component Application/argocd/central-scanner spec.destination.namespace
		delivery Application/argocd/central-scanner spec.destination.namespace`},
	{"component", "central/platform/scanner/objects/secretstore-aws-secrets-manager.yaml", `spec.provider.aws.region="eu-west-2"`, `
		component SecretStore/scanner/aws-secrets-manager spec.provider.aws.region`},
	{"component", "central/platform/scanner/objects/externalsecret-scanner.yaml", `spec.dataFrom[0].extract.key="development/shop/database"`, `
		component ExternalSecret/scanner/scanner spec.dataFrom[0].extract.key`},
	{"component", "central/platform/scanner/objects/externalsecret-scanner.yaml", `spec.secretStoreRef.kind="ClusterSecretStore"`, `
		component ExternalSecret/scanner/scanner spec.secretStoreRef.kind
		reference ExternalSecret/scanner/scanner spec.secretStoreRef.name`},
	{"reference", "central/platform/scanner/objects/externalsecret-scanner.yaml", `spec.secretStoreRef.name="other"`, `
		reference ExternalSecret/scanner/scanner spec.secretStoreRef.name`},
	{"component", "central/platform/scanner/objects/externalsecret-scanner.yaml", `metadata.namespace="kube-system"`, `
		component ExternalSecret/kube-system/scanner metadata.namespace
		project AppProject/argocd/platform spec.destinations
		reference ExternalSecret/kube-system/scanner spec.secretStoreRef.name`},
	{"namespace", "central/namespaces/scanner/namespace-scanner.yaml", `metadata.labels[pod-security.kubernetes.io/enforce]="privileged"`, `
		namespace Namespace/scanner metadata.labels[pod-security.kubernetes.io/enforce]`},
	{"rbac", "central/namespaces/scanner/role-operators.yaml", `+rules={"apiGroups":["apps"],"resources":["deployments"],"verbs":["patch"]}`, `
		rbac Role/scanner/operators rules[22].verbs[0]`},
	{"component", "central/platform/scanner/objects/externalsecret-scanner.yaml", `spec.data=[{"secretKey":"database","remoteRef":{"key":"development/shop/database"}}]`, `
		component ExternalSecret/scanner/scanner spec.data[0].remoteRef.key`},
	{"rbac", "central/namespaces/scanner/role-operators.yaml", `+rules={"apiGroups":[""],"resources":["pods/portforward"],"verbs":["create"]}`, `
		rbac Role/scanner/operators rules[22].verbs[0]`},
	{"rbac", "central/namespaces/scanner/role-operators.yaml", `+rules={"apiGroups":[""],"resources":["pods/exec"],"resourceNames":["scanner-0"],"verbs":["create"]}`, `
		rbac Role/scanner/operators rules[22].verbs[0]`},
	{"rbac", "central/platform/scanner/objects/role-scanner.yaml", `-rules[0].resourceNames`, `
		rbac Role/scanner/scanner rules[0].apiGroups[0]
		rbac Role/scanner/scanner rules[0].resources[0]`},
	{"rbac", "central/platform/scanner/objects/role-scanner.yaml", `+rules[0].verbs="update"`, `
		rbac Role/scanner/scanner rules[0].apiGroups[0]
		rbac Role/scanner/scanner rules[0].resources[0]`},
	{"rbac", "central/namespaces/scanner/role-operators.yaml", `+rules={"apiGroups":[""],"resources":["secrets"],"resourceNames":["scanner"],"verbs":["get"]}`, `
		rbac Role/scanner/operators rules[22].apiGroups[0]
		rbac Role/scanner/operators rules[22].resources[0]`},
	{"platform", "central/namespaces/scanner/namespace-scanner.yaml", ``, `
		platform Namespace/scanner`},
	{"platform", "central/namespaces/scanner/networkpolicy-default-deny.yaml", ``, `
		platform NetworkPolicy/scanner/default-deny`},
	{"platform", "central/namespaces/scanner/networkpolicy-default-deny.yaml", `spec.policyTypes=["Ingress"]`, `
		platform NetworkPolicy/scanner/default-deny spec.policyTypes`},
	{"platform", "central/namespaces/scanner/networkpolicy-default-deny.yaml", `spec.egress=[{}]`, `
		platform NetworkPolicy/scanner/default-deny spec.egress`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.policyTypes=["Ingress"]`, `
		platform NetworkPolicy/scanner/scanner spec.policyTypes`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `-spec.ingress[0].from`, `
		platform NetworkPolicy/scanner/scanner spec.ingress
		platform NetworkPolicy/scanner/scanner spec.ingress[0].from`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `-spec.ingress[0].ports`, `
		platform NetworkPolicy/scanner/scanner spec.ingress
		platform NetworkPolicy/scanner/scanner spec.ingress[0].ports`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `-spec.ingress[0].ports[0].port`, `
		platform NetworkPolicy/scanner/scanner spec.ingress
		platform NetworkPolicy/scanner/scanner spec.ingress[0].ports[0].port`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.ingress[0].ports[0].port="metrics"`, `
		platform NetworkPolicy/scanner/scanner spec.ingress
		platform NetworkPolicy/scanner/scanner spec.ingress[0].ports[0].port`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.ingress[0].ports[0].endPort=65535`, `
		platform NetworkPolicy/scanner/scanner spec.ingress[0].ports[0].endPort`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.ingress[0].from[0].namespaceSelector={}`, `
		platform NetworkPolicy/scanner/scanner spec.ingress[0].from[0].namespaceSelector`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.egress[1].to[0].ipBlock={"cidr":"0.0.0.0/0"}`, `
		platform NetworkPolicy/scanner/scanner spec.egress[1].to[0].ipBlock.except`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `-spec.egress[1].to[0].ipBlock.except[2]`, `
		platform NetworkPolicy/scanner/scanner spec.egress[1].to[0].ipBlock.except`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.egress[1].to[0].ipBlock={"cidr":"10.0.0.0/8"}`, `
		platform NetworkPolicy/scanner/scanner spec.egress
		platform NetworkPolicy/scanner/scanner spec.egress[1].to[0].ipBlock.cidr
		platform NetworkPolicy/scanner/scanner spec.egress[1].to[0].ipBlock.except`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.egress[1].to[0].ipBlock.except=["10.1.0.0/16","172.20.0.0/24","169.254.0.0/16"]`, `
		platform NetworkPolicy/scanner/scanner spec.egress[1].to[0].ipBlock.except`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.egress[1].to[0].ipBlock={"cidr":"::/0"}`, `
		platform NetworkPolicy/scanner/scanner spec.egress
		platform NetworkPolicy/scanner/scanner spec.egress[1].to[0].ipBlock.cidr`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.egress[1].to[0].ipBlock={"cidr":"everywhere"}`, `
		platform NetworkPolicy/scanner/scanner spec.egress
		platform NetworkPolicy/scanner/scanner spec.egress[1].to[0]`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", ``, `
		platform NetworkPolicy/scanner/scanner`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `metadata.name="other"`, `
		place NetworkPolicy/scanner/other metadata.name
		platform NetworkPolicy/scanner/other metadata.name
		platform NetworkPolicy/scanner/scanner`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.podSelector.matchLabels.app="other"`, `
		platform NetworkPolicy/scanner/scanner spec.podSelector`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.ingress[0].ports[0].port=9001`, `
		platform NetworkPolicy/scanner/scanner spec.ingress
		platform NetworkPolicy/scanner/scanner spec.ingress[0].ports[0].port`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.ingress[0].from[0].namespaceSelector.matchLabels[kubernetes.io/metadata.name]="development"`, `
		platform NetworkPolicy/scanner/scanner spec.ingress
		platform NetworkPolicy/scanner/scanner spec.ingress[0].from[0].namespaceSelector`},
	{"platform", "central/namespaces/scanner/networkpolicy-scanner.yaml", `spec.ingress[0].from[0].podSelector={}`, `
		platform NetworkPolicy/scanner/scanner spec.ingress[0].from[0].podSelector`},
	{"platform", "central/namespaces/scanner/networkpolicy-allow-dns.yaml", `-spec.egress[0].ports[0]`, `
		platform NetworkPolicy/scanner/allow-dns spec.egress`},
	{"reference", "central/namespaces/scanner/rolebinding-operators.yaml", `roleRef.name="operator"`, `
		reference RoleBinding/scanner/operators roleRef.name`},
	{"admission", "central/platform/scanner/objects/validatingadmissionpolicy-no-pods.yaml", `spec.failurePolicy="Ignore"`, `
		admission ValidatingAdmissionPolicy/no-pods spec.failurePolicy`},
	{"admission", "central/platform/scanner/objects/validatingadmissionpolicy-no-pods.yaml", `-spec.matchConstraints`, `
		admission ValidatingAdmissionPolicy/no-pods spec.matchConstraints.resourceRules`},
	{"admission", "central/platform/scanner/objects/validatingadmissionpolicy-no-pods.yaml", `-spec.validations`, `
		admission ValidatingAdmissionPolicy/no-pods spec.validations`},
	{"admission", "central/platform/scanner/objects/validatingadmissionpolicy-no-pods.yaml", `-spec.validations[0].message`, `
		admission ValidatingAdmissionPolicy/no-pods spec.validations[0].message`},
	{"admission", "central/platform/scanner/objects/validatingadmissionpolicybinding-no-pods.yaml", `spec.policyName="no-pod"`, `
		admission ValidatingAdmissionPolicy/no-pods metadata.name
		admission ValidatingAdmissionPolicyBinding/no-pods spec.policyName`},
	{"admission", "central/platform/scanner/objects/validatingadmissionpolicybinding-no-pods.yaml", `spec.validationActions=["Warn","Audit"]`, `
		admission ValidatingAdmissionPolicy/no-pods metadata.name
		admission ValidatingAdmissionPolicyBinding/no-pods spec.validationActions`},
	{"admission", "central/platform/scanner/objects/validatingadmissionpolicybinding-no-pods.yaml", `spec.matchResources={"namespaceSelector":{"matchLabels":{"a":"b"}}}`, `
		admission ValidatingAdmissionPolicy/no-pods metadata.name
		admission ValidatingAdmissionPolicyBinding/no-pods spec.matchResources`},
	{"storage-class", "central/platform/scanner/objects/storageclass-fast.yaml", `parameters.encrypted="false"`, `
		storage-class StorageClass/fast parameters.encrypted`},
	{"storage-class", "central/platform/scanner/objects/storageclass-fast.yaml", `-volumeBindingMode`, `
		storage-class StorageClass/fast volumeBindingMode`},
}
