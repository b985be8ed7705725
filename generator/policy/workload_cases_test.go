package policy_test

var workloadCases = []ruleCase{
	{"rollout", "D/deployment-shop.yaml", `-spec.replicas`, `
		rollout Deployment/development/shop spec.replicas`},
	{"rollout", "D/deployment-shop.yaml", `spec.replicas=0`, `
		input Deployment/development/shop spec.replicas
		rollout Deployment/development/shop spec.replicas`},
	{"rollout", "D/deployment-shop.yaml", `spec.strategy.type="Recreate"`, `
		rollout Deployment/development/shop spec.strategy.type`},
	{"rollout", "D/deployment-shop.yaml", `-spec.strategy.rollingUpdate`, `
		rollout Deployment/development/shop spec.strategy.rollingUpdate`},
	{"rollout", "D/deployment-shop.yaml", `spec.strategy.rollingUpdate.maxUnavailable=1`, `
		rollout Deployment/development/shop spec.strategy.rollingUpdate.maxUnavailable`},
	{"rollout", "D/deployment-shop.yaml", `spec.strategy.rollingUpdate.maxSurge="0%"`, `
		rollout Deployment/development/shop spec.strategy.rollingUpdate.maxSurge`},
	{"rollout", "D/deployment-shop.yaml", `spec.progressDeadlineSeconds=60`, `
		rollout Deployment/development/shop spec.progressDeadlineSeconds`},
	{"rollout", "D/deployment-shop.yaml", `spec.paused=true`, `
		rollout Deployment/development/shop spec.paused`},
	{"rollout", "D/deployment-shop.yaml", `spec.revisionHistoryLimit=0`, `
		rollout Deployment/development/shop spec.revisionHistoryLimit`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.scaleTargetRef.kind="Deploymnt"`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.scaleTargetRef.kind
		reference HorizontalPodAutoscaler/development/shop spec.scaleTargetRef.name`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.scaleTargetRef.apiVersion="apps/v1beta1"`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.scaleTargetRef.apiVersion`},
	{"autoscaler", "production/shop/horizontalpodautoscaler-shop.yaml", `spec.minReplicas=1`, `
		autoscaler HorizontalPodAutoscaler/production/shop spec.minReplicas
		input HorizontalPodAutoscaler/production/shop spec.minReplicas`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.maxReplicas=0`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.maxReplicas
		input HorizontalPodAutoscaler/development/shop spec.maxReplicas`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.metrics[0].containerResource.container="shoq"`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.metrics[0].containerResource.container`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.metrics=[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}]`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.metrics[0].type`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `-spec.metrics`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.metrics`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.metrics[0].containerResource.target={"type":"AverageValue","averageValue":"1"}`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.metrics[0].containerResource.target.averageUtilization
		autoscaler HorizontalPodAutoscaler/development/shop spec.metrics[0].containerResource.target.type
		input HorizontalPodAutoscaler/development/shop spec.metrics[0].containerResource.target.averageUtilization`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `-spec.behavior`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.behavior.scaleDown`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.behavior.scaleDown.stabilizationWindowSeconds=0`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.behavior.scaleDown.stabilizationWindowSeconds`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.behavior.scaleDown.selectPolicy="Disabled"`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.behavior.scaleDown.selectPolicy`},
	{"autoscaler", "D/horizontalpodautoscaler-shop.yaml", `spec.behavior.scaleDown.policies[0].periodSeconds=0`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.behavior.scaleDown.policies[0].periodSeconds`},
	{"disruption", "D/poddisruptionbudget-shop.yaml", `spec.maxUnavailable=0`, `
		disruption PodDisruptionBudget/development/shop spec.maxUnavailable`},
	{"disruption", "D/poddisruptionbudget-shop.yaml", `-spec.maxUnavailable
		spec.minAvailable="50%"`, `
		disruption PodDisruptionBudget/development/shop spec.maxUnavailable
		disruption PodDisruptionBudget/development/shop spec.minAvailable`},
	{"disruption", "D/poddisruptionbudget-shop.yaml", `-spec.unhealthyPodEvictionPolicy`, `
		disruption PodDisruptionBudget/development/shop spec.unhealthyPodEvictionPolicy`},
	{"service", "D/service-shop.yaml", `spec.type="LoadBalancer"`, `
		quota ResourceQuota/development/development spec.hard[services.loadbalancers]
		quota ResourceQuota/development/development spec.hard[services.nodeports]
		service Service/development/shop spec.type`},
	{"service", "D/service-shop.yaml", `spec.ports[0].port=81`, `
		mesh-route HTTPRoute/development/shop spec.parentRefs[0].port
		mesh-route HTTPRoute/development/shop spec.rules[0].backendRefs[0].port
		mesh-route HTTPRoute/development/shop-safe spec.parentRefs[0].port
		mesh-route HTTPRoute/development/shop-safe spec.rules[0].backendRefs[0].port
		service Service/development/shop spec.ports[0].port`},
	{"service", "D/service-shop.yaml", `spec.ports[0].nodePort=30000`, `
		service Service/development/shop spec.ports[0].nodePort`},
	{"service", "D/service-shop.yaml", `spec.ports[0].appProtocol="htpp"`, `
		service Service/development/shop spec.ports[0].appProtocol`},
	{"service", "D/service-shop.yaml", `-spec.ports[0].appProtocol`, `
		service Service/development/shop spec.ports[0].appProtocol`},
	{"service", "D/service-shop.yaml", `-spec.ports`, `
		mesh-route HTTPRoute/development/shop spec.parentRefs[0].port
		mesh-route HTTPRoute/development/shop spec.rules[0].backendRefs[0].port
		mesh-route HTTPRoute/development/shop-safe spec.parentRefs[0].port
		mesh-route HTTPRoute/development/shop-safe spec.rules[0].backendRefs[0].port
		port Deployment/development/shop {c}.ports[0].name
		port Ingress/development/shop spec.rules[0].http.paths[0].backend.service.port.name
		port ServiceMonitor/development/shop spec.endpoints[0].port
		service Service/development/shop spec.ports`},
	{"service", "D/service-shop.yaml", `+spec.ports={"name":"http","port":80,"targetPort":"http"}`, `
		service Service/development/shop spec.ports[1].appProtocol
		service Service/development/shop spec.ports[1].name
		service Service/development/shop spec.ports[1].port`},
	{"service", "D/service-shop.yaml", `spec.externalIPs=["198.51.100.7"]`, `
		service Service/development/shop spec.externalIPs`},
	{"service", "D/service-shop.yaml", `spec.clusterIP="10.0.0.10"`, `
		service Service/development/shop spec.clusterIP`},
	{"ingress", "D/ingress-shop.yaml", `-metadata.annotations[nginx.ingress.kubernetes.io/limit-rps]`, `
		ingress Ingress/development/shop metadata.annotations[nginx.ingress.kubernetes.io/limit-rps]`},
	{"ingress", "D/ingress-shop.yaml", `spec.ingressClassName="ngnix"`, `
		ingress Ingress/development/shop spec.ingressClassName`},
	{"ingress", "D/ingress-shop.yaml", `-spec.tls`, `
		ingress Ingress/development/shop spec.rules[0].host
		ingress Ingress/development/shop spec.tls`},
	{"ingress", "D/ingress-shop.yaml", `spec.tls[0].hosts=["www.example.com"]`, `
		ingress Ingress/development/shop spec.rules[0].host
		ingress Ingress/development/shop spec.tls[0].hosts[0]`},
	{"ingress", "D/ingress-shop.yaml", `spec.tls[0].secretName="cart-tls"`, `
		ingress Ingress/development/shop spec.tls[0].secretName`},
	{"annotation", "D/ingress-shop.yaml", `metadata.annotations[nginx.ingress.kubernetes.io/configuration-snippet]="return 200"`, `
		annotation Ingress/development/shop metadata.annotations[nginx.ingress.kubernetes.io/configuration-snippet]`},
	{"annotation", "D/ingress-shop.yaml", `metadata.annotations[nginx.ingress.kubernetes.io/server-alias]="www.example.com"`, `
		annotation Ingress/development/shop metadata.annotations[nginx.ingress.kubernetes.io/server-alias]`},
	{"ingress", "D/ingress-shop.yaml", `metadata.annotations[nginx.ingress.kubernetes.io/ssl-redirect]="false"`, `
		ingress Ingress/development/shop metadata.annotations[nginx.ingress.kubernetes.io/ssl-redirect]`},
	{"ingress", "D/ingress-shop.yaml", `metadata.annotations[cert-manager.io/cluster-issuer]="letsencript"`, `
		ingress Ingress/development/shop metadata.annotations[cert-manager.io/cluster-issuer]`},
	{"ingress", "D/ingress-shop.yaml", `spec.rules[0].http.paths[0].pathType="Regex"`, `
		ingress Ingress/development/shop spec.rules[0].http.paths[0].pathType`},
	{"ingress", "D/ingress-shop.yaml", `spec.rules=[]`, `
		ingress Ingress/development/shop spec.rules
		ingress Ingress/development/shop spec.tls[0].hosts[0]`},
	{"ingress", "D/ingress-shop.yaml", `spec.defaultBackend={"service":{"name":"shop","port":{"name":"http"}}}`, `
		ingress Ingress/development/shop spec.defaultBackend`},
	{"route", "D/ingress-shop.yaml", `spec.rules[0].host="other.development.example.com"
		spec.rules[0].http.paths[0].path="/"
		spec.tls[0].hosts=["other.development.example.com"]`, `
		input Ingress/development/shop spec.rules[0].host
		route Ingress/development/shop spec.rules[0].host
		route Ingress/development/shop spec.rules[0].http.paths[0].path`},
}
