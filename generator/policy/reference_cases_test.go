package policy_test

var referenceCases = []ruleCase{
	{"selector", "D/deployment-shop.yaml", `spec.selector.matchLabels[app.kubernetes.io/name]="shoq"`, `
		selector Deployment/development/shop spec.selector.matchLabels[app.kubernetes.io/name]`},
	{"selector", "D/deployment-shop.yaml", `-spec.selector`, `
		selector Deployment/development/shop spec.selector`},
	{"selector", "D/deployment-shop.yaml", `spec.selector.matchExpressions=[{"key":"team","operator":"In","values":["others"]}]`, `
		selector Deployment/development/shop spec.selector.matchExpressions[0]`},
	{"selector", "D/deployment-shop.yaml", `spec.selector.matchExpressions=[{"key":"team","operator":"Is","values":["sales"]}]`, `
		selector Deployment/development/shop spec.selector.matchExpressions[0]`},
	{"selector", "D/deployment-shop.yaml", `spec.selector.matchLabels.version="2"`, `
		selector Deployment/development/shop spec.selector.matchLabels.version`},
	{"selector", "D/service-shop.yaml", `spec.selector[app.kubernetes.io/name]="cart"`, `
		selector Service/development/shop spec.selector[app.kubernetes.io/name]`},
	{"selector", "D/service-shop.yaml", `-spec.selector`, `
		selector Service/development/shop spec.selector[app.kubernetes.io/name]`},
	{"selector", "D/service-shop.yaml", `spec.selector={"team":"sales"}`, `
		selector Service/development/shop spec.selector[app.kubernetes.io/name]`},
	{"selector", "D/poddisruptionbudget-shop.yaml", `spec.selector.matchLabels[app.kubernetes.io/name]="other"`, `
		selector PodDisruptionBudget/development/shop spec.selector.matchLabels[app.kubernetes.io/name]`},
	{"selector", "D/servicemonitor-shop.yaml", `spec.selector.matchLabels[app.kubernetes.io/name]="cart"`, `
		selector ServiceMonitor/development/shop spec.selector.matchLabels[app.kubernetes.io/name]`},
	{"selector", "D/servicemonitor-shop.yaml", `spec.namespaceSelector.any=true`, `
		selector ServiceMonitor/development/shop spec.namespaceSelector.any`},
	{"selector", "D/servicemonitor-shop.yaml", `spec.namespaceSelector.matchNames=["production"]`, `
		selector ServiceMonitor/development/shop spec.namespaceSelector.matchNames`},
	{"selector", "D/servicemonitor-shop.yaml", `spec.jobLabel="job"`, `
		selector ServiceMonitor/development/shop spec.jobLabel`},
	{"selector", "D/deployment-shop.yaml", `{p}.topologySpreadConstraints[0].labelSelector.matchLabels[app.kubernetes.io/name]="cart"`, `
		selector Deployment/development/shop {p}.topologySpreadConstraints[0].labelSelector.matchLabels[app.kubernetes.io/name]`},
	{"selector", "D/deployment-shop.yaml", `{p}.topologySpreadConstraints[1].matchLabelKeys=["pod-template-hash","revision"]`, `
		selector Deployment/development/shop {p}.topologySpreadConstraints[1].matchLabelKeys[1]`},
	{"reference", "D/deployment-shop.yaml", `{p}.serviceAccountName="shoq"`, `
		hardening Deployment/development/shop {p}.serviceAccountName
		reference Deployment/development/shop {p}.serviceAccountName
		unused ServiceAccount/development/shop metadata.name`},
	{"reference", "D/deployment-shop.yaml", `{p}.volumes[1].secret.secretName="shop-databse"`, `
		reference Deployment/development/shop {p}.volumes[1].secret.secretName
		unused ExternalSecret/development/shop-database spec.target.name`},
	{"reference", "D/deployment-shop.yaml", `+{c}.envFrom={"configMapRef":{"name":"settings"}}`, `
		reference Deployment/development/shop {c}.envFrom[0].configMapRef.name`},
	{"reference", "D/deployment-shop.yaml", `+{c}.env={"name":"A","valueFrom":{"configMapKeyRef":{"name":"settings","key":"a"}}}`, `
		reference Deployment/development/shop {c}.env[1].valueFrom.configMapKeyRef.name`},
	{"reference", "D/deployment-shop.yaml", `+{p}.imagePullSecrets={"name":"registry"}`, `
		reference Deployment/development/shop {p}.imagePullSecrets[0].name`},
	{"reference", "D/horizontalpodautoscaler-shop.yaml", `spec.scaleTargetRef.name="shoq"`, `
		reference HorizontalPodAutoscaler/development/shop spec.scaleTargetRef.name`},
	{"reference", "D/externalsecret-shop-database.yaml", `spec.secretStoreRef.name="aws-secret-manager"`, `
		reference ExternalSecret/development/shop-database spec.secretStoreRef.name`},
	{"reference", "N/secretstore-aws-secrets-manager.yaml", `spec.provider.aws.auth.jwt.serviceAccountRef.name="reader"`, `
		reference SecretStore/development/aws-secrets-manager spec.provider.aws.auth.jwt.serviceAccountRef.name
		service-account ServiceAccount/development/secrets-reader metadata.annotations[eks.amazonaws.com/role-arn]
		unused ServiceAccount/development/secrets-reader metadata.name`},
	{"reference", "D/ingress-shop.yaml", `spec.rules[0].http.paths[0].backend.service.name="shoq"`, `
		ingress Ingress/development/shop spec.rules[0].http.paths[0].backend.service.name
		reference Ingress/development/shop spec.rules[0].http.paths[0].backend.service.name`},
	{"reference", "D/ingress-shop.yaml", `-metadata.annotations[cert-manager.io/cluster-issuer]`, `
		ingress Ingress/development/shop metadata.annotations[cert-manager.io/cluster-issuer]
		reference Ingress/development/shop spec.tls[0].secretName`},
	{"reference", "N/rolebinding-developers.yaml", `roleRef.name="developer"`, `
		reference RoleBinding/development/developers roleRef.name
		unused Role/development/developers metadata.name`},
	{"unused", "D/externalsecret-shop-database.yaml", `spec.target.name="shop-db"`, `
		external-secret ExternalSecret/development/shop-database spec.target.name
		reference Deployment/development/shop {p}.volumes[1].secret.secretName
		unused ExternalSecret/development/shop-database spec.target.name`},
	{"unused", "N/rolebinding-operators.yaml", `roleRef.name="developers"`, `
		unused Role/development/operators metadata.name`},
	{"port", "D/service-shop.yaml", `spec.ports[0].targetPort="htp"`, `
		port Deployment/development/shop {c}.ports[0].name
		port Service/development/shop spec.ports[0].targetPort
		service Service/development/shop spec.ports[0].name`},
	{"port", "D/service-shop.yaml", `spec.ports[0].targetPort=8001`, `
		port Deployment/development/shop {c}.ports[0].name
		port Service/development/shop spec.ports[0].targetPort`},
	{"port", "D/service-shop.yaml", `spec.ports[0].protocol="UDP"`, `
		port Deployment/development/shop {c}.ports[0].protocol
		port Service/development/shop spec.ports[0].protocol`},
	{"port", "D/service-shop.yaml", `spec.ports[0].name="web"`, `
		port Ingress/development/shop spec.rules[0].http.paths[0].backend.service.port.name
		port ServiceMonitor/development/shop spec.endpoints[0].port
		service Service/development/shop spec.ports[0].name`},
	{"port", "D/deployment-shop.yaml", `{c}.ports[0].name="web"`, `
		authorized Server/development/shop spec.port
		port Deployment/development/shop {c}.livenessProbe.httpGet.port
		port Deployment/development/shop {c}.ports[0].name
		port Deployment/development/shop {c}.readinessProbe.httpGet.port
		port Deployment/development/shop {c}.startupProbe.httpGet.port
		port Service/development/shop spec.ports[0].targetPort`},
	{"port", "D/deployment-shop.yaml", `{c}.ports[0].protocol="tcp"`, `
		port Deployment/development/shop {c}.ports[0].protocol
		port Service/development/shop spec.ports[0].protocol`},
	{"port", "D/deployment-shop.yaml", `{c}.ports[0].hostPort=8000`, `
		pod-security Deployment/development/shop {c}.ports
		port Deployment/development/shop {c}.ports[0].hostPort`},
	{"port", "D/deployment-shop.yaml", `{c}.ports[0].containerPort=80000`, `
		authorized Server/development/shop spec.port
		input Deployment/development/shop {c}.ports[0].containerPort
		port Deployment/development/shop {c}.ports[0].containerPort`},
	{"port", "D/deployment-shop.yaml", `+{c}.ports={"name":"http","containerPort":9001}`, `
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		authorized Server/development/shop spec.port
		authorized ServiceMonitor/development/shop spec.endpoints[0].path
		port Deployment/development/shop {c}.ports[1].name`},
	{"port", "D/deployment-shop.yaml", `{c}.readinessProbe.httpGet.port="web"`, `
		port Deployment/development/shop {c}.readinessProbe.httpGet.port`},
	{"port", "D/deployment-shop.yaml", `{c}.readinessProbe.httpGet.port=8080`, `
		port Deployment/development/shop {c}.readinessProbe.httpGet.port`},
	{"port", "D/ingress-shop.yaml", `spec.rules[0].http.paths[0].backend.service.port.name="web"`, `
		port Ingress/development/shop spec.rules[0].http.paths[0].backend.service.port.name`},
	{"port", "D/ingress-shop.yaml", `spec.rules[0].http.paths[0].backend.service.port={"number":8080}`, `
		port Ingress/development/shop spec.rules[0].http.paths[0].backend.service.port.number`},
	{"port", "D/servicemonitor-shop.yaml", `spec.endpoints[0].port="metrics"`, `
		port ServiceMonitor/development/shop spec.endpoints[0].port`},
	{"port", "D/servicemonitor-shop.yaml", `-spec.endpoints[0].port`, `
		port ServiceMonitor/development/shop spec.endpoints[0].port`},
	{"volume", "D/deployment-shop.yaml", `{c}.volumeMounts[0].name="scratsh"`, `
		volume Deployment/development/shop {c}.volumeMounts[0].name
		volume Deployment/development/shop {p}.volumes[0].name`},
	{"volume", "D/deployment-shop.yaml", `-{c}.volumeMounts[0]`, `
		volume Deployment/development/shop {p}.volumes[0].name`},
	{"volume", "D/deployment-shop.yaml", `-{p}.volumes`, `
		unused ExternalSecret/development/shop-database spec.target.name
		volume Deployment/development/shop {c}.volumeMounts[0].name
		volume Deployment/development/shop {c}.volumeMounts[1].name
		volume Deployment/development/shop {p}.volumes`},
	{"volume", "D/deployment-shop.yaml", `{c}.volumeMounts[1].mountPath="/tmp"`, `
		input Deployment/development/shop {c}.volumeMounts[1].mountPath
		volume Deployment/development/shop {c}.volumeMounts[1].mountPath`},
	{"volume", "D/deployment-shop.yaml", `{c}.volumeMounts[0].mountPath="tmp"`, `
		input Deployment/development/shop {c}.volumeMounts[0].mountPath
		volume Deployment/development/shop {c}.volumeMounts[0].mountPath`},
	{"volume", "D/deployment-shop.yaml", `-{p}.volumes[0].emptyDir.sizeLimit`, `
		volume Deployment/development/shop {p}.volumes[0].emptyDir.sizeLimit`},
	{"volume", "D/deployment-shop.yaml", `{p}.volumes[1].secret.defaultMode=420`, `
		volume Deployment/development/shop {p}.volumes[1].secret.defaultMode`},
	{"volume", "D/deployment-shop.yaml", `-{c}.volumeMounts[1].readOnly`, `
		volume Deployment/development/shop {c}.volumeMounts[1].readOnly`},
	{"volume", "D/deployment-shop.yaml", `-{p}.securityContext.fsGroup`, `
		volume Deployment/development/shop {p}.securityContext.fsGroup`},
	{"volume", "D/deployment-shop.yaml", `{p}.volumes[0]={"name":"scratch","hostPath":{"path":"/tmp"}}`, `
		pod-security Deployment/development/shop {p}.volumes
		volume Deployment/development/shop {p}.volumes[0].hostPath`},
	{"volume", "D/deployment-shop.yaml", `+{p}.volumes={"name":"scratch","emptyDir":{"sizeLimit":"1Mi"}}`, `
		input Deployment/development/shop {p}.volumes[2].emptyDir.sizeLimit
		volume Deployment/development/shop {p}.volumes[2].name`},
}
