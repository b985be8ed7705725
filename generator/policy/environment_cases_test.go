package policy_test

var environmentCases = []ruleCase{
	{"namespace", "N/namespace-development.yaml", `metadata.labels[pod-security.kubernetes.io/enforce]="baseline"`, `
		namespace Namespace/development metadata.labels[pod-security.kubernetes.io/enforce]`},
	{"namespace", "N/namespace-development.yaml", `-metadata.labels[pod-security.kubernetes.io/audit]`, `
		namespace Namespace/development metadata.labels[pod-security.kubernetes.io/audit]`},
	{"namespace", "N/namespace-development.yaml", `metadata.labels[pod-security.kubernetes.io/warn-version]="latest"`, `
		namespace Namespace/development metadata.labels[pod-security.kubernetes.io/warn-version]`},
	{"namespace", "N/namespace-development.yaml", `metadata.labels.environment="dev"`, `
		namespace Namespace/development metadata.labels.environment`},
	{"namespace", "N/namespace-development.yaml", `metadata.annotations[linkerd.io/inject]="disabled"`, `
		namespace Namespace/development metadata.annotations[linkerd.io/inject]`},
	{"namespace", "bootstrap/namespace-argocd.yaml", `metadata.labels[pod-security.kubernetes.io/enforce]="privileged"`, `
		namespace Namespace/argocd metadata.labels[pod-security.kubernetes.io/enforce]`},
	{"environment", "N/resourcequota-development.yaml", ``, `
		environment ResourceQuota/development/development`},
	{"environment", "N/networkpolicy-default-deny.yaml", ``, `
		environment NetworkPolicy/development/default-deny`},
	{"environment", "N/networkpolicy-default-deny.yaml", `spec.podSelector={"matchLabels":{"app.kubernetes.io/name":"shop"}}`, `
		environment NetworkPolicy/development/default-deny spec.podSelector
		open-policy NetworkPolicy/development/default-deny spec.podSelector`},
	{"environment", "N/networkpolicy-default-deny.yaml", `spec.policyTypes=["Ingress"]`, `
		environment NetworkPolicy/development/default-deny spec.policyTypes`},
	{"environment", "N/networkpolicy-default-deny.yaml", `spec.ingress=[{}]`, `
		environment NetworkPolicy/development/default-deny spec.ingress
		isolated NetworkPolicy/development/default-deny spec.ingress`},
	{"bounds", "N/resourcequota-development.yaml", `spec.hard.pods="1M"`, `
		bounds ResourceQuota/development/development spec.hard.pods`},
	{"bounds", "N/resourcequota-development.yaml", `-spec.hard[limits.memory]`, `
		bounds ResourceQuota/development/development spec.hard[limits.memory]`},
	{"bounds", "N/resourcequota-development.yaml", `spec.hard[limits.memry]="1Gi"`, `
		bounds ResourceQuota/development/development spec.hard[limits.memry]`},
	{"bounds", "N/resourcequota-development.yaml", `spec.scopes=["BestEffort"]`, `
		bounds ResourceQuota/development/development spec.scopes`},
	{"bounds", "N/limitrange-development.yaml", `-spec.limits[0].default.memory`, `
		bounds LimitRange/development/development spec.limits[0].default.memory`},
	{"bounds", "N/limitrange-development.yaml", `spec.limits[0].default.memory="64Gi"`, `
		bounds LimitRange/development/development spec.limits[0].default.memory`},
	{"bounds", "N/limitrange-development.yaml", `spec.limits[0].defaultRequest.memory="128Mi"`, `
		bounds LimitRange/development/development spec.limits[0].defaultRequest.memory`},
	{"bounds", "N/limitrange-development.yaml", `spec.limits[0].type="Pod"`, `
		bounds LimitRange/development/development spec.limits
		bounds LimitRange/development/development spec.limits[0].type`},
	{"bounds", "N/limitrange-development.yaml", `spec.limits[0].max={"memory":"1Mi"}`, `
		bounds LimitRange/development/development spec.limits[0]`},
	{"quota", "N/resourcequota-development.yaml", `spec.hard[requests.cpu]="100m"`, `
		bounds ResourceQuota/development/development spec.hard[requests.cpu]
		quota ResourceQuota/development/development spec.hard[requests.cpu]`},
	{"open-policy", "D/networkpolicy-shop.yaml", `-spec.ingress[0].from`, `
		isolated NetworkPolicy/development/shop spec.ingress
		open-policy NetworkPolicy/development/shop spec.ingress[0].from`},
	{"open-policy", "D/networkpolicy-shop.yaml", `-spec.ingress[0].ports`, `
		open-policy NetworkPolicy/development/shop spec.ingress[0].ports`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.ingress[0].ports[0].port=8001`, `
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		open-policy NetworkPolicy/development/shop spec.ingress[0].ports[0].port
		reachable NetworkPolicy/development/shop spec.ingress[0].ports`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.ingress[0].ports[0].protocol="UDP"`, `
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		open-policy NetworkPolicy/development/shop spec.ingress[0].ports[0].protocol
		reachable NetworkPolicy/development/shop spec.ingress[0].ports`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.ingress[0].from[0].namespaceSelector={}`, `
		open-policy NetworkPolicy/development/shop spec.ingress[0].from[0].namespaceSelector`},
	{"open-policy", "D/networkpolicy-shop.yaml", `-spec.ingress[0].from[0].podSelector`, `
		open-policy NetworkPolicy/development/shop spec.ingress[0].from[0].podSelector`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.ingress[0].from[0].podSelector.matchLabels[app.kubernetes.io/name]="nginx"`, `
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		open-policy NetworkPolicy/development/shop spec.ingress[0].from[0].podSelector
		reachable NetworkPolicy/development/shop spec.ingress`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.ingress[0].from[0].namespaceSelector.matchLabels[kubernetes.io/metadata.name]="nginx"`, `
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		open-policy NetworkPolicy/development/shop spec.ingress[0].from[0].namespaceSelector
		reachable NetworkPolicy/development/shop spec.ingress`},
	{"open-policy", "N/networkpolicy-allow-pod-identity.yaml", `spec.egress[0].to[0].namespaceSelector={}`, `
		open-policy NetworkPolicy/development/allow-pod-identity spec.egress[0].to[0]`},
	{"open-policy", "D/networkpolicy-shop.yaml", `+spec.ingress[2].from[0].podSelector.matchExpressions[0].values="other"`, `
		open-policy NetworkPolicy/development/shop spec.ingress[2].from[0].podSelector.matchExpressions[0].values[1]`},
	{"open-policy", "D/networkpolicy-shop.yaml", `+spec.ingress={"from":[{"ipBlock":{"cidr":"0.0.0.0/0"}}],"ports":[{"port":8000}]}`, `
		isolated NetworkPolicy/development/shop spec.ingress
		open-policy NetworkPolicy/development/shop spec.ingress[3].from[0].ipBlock.cidr`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.egress[0].to[0].ipBlock.cidr="0.0.0.0/0"`, `
		isolated NetworkPolicy/development/shop spec.egress
		open-policy NetworkPolicy/development/shop spec.egress[0].to[0].ipBlock.cidr`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.egress[0].ports[0].endPort=65535`, `
		open-policy NetworkPolicy/development/shop spec.egress[0].ports[0].endPort`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.podSelector={}`, `
		open-policy NetworkPolicy/development/shop spec.podSelector`},
	{"open-policy", "D/networkpolicy-shop.yaml", `spec.policyTypes=["Egress"]`, `
		authorized Ingress/development/shop spec.rules[0].http.paths[0].path
		authorized ServiceMonitor/development/shop spec.endpoints[0].path
		open-policy NetworkPolicy/development/shop spec.policyTypes
		reachable NetworkPolicy/development/shop spec.ingress[0].ports
		reachable NetworkPolicy/development/shop spec.ingress[1].ports
		reachable NetworkPolicy/development/shop spec.ingress[2].ports`},
	{"open-policy", "N/networkpolicy-allow-dns.yaml", `-spec.egress[0].to`, `
		open-policy NetworkPolicy/development/allow-dns spec.egress[0].to`},
	{"open-policy", "N/networkpolicy-allow-mesh.yaml", `spec.egress[0].ports[0].port=8081`, `
		open-policy NetworkPolicy/development/allow-mesh spec.egress[0].ports[0].port
		reachable NetworkPolicy/development/allow-mesh spec.egress[0].ports`},
	{"open-policy", "N/networkpolicy-allow-pod-identity.yaml", `spec.egress[0].to[0].ipBlock.cidr="169.254.169.254/32"`, `
		isolated NetworkPolicy/development/allow-pod-identity spec.egress
		open-policy NetworkPolicy/development/allow-pod-identity spec.egress[0].to[0].ipBlock.cidr
		reachable NetworkPolicy/development/default-deny spec.egress`},
	{"reachable", "D/networkpolicy-shop.yaml", `-spec.ingress[1].ports[0]`, `
		authorized ServiceMonitor/development/shop spec.endpoints[0].path
		reachable NetworkPolicy/development/shop spec.ingress[1].ports`},
	{"reachable", "D/networkpolicy-shop.yaml", `-spec.ingress[1]`, `
		authorized ServiceMonitor/development/shop spec.endpoints[0].path
		reachable NetworkPolicy/development/shop spec.ingress`},
	{"reachable", "D/networkpolicy-shop-callers.yaml", `-spec.egress`, `
		open-policy NetworkPolicy/development/shop-callers spec.egress
		reachable NetworkPolicy/development/shop-callers spec.egress`},
	{"reachable", "N/networkpolicy-allow-dns.yaml", `-spec.egress[0].ports[0]`, `
		reachable NetworkPolicy/development/allow-dns spec.egress[0].ports`},
	{"reachable", "D/networkpolicy-shop.yaml", `spec.egress=[]`, `
		open-policy NetworkPolicy/development/shop spec.egress
		reachable NetworkPolicy/development/shop spec.egress`},
	{"isolated", "D/networkpolicy-shop.yaml", `spec.ingress[2].from[0].podSelector={}`, `
		isolated NetworkPolicy/development/shop spec.ingress
		open-policy NetworkPolicy/development/shop spec.ingress[2].from[0].podSelector`},
	{"isolated", "D/networkpolicy-shop.yaml", `+spec.egress={"to":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}`, `
		isolated NetworkPolicy/development/shop spec.egress
		open-policy NetworkPolicy/development/shop spec.egress[1].ports
		open-policy NetworkPolicy/development/shop spec.egress[1].to[0].ipBlock.cidr`},
}
