package policy_test

var identityCases = []ruleCase{
	{"place", "D/service-shop.yaml", `metadata.name="shoq"`, `
		complete Service/development/shop
		place Service/development/shoq metadata.name
		reference HTTPRoute/development/shop spec.parentRefs[0].name
		reference HTTPRoute/development/shop spec.rules[0].backendRefs[0].name
		reference HTTPRoute/development/shop-safe spec.parentRefs[0].name
		reference HTTPRoute/development/shop-safe spec.rules[0].backendRefs[0].name
		reference Ingress/development/shop spec.rules[0].http.paths[0].backend.service.name`},
	{"place", "D/service-shop.yaml", `metadata.namespace="production"`, `
		complete Service/development/shop
		place Service/production/shop metadata.namespace
		project AppProject/argocd/development spec.destinations
		reference HTTPRoute/development/shop spec.parentRefs[0].name
		reference HTTPRoute/development/shop spec.rules[0].backendRefs[0].name
		reference HTTPRoute/development/shop-safe spec.parentRefs[0].name
		reference HTTPRoute/development/shop-safe spec.rules[0].backendRefs[0].name
		reference Ingress/development/shop spec.rules[0].http.paths[0].backend.service.name
		unique Service/production/shop metadata.name
		service-monitor ServiceMonitor/production/shop spec.selector`},
	{"place", "D/service-shop.yaml", `-metadata.namespace`, `
		complete Service/development/shop
		place Service/shop metadata.namespace
		project AppProject/argocd/development spec.clusterResourceWhitelist
		project Service/shop kind
		reference HTTPRoute/development/shop spec.parentRefs[0].name
		reference HTTPRoute/development/shop spec.rules[0].backendRefs[0].name
		reference HTTPRoute/development/shop-safe spec.parentRefs[0].name
		reference HTTPRoute/development/shop-safe spec.rules[0].backendRefs[0].name
		reference Ingress/development/shop spec.rules[0].http.paths[0].backend.service.name`},
	{"place", "N/namespace-development.yaml", `metadata.namespace="development"`, `
		environment Namespace/development
		place Namespace/development/development metadata.namespace
		project AppProject/argocd/platform spec.namespaceResourceWhitelist
		project Namespace/development/development kind`},
	{"place", "platform/namespaces/application.yaml", `metadata.name="namespaces"`, `
		place Application/argocd/namespaces metadata.name`},
	{"place", "D/service-shop.yaml", `-metadata.name
		metadata.generateName="shop-"`, `
		complete Service/development/shop
		metadata Service/development/ metadata.name
		place Service/development/ metadata.generateName
		reference HTTPRoute/development/shop spec.parentRefs[0].name
		reference HTTPRoute/development/shop spec.rules[0].backendRefs[0].name
		reference HTTPRoute/development/shop-safe spec.parentRefs[0].name
		reference HTTPRoute/development/shop-safe spec.rules[0].backendRefs[0].name
		reference Ingress/development/shop spec.rules[0].http.paths[0].backend.service.name`},
	{"unique", "D/networkpolicy-shop-callers.yaml", `metadata.name="shop"`, `
		place NetworkPolicy/development/shop metadata.name
		unique NetworkPolicy/development/shop metadata.name`},
	{"metadata", "D/service-shop.yaml", `metadata.name="Shop_1"`, `
		complete Service/development/shop
		metadata Service/development/Shop_1 metadata.name
		place Service/development/Shop_1 metadata.name
		reference HTTPRoute/development/shop spec.parentRefs[0].name
		reference HTTPRoute/development/shop spec.rules[0].backendRefs[0].name
		reference HTTPRoute/development/shop-safe spec.parentRefs[0].name
		reference HTTPRoute/development/shop-safe spec.rules[0].backendRefs[0].name
		reference Ingress/development/shop spec.rules[0].http.paths[0].backend.service.name`},
	{"metadata", "D/service-shop.yaml", `metadata.labels[no/good/key]="x"`, `
		metadata Service/development/shop metadata.labels.no/good/key`},
	{"metadata", "D/service-shop.yaml", `metadata.labels.size="not a value"`, `
		metadata Service/development/shop metadata.labels.size`},
	{"metadata", "D/service-shop.yaml", `metadata.annotations[bad key]="x"`, `
		metadata Service/development/shop metadata.annotations.bad key`},
	{"metadata", "D/service-shop.yaml", `metadata.resourceVersion="17"`, `
		metadata Service/development/shop metadata.resourceVersion`},
	{"metadata", "D/deployment-shop.yaml", `spec.template.metadata.labels.size="-"`, `
		metadata Deployment/development/shop spec.template.metadata.labels.size`},
	{"metadata", "N/role-developers.yaml", `metadata.name="a/b"`, `
		metadata Role/development/a/b metadata.name
		place Role/development/a/b metadata.name
		reference RoleBinding/development/developers roleRef.name
		unused Role/development/a/b metadata.name`},
	{"labels", "D/service-shop.yaml", `metadata.labels[app.kubernetes.io/name]="cart"`, `
		labels Service/development/shop metadata.labels[app.kubernetes.io/name]
		service-monitor ServiceMonitor/development/cart spec.selector`},
	{"labels", "D/service-shop.yaml", `-metadata.labels.team`, `
		labels Service/development/shop metadata.labels.team`},
	{"labels", "D/deployment-shop.yaml", `spec.template.metadata.labels.team="others"`, `
		labels Deployment/development/shop spec.template.metadata.labels.team`},
	{"annotation", "D/deployment-shop.yaml", `spec.template.metadata.annotations[config.linkerd.io/proxy-cpu-reqest]="20m"`, `
		annotation Deployment/development/shop spec.template.metadata.annotations[config.linkerd.io/proxy-cpu-reqest]`},
	{"annotation", "D/externalsecret-shop-database.yaml", `metadata.annotations[argocd.argoproj.io/sync-wave]="first"`, `
		annotation ExternalSecret/development/shop-database metadata.annotations[argocd.argoproj.io/sync-wave]
		external-secret ExternalSecret/development/shop-database metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"annotation", "N/namespace-development.yaml", `metadata.annotations[argocd.argoproj.io/sync-options]="Prune=confirmed"`, `
		annotation Namespace/development metadata.annotations[argocd.argoproj.io/sync-options]
		namespace Namespace/development metadata.annotations[argocd.argoproj.io/sync-options]`},
	{"annotation", "D/ingress-shop.yaml", `metadata.annotations[nginx.ingress.kubernetes.io/limit-rps]="0"`, `
		annotation Ingress/development/shop metadata.annotations[nginx.ingress.kubernetes.io/limit-rps]`},
	{"annotation", "D/ingress-shop.yaml", `metadata.annotations[nginx.ingress.kubernetes.io/limit-connections]="many"`, `
		annotation Ingress/development/shop metadata.annotations[nginx.ingress.kubernetes.io/limit-connections]`},
	{"annotation", "D/ingress-shop.yaml", `metadata.annotations[nginx.ingress.kubernetes.io/service-upstream]="yes"`, `
		annotation Ingress/development/shop metadata.annotations[nginx.ingress.kubernetes.io/service-upstream]
		ingress Ingress/development/shop metadata.annotations[nginx.ingress.kubernetes.io/service-upstream]`},
	{"complete", "D/poddisruptionbudget-shop.yaml", ``, `
		complete PodDisruptionBudget/development/shop`},
	{"complete", "D/horizontalpodautoscaler-shop.yaml", ``, `
		complete HorizontalPodAutoscaler/development/shop`},
	{"complete", "D/externalsecret-shop-database.yaml", ``, `
		complete ExternalSecret/development/shop
		project AppProject/argocd/development spec.namespaceResourceWhitelist[4].kind
		reference Deployment/development/shop {p}.volumes[1].secret.secretName`},
	{"complete", "D/ingress-shop.yaml", ``, `
		complete Ingress/development/shop`},
	{"input", "D/deployment-shop.yaml", `{c}.image="registry.example.com/shop:2.0@sha256:2222222222222222222222222222222222222222222222222222222222222222"`, `
		input Deployment/development/shop {c}.image`},
	{"input", "D/deployment-shop.yaml", `{c}.ports[0].containerPort=8001`, `
		authorized Server/development/shop spec.port
		input Deployment/development/shop {c}.ports[0].containerPort`},
	{"input", "D/deployment-shop.yaml", `{c}.command=["sh"]`, `
		input Deployment/development/shop {c}.command`},
	{"input", "D/deployment-shop.yaml", `{c}.livenessProbe.httpGet.path="/alive"`, `
		input Deployment/development/shop {c}.livenessProbe.httpGet.path`},
	{"input", "D/deployment-shop.yaml", `{c}.env[0].value="bye"`, `
		input Deployment/development/shop {c}.env[0].value`},
	{"input", "D/deployment-shop.yaml", `-{c}.env`, `
		input Deployment/development/shop {c}.env`},
	{"input", "D/deployment-shop.yaml", `{c}.volumeMounts[0].mountPath="/scratch"`, `
		input Deployment/development/shop {c}.volumeMounts[0].mountPath`},
	{"input", "D/deployment-shop.yaml", `{p}.volumes[0].emptyDir.sizeLimit="8Mi"`, `
		input Deployment/development/shop {p}.volumes[0].emptyDir.sizeLimit`},
	{"input", "D/horizontalpodautoscaler-shop.yaml", `spec.maxReplicas=30`, `
		input HorizontalPodAutoscaler/development/shop spec.maxReplicas`},
	{"input", "D/horizontalpodautoscaler-shop.yaml", `spec.metrics[0].containerResource.target.averageUtilization=60`, `
		input HorizontalPodAutoscaler/development/shop spec.metrics[0].containerResource.target.averageUtilization`},
	{"input", "D/ingress-shop.yaml", `spec.rules[0].host="shop.example.org"
		spec.tls[0].hosts=["shop.example.org"]`, `
		input Ingress/development/shop spec.rules[0].host`},
	{"input", "D/ingress-shop.yaml", `spec.rules[0].http.paths[0].path="/"`, `
		input Ingress/development/shop spec.rules[0].http.paths[0].path`},
	{"input", "D/servicemonitor-shop.yaml", `spec.endpoints[0].path="/prometheus"`, `
		authorized ServiceMonitor/development/shop spec.endpoints[0].path
		input ServiceMonitor/development/shop spec.endpoints[0].path`},
}
