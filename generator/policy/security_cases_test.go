package policy_test

var securityCases = []ruleCase{
	{"plaintext-secret", "argocd/secret-cluster-second.yaml", `stringData.server="https://example.com"`, `
		plaintext-secret Secret/argocd/cluster-second stringData.server`},
	{"plaintext-secret", "argocd/secret-cluster-second.yaml", `stringData.config="{\"bearerToken\":\"x\"}"`, `
		plaintext-secret Secret/argocd/cluster-second stringData.config`},
	{"plaintext-secret", "bootstrap/secret-cluster-central.yaml", `stringData.password="x"`, `
		plaintext-secret Secret/argocd/cluster-central stringData.password`},
	{"plaintext-secret", "bootstrap/secret-cluster-central.yaml", `stringData.config="{\"bearerToken\":\"x\"}"`, `
		plaintext-secret Secret/argocd/cluster-central stringData.config`},
	{"plaintext-secret", "bootstrap/secret-cluster-central.yaml", `-stringData.server`, `
		plaintext-secret Secret/argocd/cluster-central stringData.server`},
	{"plaintext-secret", "bootstrap/secret-cluster-central.yaml", `-metadata.labels[argocd.argoproj.io/secret-type]`, `
		delivery Secret/argocd/cluster-central
		plaintext-secret Secret/argocd/cluster-central metadata.labels[argocd.argoproj.io/secret-type]`},
	{"plaintext-secret", "bootstrap/secret-cluster-central.yaml", `data.token="eA=="`, `
		plaintext-secret Secret/argocd/cluster-central data`},
	{"credential", "D/deployment-shop.yaml", `+{c}.env={"name":"API_TOKEN","value":"x"}`, `
		credential Deployment/development/shop {c}.env[1].value`},
	{"credential", "D/deployment-shop.yaml", `+{c}.env={"name":"DATABASE","value":"postgres://shop:secret@db.example.com/shop"}`, `
		credential Deployment/development/shop {c}.env[1].value`},
	{"credential", "D/deployment-shop.yaml", `+{c}.env={"name":"KEY","value":"AKIAIOSFODNN7EXAMPLE"}`, `
		credential Deployment/development/shop {c}.env[1].value`},
	{"credential", "D/service-shop.yaml", `metadata.annotations.note="-----BEGIN RSA PRIVATE KEY-----"`, `
		credential Service/development/shop metadata.annotations.note`},
	{"external-secret", "D/externalsecret-shop-database.yaml", `spec.dataFrom[0].extract.key="production/shop/database"`, `
		external-secret ExternalSecret/development/shop-database spec.dataFrom[0].extract.key`},
	{"external-secret", "D/externalsecret-shop-database.yaml", `spec.dataFrom[0].extract.key="development/shop/databse"`, `
		external-secret ExternalSecret/development/shop-database spec.dataFrom[0].extract.key`},
	{"external-secret", "D/externalsecret-shop-database.yaml", `-spec.dataFrom`, `
		external-secret ExternalSecret/development/shop-database spec.dataFrom`},
	{"external-secret", "D/externalsecret-shop-database.yaml", `spec.refreshInterval="often"`, `
		external-secret ExternalSecret/development/shop-database spec.refreshInterval`},
	{"external-secret", "D/externalsecret-shop-database.yaml", `spec.target.creationPolicy="Orphan"`, `
		external-secret ExternalSecret/development/shop-database spec.target.creationPolicy`},
	{"external-secret", "D/externalsecret-shop-database.yaml", `-spec.target.template`, `
		external-secret ExternalSecret/development/shop-database spec.target.template`},
	{"external-secret", "D/externalsecret-shop-database.yaml", `-metadata.annotations`, `
		external-secret ExternalSecret/development/shop-database metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"external-secret", "D/externalsecret-shop-database.yaml", `spec.secretStoreRef.kind="SecretStor"`, `
		external-secret ExternalSecret/development/shop-database spec.secretStoreRef.kind
		reference ExternalSecret/development/shop-database spec.secretStoreRef.name`},
	{"secret-store", "N/secretstore-aws-secrets-manager.yaml", `spec.provider.aws.region="us-east-1"`, `
		secret-store SecretStore/development/aws-secrets-manager spec.provider.aws.region`},
	{"secret-store", "N/secretstore-aws-secrets-manager.yaml", `spec.provider.aws.service="ParameterStore"`, `
		secret-store SecretStore/development/aws-secrets-manager spec.provider.aws.service`},
	{"service-account", "N/serviceaccount-secrets-reader.yaml", `metadata.annotations[eks.amazonaws.com/role-arn]="arn:aws:iam::111122223333:role/admin"`, `
		service-account ServiceAccount/development/secrets-reader metadata.annotations[eks.amazonaws.com/role-arn]`},
	{"service-account", "D/serviceaccount-shop.yaml", `metadata.annotations={"eks.amazonaws.com/role-arn":"arn:aws:iam::111122223333:role/central-development-secrets"}`, `
		service-account ServiceAccount/development/shop metadata.annotations[eks.amazonaws.com/role-arn]`},
	{"service-account", "D/serviceaccount-shop.yaml", `metadata.annotations={"eks.amazonaws.com/role-arn":"arn:aws:iam::999999999999:role/shop"}`, `
		service-account ServiceAccount/development/shop metadata.annotations[eks.amazonaws.com/role-arn]`},
	{"service-account", "D/serviceaccount-shop.yaml", `automountServiceAccountToken=true`, `
		service-account ServiceAccount/development/shop automountServiceAccountToken`},
	{"rbac", "N/role-developers.yaml", `rules[0].verbs=["*"]`, `
		rbac Role/development/developers rules[0].verbs[0]`},
	{"rbac", "N/role-developers.yaml", `rules[0].resources=["secrets"]`, `
		rbac Role/development/developers rules[0].apiGroups[0]
		rbac Role/development/developers rules[0].resources[0]`},
	{"rbac", "N/role-developers.yaml", `rules[0].resources[0]="configmap"`, `
		rbac Role/development/developers rules[0].resources[0]`},
	{"rbac", "N/role-developers.yaml", `rules[1].apiGroups=["*"]`, `
		rbac Role/development/developers rules[1].apiGroups[0]
		rbac Role/development/developers rules[1].resources[0]
		rbac Role/development/developers rules[1].resources[1]`},
	{"rbac", "N/role-developers.yaml", `-rules[0].verbs`, `
		rbac Role/development/developers rules[0].verbs`},
	{"rbac", "N/role-developers.yaml", `rules=[]`, `
		rbac Role/development/developers rules`},
	{"rbac", "N/role-operators.yaml", `+rules[1].verbs="delete"`, `
		rbac Role/development/operators rules[1].verbs[3]`},
	{"rbac", "N/role-operators.yaml", `+rules={"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles"],"verbs":["escalate"]}`, `
		rbac Role/development/operators rules[21].verbs[0]`},
	{"rbac", "namespaces/production/role-developers.yaml", `+rules={"apiGroups":[""],"resources":["pods"],"verbs":["delete"]}`, `
		rbac Role/production/developers rules[16].verbs[0]`},
	{"rbac", "N/rolebinding-developers.yaml", `subjects[0].name="system:authenticated"`, `
		rbac RoleBinding/development/developers subjects[0].name`},
	{"rbac", "N/rolebinding-developers.yaml", `subjects[0].kind="User"`, `
		rbac RoleBinding/development/developers subjects[0].kind`},
	{"rbac", "N/rolebinding-developers.yaml", `subjects[0].name="ops"`, `
		rbac Role/development/developers rules[21].verbs[0]
		rbac Role/development/developers rules[22].verbs[0]
		rbac Role/development/developers rules[22].verbs[1]
		rbac Role/development/developers rules[22].verbs[2]
		rbac Role/development/developers rules[22].verbs[3]
		rbac Role/development/developers rules[23].verbs[0]
		rbac Role/development/developers rules[23].verbs[1]
		rbac Role/development/developers rules[23].verbs[2]
		rbac RoleBinding/development/developers subjects[0].name`},
	{"rbac", "N/rolebinding-developers.yaml", `subjects=[]`, `
		rbac RoleBinding/development/developers subjects`},
	{"rbac", "N/rolebinding-developers.yaml", `roleRef={"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"}`, `
		rbac RoleBinding/development/developers roleRef.name
		unused Role/development/developers metadata.name`},
}
