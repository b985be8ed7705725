package policy_test

var meshCases = []ruleCase{
	{"authorized", "D/server-shop.yaml", `spec.port="htpp"`, `
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		authorized Server/development/shop spec.port
		authorized ServiceMonitor/development/shop spec.endpoints[0].path`},
	{"authorized", "D/server-shop.yaml", ``, `
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		authorized Server/development/shop spec.port
		authorized ServiceMonitor/development/shop spec.endpoints[0].path
		complete Server/development/shop
		reference HTTPRoute/development/shop-inbound spec.parentRefs[0].name
		reference HTTPRoute/development/shop-metrics spec.parentRefs[0].name
		reference HTTPRoute/development/shop-probes spec.parentRefs[0].name`},
	{"authorized", "D/server-shop.yaml", `spec.podSelector.matchLabels[app.kubernetes.io/name]="cart"`, `
		authorization Server/development/shop spec.podSelector
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		authorized Server/development/shop spec.port
		authorized ServiceMonitor/development/shop spec.endpoints[0].path`},
	{"authorized", "D/httproute-shop-metrics.yaml", `spec.rules[0].matches[0].path.value="/metric"`, `
		authorized HTTPRoute/development/shop-metrics spec.rules[0].matches
		authorized ServiceMonitor/development/shop spec.endpoints[0].path`},
	{"authorized", "D/httproute-shop-metrics.yaml", `spec.rules[0].matches[0].path={"type":"PathPrefix","value":"/metrics"}`, `
		authorized HTTPRoute/development/shop-metrics spec.rules[0].matches`},
	{"authorized", "D/httproute-shop-probes.yaml", `spec.rules[0].matches[0].path.value="/health"`, `
		authorization AuthorizationPolicy/development/shop-probes spec.requiredAuthenticationRefs[0].kind
		authorized HTTPRoute/development/shop-probes spec.rules[0].matches`},
	{"authorized", "D/httproute-shop-inbound.yaml", `spec.rules[0].matches[0].path.value="/cart"`, `
		authorized HTTPRoute/development/shop-inbound spec.rules[0].matches
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path`},
	{"authorized", "D/authorizationpolicy-shop-metrics.yaml", ``, `
		authorized AuthorizationPolicy/development/shop-metrics
		authorized ServiceMonitor/development/shop spec.endpoints[0].path
		complete AuthorizationPolicy/development/shop-metrics`},
	{"authorized", "D/authorizationpolicy-shop-metrics.yaml", `spec.targetRef.name="shop-inbound"`, `
		authorization AuthorizationPolicy/development/shop-metrics spec.targetRef.name
		authorized AuthorizationPolicy/development/shop-metrics spec.requiredAuthenticationRefs
		authorized AuthorizationPolicy/development/shop-metrics spec.targetRef.name
		authorized ServiceMonitor/development/shop spec.endpoints[0].path`},
	{"authorized", "D/meshtlsauthentication-shop-inbound.yaml", `-spec.identityRefs[1]`, `
		authorized MeshTLSAuthentication/development/shop-inbound spec.identityRefs`},
	{"authorized", "D/servicemonitor-shop.yaml", `+spec.endpoints={"port":"http","path":"/other","interval":"30s","scrapeTimeout":"10s"}`, `
		authorized ServiceMonitor/development/shop spec.endpoints[1].path`},
	{"authorized", "N/meshtlsauthentication-prometheus.yaml", `spec.identityRefs[0].name="prometheus"`, `
		authorization MeshTLSAuthentication/development/prometheus spec.identityRefs[0]
		authorized MeshTLSAuthentication/development/prometheus spec.identityRefs
		authorized ServiceMonitor/development/cart spec.endpoints[0].path
		authorized ServiceMonitor/development/other spec.endpoints[0].path
		authorized ServiceMonitor/development/shop spec.endpoints[0].path`},
	{"authorized", "N/server-linkerd-admin.yaml", `spec.port=4190`, `
		authorized Server/development/linkerd-admin spec.port`},
	{"authorized", "N/namespace-development.yaml", `-metadata.annotations[config.linkerd.io/default-inbound-policy]`, `
		authorized Namespace/development metadata.annotations[config.linkerd.io/default-inbound-policy]
		namespace Namespace/development metadata.annotations[config.linkerd.io/default-inbound-policy]`},
	{"authorization", "D/server-shop.yaml", `spec.accessPolicy="all-authenticated"`, `
		authorization Server/development/shop spec.accessPolicy
		authorized Server/development/shop spec.accessPolicy`},
	{"authorization", "D/server-shop.yaml", `spec.proxyProtocol="opaque"`, `
		authorization Server/development/shop spec.proxyProtocol`},
	{"authorization", "D/authorizationpolicy-shop-inbound.yaml", `spec.targetRef={"kind":"Namespace","name":"development"}`, `
		authorization AuthorizationPolicy/development/shop-inbound spec.targetRef.group
		authorization AuthorizationPolicy/development/shop-inbound spec.targetRef.kind
		authorization AuthorizationPolicy/development/shop-inbound spec.targetRef.name
		authorized AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs
		reference AuthorizationPolicy/development/shop-inbound spec.targetRef.name`},
	{"authorization", "D/authorizationpolicy-shop-inbound.yaml", `spec.targetRef={"group":"policy.linkerd.io","kind":"Server","name":"shop"}`, `
		authorization AuthorizationPolicy/development/shop-inbound spec.targetRef.group
		authorization AuthorizationPolicy/development/shop-inbound spec.targetRef.kind
		authorization AuthorizationPolicy/development/shop-inbound spec.targetRef.name
		authorized AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs`},
	{"authorization", "D/authorizationpolicy-shop-inbound.yaml", `spec.requiredAuthenticationRefs=[]`, `
		authorization AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs
		authorized AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs`},
	{"authorization", "D/authorizationpolicy-shop-inbound.yaml", `spec.requiredAuthenticationRefs[0]={"group":"policy.linkerd.io","kind":"NetworkAuthentication","name":"kubelet"}`, `
		authorization AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs[0].kind
		authorized AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path`},
	{"authorization", "D/authorizationpolicy-shop-inbound.yaml", `spec.requiredAuthenticationRefs[0].namespace="production"`, `
		authorization AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs[0].namespace
		authorized AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs
		authorized MeshTLSAuthentication/development/shop-inbound spec.identityRefs`},
	{"authorization", "D/meshtlsauthentication-shop-inbound.yaml", `+spec.identityRefs={"kind":"ServiceAccount","name":"other"}`, `
		authorization MeshTLSAuthentication/development/shop-inbound spec.identityRefs[2]`},
	{"authorization", "D/meshtlsauthentication-shop-inbound.yaml", `spec.identityRefs[1]={"kind":"Namespace","name":"development"}`, `
		authorization MeshTLSAuthentication/development/shop-inbound spec.identityRefs[1].kind
		authorized AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs`},
	{"authorization", "D/meshtlsauthentication-shop-inbound.yaml", `spec.identityRefs[1].namespace="production"`, `
		authorization MeshTLSAuthentication/development/shop-inbound spec.identityRefs[1]
		authorized AuthorizationPolicy/development/shop-inbound spec.requiredAuthenticationRefs
		authorized MeshTLSAuthentication/development/shop-inbound spec.identityRefs`},
	{"authorization", "D/meshtlsauthentication-shop-inbound.yaml", `+spec.identityRefs={"kind":"ServiceAccount","name":"cart"}`, `
		authorization MeshTLSAuthentication/development/shop-inbound spec.identityRefs[2]`},
	{"authorization", "N/networkauthentication-kubelet.yaml", `spec.networks[0].cidr="0.0.0.0/0"`, `
		authorization NetworkAuthentication/development/kubelet spec.networks[0].cidr
		authorized AuthorizationPolicy/development/cart-probes spec.requiredAuthenticationRefs
		authorized AuthorizationPolicy/development/other-probes spec.requiredAuthenticationRefs
		authorized AuthorizationPolicy/development/shop-probes spec.requiredAuthenticationRefs`},
	{"authorization", "N/networkauthentication-kubelet.yaml", `spec.networks[0].except=["10.1.0.0/17"]`, `
		authorization NetworkAuthentication/development/kubelet spec.networks[0].except
		authorized AuthorizationPolicy/development/cart-probes spec.requiredAuthenticationRefs
		authorized AuthorizationPolicy/development/other-probes spec.requiredAuthenticationRefs
		authorized AuthorizationPolicy/development/shop-probes spec.requiredAuthenticationRefs`},
	{"reference", "D/authorizationpolicy-shop-probes.yaml", `spec.requiredAuthenticationRefs[0].name="kublet"`, `
		authorized AuthorizationPolicy/development/shop-probes spec.requiredAuthenticationRefs
		reference AuthorizationPolicy/development/shop-probes spec.requiredAuthenticationRefs[0].name`},
	{"reference", "D/httproute-shop-safe.yaml", `spec.rules[0].backendRefs[0].name="shoq"`, `
		reference HTTPRoute/development/shop-safe spec.rules[0].backendRefs[0].name`},
	{"mesh-route", "D/httproute-shop.yaml", `spec.parentRefs[0].port=8000`, `
		mesh-route HTTPRoute/development/shop spec.parentRefs[0].port`},
	{"mesh-route", "D/httproute-shop.yaml", `spec.parentRefs[0].name="cart"`, `
		mesh-route HTTPRoute/development/shop spec.parentRefs[0].name`},
	{"mesh-route", "D/httproute-shop.yaml", `-spec.parentRefs[0].kind`, `
		mesh-route HTTPRoute/development/shop spec.parentRefs[0].kind`},
	{"mesh-route", "D/httproute-shop.yaml", `-spec.parentRefs[0].group`, `
		mesh-route HTTPRoute/development/shop spec.parentRefs[0].group`},
	{"mesh-route", "D/httproute-shop.yaml", `spec.rules[0].backendRefs[0].port=8000`, `
		mesh-route HTTPRoute/development/shop spec.rules[0].backendRefs[0].port`},
	{"mesh-route", "D/httproute-shop.yaml", `spec.rules[0].backendRefs[0].name="cart"`, `
		mesh-route HTTPRoute/development/shop spec.rules[0].backendRefs[0].name`},
	{"mesh-route", "D/httproute-shop.yaml", `-spec.rules[0].backendRefs`, `
		mesh-route HTTPRoute/development/shop spec.rules[0].backendRefs`},
	{"mesh-route", "D/httproute-shop.yaml", `spec.rules[0].name="all"`, `
		mesh-route HTTPRoute/development/shop spec.rules[0].name`},
	{"mesh-route", "D/httproute-shop.yaml", `spec.rules[0].timeouts.request="3s"`, `
		mesh-route HTTPRoute/development/shop spec.rules[0].timeouts`},
	{"mesh-route", "D/httproute-shop.yaml", `spec.rules[0].filters=[{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"cart","port":80},"percent":10}}]`, `
		mesh-route HTTPRoute/development/shop spec.rules[0].filters[0].type`},
	{"mesh-route", "D/httproute-shop.yaml", `spec.rules[0].filters=[{"type":"RequestRedirect","requestRedirect":{"statusCode":308}}]`, `
		mesh-route HTTPRoute/development/shop spec.rules[0].filters[0].requestRedirect.statusCode`},
	{"mesh-route", "D/httproute-shop.yaml", `-metadata.annotations[timeout.linkerd.io/request]`, `
		mesh-route HTTPRoute/development/shop metadata.annotations[timeout.linkerd.io/request]`},
	{"mesh-route", "D/httproute-shop.yaml", `metadata.annotations[retry.linkerd.io/limit]="1"`, `
		mesh-route HTTPRoute/development/shop metadata.annotations[retry.linkerd.io/http]
		mesh-route HTTPRoute/development/shop metadata.annotations[retry.linkerd.io/timeout]
		mesh-route HTTPRoute/development/shop spec.rules[0].matches[0].method`},
	{"mesh-route", "D/httproute-shop.yaml", `metadata.annotations[timeout.linkerd.io/request]="20s"`, `
		mesh-route HTTPRoute/development/shop metadata.annotations[timeout.linkerd.io/request]`},
	{"mesh-route", "D/httproute-shop-safe.yaml", `spec.rules[0].matches[0].method="POST"`, `
		mesh-route HTTPRoute/development/shop-safe spec.rules[0].matches[0].method`},
	{"mesh-route", "D/httproute-shop-safe.yaml", `metadata.annotations[retry.linkerd.io/timeout]="8s"`, `
		mesh-route HTTPRoute/development/shop-safe metadata.annotations[retry.linkerd.io/timeout]`},
	{"mesh-route", "D/httproute-shop-safe.yaml", `metadata.annotations[retry.linkerd.io/timeout]="200ms"`, `
		mesh-route HTTPRoute/development/shop-safe metadata.annotations[retry.linkerd.io/timeout]`},
	{"mesh-route", "D/httproute-shop-safe.yaml", `metadata.annotations[retry.linkerd.io/limit]="5"`, `
		mesh-route HTTPRoute/development/shop-safe metadata.annotations[retry.linkerd.io/limit]
		mesh-route HTTPRoute/development/shop-safe metadata.annotations[retry.linkerd.io/timeout]`},
	{"mesh-route", "D/httproute-shop-safe.yaml", `metadata.annotations[retry.linkerd.io/http]="5xx"`, `
		mesh-route HTTPRoute/development/shop-safe metadata.annotations[retry.linkerd.io/http]`},
	{"mesh-route", "D/httproute-shop-inbound.yaml", `spec.parentRefs[0].port=8000`, `
		authorized HTTPRoute/development/shop-inbound spec.rules[0].matches
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		mesh-route HTTPRoute/development/shop-inbound spec.parentRefs[0]`},
	{"mesh-route", "D/httproute-shop-inbound.yaml", `spec.parentRefs[0].name="cart"`, `
		authorized HTTPRoute/development/shop-inbound spec.rules[0].matches
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		mesh-route HTTPRoute/development/shop-inbound spec.parentRefs[0].name`},
	{"mesh-route", "D/httproute-shop-inbound.yaml", `metadata.annotations[timeout.linkerd.io/request]="3s"`, `
		mesh-route HTTPRoute/development/shop-inbound metadata.annotations[timeout.linkerd.io/request]`},
	{"service", "D/service-shop.yaml", `metadata.annotations[retry.linkerd.io/http]="5xx"`, `
		service Service/development/shop metadata.annotations[retry.linkerd.io/http]`},
	{"annotation", "D/service-shop.yaml", `metadata.annotations[balancer.linkerd.io/failure-accrual]="consecutively"`, `
		annotation Service/development/shop metadata.annotations[balancer.linkerd.io/failure-accrual]`},
	{"annotation", "D/httproute-shop-safe.yaml", `metadata.annotations[retry.linkerd.io/timeout]="2.5s"`, `
		annotation HTTPRoute/development/shop-safe metadata.annotations[retry.linkerd.io/timeout]
		mesh-route HTTPRoute/development/shop-safe metadata.annotations[retry.linkerd.io/timeout]`},
	{"mesh", "D/deployment-shop.yaml", `spec.template.metadata.annotations[config.linkerd.io/default-inbound-policy]="all-unauthenticated"`, `
		authorized Namespace/development metadata.annotations[config.linkerd.io/default-inbound-policy]
		mesh Deployment/development/shop spec.template.metadata.annotations[config.linkerd.io/default-inbound-policy]`},
	{"namespace", "N/namespace-development.yaml", `metadata.annotations[config.linkerd.io/default-inbound-policy]="audit"`, `
		authorized Namespace/development metadata.annotations[config.linkerd.io/default-inbound-policy]
		namespace Namespace/development metadata.annotations[config.linkerd.io/default-inbound-policy]`},
	{"complete", "D/httproute-shop-safe.yaml", ``, `
		complete HTTPRoute/development/shop-safe`},
}
