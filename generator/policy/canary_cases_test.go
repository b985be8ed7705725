package policy_test

// The app shop has a canary in production, and none in development.
var canaryCases = []ruleCase{
	{"canary", "production/shop/rollout-shop.yaml", `spec.workloadRef.kind="ReplicaSet"`, `
		canary Rollout/production/shop spec.workloadRef
		reference Rollout/production/shop spec.workloadRef.name`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.workloadRef.scaleDown="never"`, `
		canary Rollout/production/shop spec.workloadRef.scaleDown`},
	{"reference", "production/shop/rollout-shop.yaml", `spec.workloadRef.name="shpo"`, `
		reference Rollout/production/shop spec.workloadRef.name`},
	{"canary", "production/shop/rollout-shop.yaml", `-spec.replicas`, `
		canary Rollout/production/shop spec.replicas
		input Rollout/production/shop spec.replicas`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.paused=true`, `
		canary Rollout/production/shop spec.paused`},
	{"canary", "production/shop/rollout-shop.yaml", `-spec.progressDeadlineAbort`, `
		canary Rollout/production/shop spec.progressDeadlineAbort`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.strategy.canary.canaryService="shop-stable"`, `
		canary HTTPRoute/production/shop spec.rules[0].backendRefs
		canary HTTPRoute/production/shop-safe spec.rules[0].backendRefs
		canary Rollout/production/shop spec.strategy.canary.canaryService`},
	{"reference", "production/shop/rollout-shop.yaml", `spec.strategy.canary.stableService="shop-stabel"`, `
		canary HTTPRoute/production/shop spec.rules[0].backendRefs
		canary HTTPRoute/production/shop-safe spec.rules[0].backendRefs
		reference Rollout/production/shop spec.strategy.canary.stableService`},
	{"canary", "production/shop/rollout-shop.yaml", `-spec.strategy.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI]`, `
		canary Rollout/production/shop spec.strategy.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI]`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.strategy.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI].httpRoutes=[{"name":"shop"}]`, `
		canary Rollout/production/shop spec.strategy.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI].httpRoutes`},
	{"reference", "production/shop/rollout-shop.yaml", `+spec.strategy.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI].httpRoutes={"name":"shop-fast"}`, `
		reference Rollout/production/shop spec.strategy.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI].httpRoutes[2].name`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.strategy.canary.steps[2].setWeight=10`, `
		canary Rollout/production/shop spec.strategy.canary.steps[2].setWeight
		input Rollout/production/shop spec.strategy.canary.steps`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.strategy.canary.steps[6].setWeight=90`, `
		canary Rollout/production/shop spec.strategy.canary.steps
		input Rollout/production/shop spec.strategy.canary.steps`},
	{"canary", "production/shop/rollout-shop.yaml", `-spec.strategy.canary.steps[3]`, `
		canary Rollout/production/shop spec.strategy.canary.steps[3]`},
	{"canary", "production/shop/rollout-shop.yaml", `-spec.strategy.canary.steps[7]`, `
		canary Rollout/production/shop spec.strategy.canary.steps`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.strategy.canary.steps[1].pause={}`, `
		canary Rollout/production/shop spec.strategy.canary.steps[1].pause.duration
		input Rollout/production/shop spec.strategy.canary.steps[1].pause.duration`},
	{"canary", "production/shop/rollout-shop.yaml", `-spec.strategy.canary.analysis`, `
		canary Rollout/production/shop spec.strategy.canary.analysis`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.strategy.canary.analysis.startingStep=4`, `
		canary Rollout/production/shop spec.strategy.canary.analysis.startingStep`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.strategy.canary.analysis.args[0].valueFrom.podTemplateHashValue="Stable"`, `
		canary Rollout/production/shop spec.strategy.canary.analysis.args[0].valueFrom.podTemplateHashValue`},
	{"canary", "production/shop/rollout-shop.yaml", `spec.strategy.canary.analysis.args=[]`, `
		canary Rollout/production/shop spec.strategy.canary.analysis.args`},
	{"reference", "production/shop/rollout-shop.yaml", `spec.strategy.canary.analysis.templates[0].templateName="shpo"`, `
		reference Rollout/production/shop spec.strategy.canary.analysis.templates[0].templateName`},
	{"canary", "production/shop/httproute-shop.yaml", `spec.rules[0].backendRefs[1].weight=10`, `
		canary HTTPRoute/production/shop spec.rules[0].backendRefs`},
	{"canary", "production/shop/horizontalpodautoscaler-shop.yaml", `spec.scaleTargetRef={"apiVersion":"apps/v1","kind":"Deployment","name":"shop"}`, `
		canary HorizontalPodAutoscaler/production/shop spec.scaleTargetRef.kind`},
	{"canary", "production/shop/servicemonitor-shop.yaml", `-spec.podTargetLabels`, `
		canary ServiceMonitor/production/shop spec.podTargetLabels`},
	{"service-monitor", "production/shop/servicemonitor-shop.yaml", `-spec.selector.matchExpressions`, `
		service-monitor ServiceMonitor/production/shop spec.selector`},
	{"rollout", "production/shop/deployment-shop.yaml", `spec.replicas=2`, `
		rollout Deployment/production/shop spec.replicas`},
	{"complete", "production/shop/rollout-shop.yaml", ``, `
		complete Rollout/production/shop
		reference HorizontalPodAutoscaler/production/shop spec.scaleTargetRef.name
		rollout Deployment/production/shop spec.replicas`},
	{"canary", "production/shop/analysistemplate-shop.yaml", `spec.metrics[0].provider.prometheus.query="sum(rate(http_request_duration_seconds_count{namespace=\"production\",job=\"shop\"}[5m]))"`, `
		canary AnalysisTemplate/production/shop spec.metrics[0].provider.prometheus.query`},
	{"canary", "production/shop/analysistemplate-shop.yaml", `spec.metrics[0].provider.prometheus.query="sum(rate("`, `
		canary AnalysisTemplate/production/shop spec.metrics[0].provider.prometheus.query`},
	{"canary", "production/shop/analysistemplate-shop.yaml", `spec.metrics[0].provider.prometheus.address="http://prometheus:9090"`, `
		canary AnalysisTemplate/production/shop spec.metrics[0].provider.prometheus.address`},
	{"canary", "production/shop/analysistemplate-shop.yaml", `spec.metrics[0].successCondition="result[0] < 0.01"`, `
		canary AnalysisTemplate/production/shop spec.metrics[0].successCondition`},
	{"canary", "production/shop/analysistemplate-shop.yaml", `-spec.metrics[0].failureCondition`, `
		canary AnalysisTemplate/production/shop spec.metrics[0].failureCondition`},
	{"canary", "production/shop/analysistemplate-shop.yaml", `spec.metrics[0].failureLimit=100`, `
		canary AnalysisTemplate/production/shop spec.metrics[0].failureLimit`},
	{"canary", "production/shop/analysistemplate-shop.yaml", `spec.metrics[0].interval="1h"`, `
		canary AnalysisTemplate/production/shop spec.metrics[0].interval`},
	{"canary", "production/shop/analysistemplate-shop.yaml", `spec.metrics[1].name="availability"`, `
		canary AnalysisTemplate/production/shop spec.metrics
		canary AnalysisTemplate/production/shop spec.metrics[1].name`},
	{"application-set", "applicationset-apps-production.yaml", `-spec.template.spec.ignoreDifferences`, `
		application-set ApplicationSet/argocd/apps-production {p}.ignoreDifferences`},
	{"application-set", "applicationset-apps-production.yaml", `spec.template.spec.ignoreDifferences[1].jqPathExpressions[0]=".spec.replicas"`, `
		application-set ApplicationSet/argocd/apps-production {p}.ignoreDifferences
		application-set ApplicationSet/argocd/apps-production {p}.ignoreDifferences[1]`},
}
