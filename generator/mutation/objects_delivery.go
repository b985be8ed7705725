package mutation

import "slices"

// bounds are numbers that do not fit each other.
var bounds = []Operator{
	fields("autoscaler's bounds crossed", at("HorizontalPodAutoscaler spec.minReplicas", to(50)).referred("HorizontalPodAutoscaler spec.maxReplicas"),
		at("HorizontalPodAutoscaler spec.maxReplicas", to(0)).referred("HorizontalPodAutoscaler spec.minReplicas")),
	fields("replicas beside the autoscaler", at("Deployment spec.replicas", toEach(0, 1, 3)...)),
	fields("disruption budget that blocks or allows all",
		at("PodDisruptionBudget spec.maxUnavailable", toEach(0, "0%", "100%")...),
		at("PodDisruptionBudget spec", to(map[string]any{"minAvailable": "100%", "selector": map[string]any{"matchLabels": map[string]any{"app.kubernetes.io/name": "fastapi-hello"}}})),
		at("PodDisruptionBudget spec.minAvailable", to(1))),
	fields("quota below need", slices.Concat(
		each([]way{to("50m")}, "ResourceQuota spec.hard.[requests.cpu]"),
		each([]way{to("64Mi")}, "ResourceQuota spec.hard.[requests.memory]", "ResourceQuota spec.hard.[limits.memory]",
			"ResourceQuota spec.hard.[requests.ephemeral-storage]", "ResourceQuota spec.hard.[limits.ephemeral-storage]"),
		each([]way{to("1")}, "ResourceQuota spec.hard.pods"),
		referred([]string{"ResourceQuota spec.hard"}, at("HorizontalPodAutoscaler spec.maxReplicas", to(5000)),
			at(container+".resources.requests.cpu", to("90"))),
	)...),
}

const (
	appSpec      = "Application spec"
	templateSpec = "ApplicationSet spec.template.spec"
	routePath    = "Ingress spec.rules.*"
)

// delivery are mistakes in what Argo CD applies where, and in how users get there.
var delivery = []Operator{
	fields("project widened",
		at("AppProject spec.clusterResourceWhitelist", grow(groupKind("*", "*")), grow(groupKind("rbac.authorization.k8s.io", "ClusterRole"))),
		at("AppProject spec.namespaceResourceWhitelist", grow(groupKind("*", "*")), grow(groupKind("", "Pod")), drop),
		at("AppProject spec.destinations", grow(destination("*", "*")), grow(destination("hello", "*")), grow(destination("hello", "kube-system"))),
		at("AppProject spec.destinations.*.namespace", to("*")), at("AppProject spec.destinations.*.name", to("*")),
		at("AppProject spec.sourceRepos", grow("*"), to([]any{"*"}), grow("https://github.com/someone/else.git"))),
	fields("project narrowed",
		at("AppProject spec.namespaceResourceWhitelist.*", drop).referred("* kind", "* apiVersion", "* metadata"),
		at("AppProject spec.sourceRepos.*", rename).referred(appSpec+".source", appSpec+".sources", templateSpec+".source"),
		at("AppProject spec.destinations.*.namespace", rename).referred(appSpec+".destination", templateSpec+".destination", "* metadata.namespace")),
	fields("project of another", at(templateSpec+".project", to("default"), rename, to("platform")).in("apps-"),
		at(appSpec+".project", to("default"), rename, to("production"))),
	fields("path of another environment",
		at("ApplicationSet spec.generators.*.matrix.generators.*.git.directories.*.path", swap("apps/production", "apps/staging"),
			swap("apps/staging", "apps/production"), swap("apps/development", "namespaces/development"), swap("/apps/", "/app/")).referred(templateSpec+".source.path"),
		at(appSpec+".source.path", rename, swap("/namespaces", "")), at(appSpec+".sources.*.path", rename),
		at(templateSpec+".source.path", swap("/platform", "/platforms"))),
	fields("destination of another environment",
		at(templateSpec+".destination.namespace", swap("production", "staging"), swap("staging", "production"), to("kube-system")),
		at(templateSpec+".destination.name", to("nowhere")), at(appSpec+".destination.name", rename), at(appSpec+".destination.namespace", to("kube-system"))),
	fields("source of another repository", each([]way{instead("https://github.com/someone/else.git")}, appSpec+".source.repoURL", appSpec+".sources.*.repoURL",
		templateSpec+".source.repoURL", "ApplicationSet spec.generators.*.matrix.generators.*.git.repoURL")...),
	fields("set that finds no cluster", at("ApplicationSet spec.generators.*.clusters.selector.matchLabels.*", rename),
		at("ApplicationSet spec.generators.*.matrix.generators.*.clusters.selector.matchLabels.*", rename),
		at("Secret metadata.labels.[argocd.argoproj.io/secret-type]", rename, drop).referred("ApplicationSet spec.generators"),
		at("Secret metadata.labels.[environment/production]", to("false"), drop).referred("ApplicationSet spec.generators")),
	fields("template that lets mistakes pass", at("ApplicationSet spec.goTemplateOptions", drop, to([]any{"missingkey=default"})),
		at("ApplicationSet spec.goTemplate", drop, to(false)), at("ApplicationSet spec.template.metadata.name", to("{{.nothing}}"), to("{{.name"))),
	fields("host of another", at(routePath+".host", swap("production", "staging"), swap("staging", "production"), drop, to("*")).referred("Ingress spec.tls", routePath+".host")),
	fields("TLS that does not fit", at("Ingress spec.tls.*.hosts.*", rename, swap("production", "staging")).referred(routePath+".host"),
		at("Ingress spec.tls", drop), at("Ingress spec.tls.*.secretName", drop, to("fastapi-hello-api-token")).referred("ExternalSecret spec.target.name"),
		at("Ingress metadata.annotations.[cert-manager.io/cluster-issuer]", drop)),
	fields("ingress loosened", at("Ingress spec.ingressClassName", drop, rename),
		at("Ingress metadata.annotations", put("nginx.ingress.kubernetes.io/server-snippet", "location /x { return 200; }"),
			put("nginx.ingress.kubernetes.io/configuration-snippet", "more_set_headers \"X: y\";"), put("nginx.ingress.kubernetes.io/ssl-redirect", "false"))),
}

func groupKind(group, kind string) map[string]any {
	return map[string]any{"group": group, "kind": kind}
}

func destination(name, namespace string) map[string]any {
	return map[string]any{"name": name, "namespace": namespace}
}

const alert = "PrometheusRule spec.groups.*.rules.*"

var monitoring = []Operator{
	fields("expression broken", at(alert+".expr", swap("sum(", "(sum("), swap("sum(", "summ("), swap("rate(", "rate(("), swap("[5m]", "[5 minutes]"),
		swap(" and ", " andd "), swap("{", "{{"), to(""))),
	fields("alert that reaches nobody", at(alert+".labels.severity", drop), at(alert+".for", instead("soon")), at(alert+".alert", instead(""))),
	fields("recording renamed", at(alert+".record", rename, swap(":", "_")).referred(alert+".expr")),
	fields("scrape broken", at("ServiceMonitor spec.endpoints.*.interval", to("often"), to("1s")).referred("ServiceMonitor spec.endpoints.*.scrapeTimeout"),
		at("ServiceMonitor spec.endpoints.*.scrapeTimeout", to("5m"), to("never")),
		at("ServiceMonitor spec.namespaceSelector", to(map[string]any{"any": true}))),
}
