package policy_test

var argocdCases = []ruleCase{
	{"project", "argocd/appproject-development.yaml", `spec.sourceRepos=["*"]`, `
		project AppProject/argocd/development spec.sourceRepos
		project AppProject/argocd/development spec.sourceRepos[0]`},
	{"project", "argocd/appproject-development.yaml", `spec.destinations[0].namespace="*"`, `
		delivery ApplicationSet/argocd/apps-development {p}.destination.namespace
		project AppProject/argocd/development spec.destinations
		project AppProject/argocd/development spec.destinations[0]`},
	{"project", "argocd/appproject-development.yaml", `spec.destinations[0].namespace="production"`, `
		delivery ApplicationSet/argocd/apps-development {p}.destination.namespace
		project AppProject/argocd/development spec.destinations
		project AppProject/argocd/development spec.destinations[0].namespace`},
	{"project", "argocd/appproject-development.yaml", `spec.destinations[0].name="centrl"`, `
		delivery ApplicationSet/argocd/apps-development {p}.destination.namespace
		project AppProject/argocd/development spec.destinations
		project AppProject/argocd/development spec.destinations[0].name`},
	{"project", "argocd/appproject-development.yaml", `spec.destinations=[]`, `
		delivery ApplicationSet/argocd/apps-development {p}.destination.namespace
		project AppProject/argocd/development spec.destinations`},
	{"project", "argocd/appproject-development.yaml", `spec.namespaceResourceWhitelist=[{"group":"*","kind":"*"}]`, `
		project AppProject/argocd/development spec.namespaceResourceWhitelist[0]`},
	{"project", "argocd/appproject-development.yaml", `-spec.namespaceResourceWhitelist[0]`, `
		project AppProject/argocd/development spec.namespaceResourceWhitelist
		project Service/development/cart kind`},
	{"project", "argocd/appproject-development.yaml", `+spec.namespaceResourceWhitelist={"group":"batch","kind":"Job"}`, `
		project AppProject/argocd/development spec.namespaceResourceWhitelist[14].kind`},
	{"project", "argocd/appproject-development.yaml", `+spec.clusterResourceWhitelist={"group":"","kind":"Namespace"}`, `
		project AppProject/argocd/development spec.clusterResourceWhitelist[0].kind`},
	{"project", "argocd/appproject-development.yaml", `-metadata.finalizers`, `
		project AppProject/argocd/development metadata.finalizers`},
	{"project", "argocd/appproject-production.yaml", `spec.syncWindows=[]`, `
		project AppProject/argocd/production spec.syncWindows`},
	{"project", "argocd/appproject-production.yaml", `spec.syncWindows[0].duration="1h"`, `
		project AppProject/argocd/production spec.syncWindows[0].duration`},
	{"project", "argocd/appproject-production.yaml", `spec.syncWindows[0].kind="allow"`, `
		project AppProject/argocd/production spec.syncWindows[0].kind`},
	{"project", "argocd/appproject-production.yaml", `-spec.syncWindows[0].manualSync`, `
		project AppProject/argocd/production spec.syncWindows[0].manualSync`},
	{"project", "argocd/appproject-development.yaml", ``, `
		delivery ApplicationSet/argocd/apps-development {p}.project
		project AuthorizationPolicy/development/cart-metrics`},
	{"application", "bootstrap/application-root.yaml", `spec.sources[0].targetRevision="HEAD"`, `
		application Application/argocd/root spec.sources[0].targetRevision`},
	{"application", "bootstrap/application-root.yaml", `spec.sources[1].path="rendered/world/central/argo"`, `
		application Application/argocd/root metadata.annotations[argocd.argoproj.io/manifest-generate-paths]
		application Application/argocd/root spec.sources[1].path
		delivery ApplicationSet/argocd/apps-development`},
	{"application", "bootstrap/application-root.yaml", `spec.sources[1].chart="argo-cd"`, `
		application Application/argocd/root metadata.annotations[argocd.argoproj.io/manifest-generate-paths]
		application Application/argocd/root spec.sources[1].targetRevision
		delivery ApplicationSet/argocd/apps-development`},
	{"application", "bootstrap/application-root.yaml", `spec.sources[0].repoURL="https://git.example.com/other.git"`, `
		application Application/argocd/root spec.sources[0].repoURL`},
	{"application", "bootstrap/application-root.yaml", `spec.syncPolicy.automated.prune=false`, `
		application Application/argocd/root spec.syncPolicy.automated.prune`},
	{"application", "bootstrap/application-root.yaml", `-spec.syncPolicy.retry`, `
		application Application/argocd/root spec.syncPolicy.retry`},
	{"application", "bootstrap/application-root.yaml", `spec.syncPolicy.retry.backoff.maxDuration="1s"`, `
		application Application/argocd/root spec.syncPolicy.retry.backoff.maxDuration`},
	{"application", "bootstrap/application-root.yaml", `spec.syncPolicy.retry.backoff.maxDuration="5m"`, `
		application Application/argocd/root spec.syncPolicy.retry.backoff.maxDuration`},
	{"application", "bootstrap/application-root.yaml", `spec.syncPolicy.retry.limit=15`, `
		application Application/argocd/root spec.syncPolicy.retry.limit`},
	{"application", "argocd/applicationset-apps-development.yaml", `-spec.template.spec.syncPolicy.retry.refresh`, `
		application ApplicationSet/argocd/apps-development {p}.syncPolicy.retry.refresh`},
	{"application", "platform/namespaces/application.yaml", `spec.syncPolicy.retry.refresh=false`, `
		application Application/argocd/central-namespaces spec.syncPolicy.retry.refresh`},
	{"wave", "argocd/appproject-development.yaml", `-metadata.annotations`, `
		wave AppProject/argocd/development metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"wave", "bootstrap/appproject-platform.yaml", `metadata.annotations[argocd.argoproj.io/sync-wave]="0"`, `
		wave AppProject/argocd/platform metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"wave", "argocd/applicationset-apps-production.yaml", `metadata.annotations[argocd.argoproj.io/sync-wave]="-1"`, `
		wave AppProject/argocd/production metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"application", "bootstrap/application-root.yaml", `spec.syncPolicy.syncOptions=["ServerSideAply=true","FailOnSharedResource=true"]`, `
		application Application/argocd/root spec.syncPolicy.syncOptions
		application Application/argocd/root spec.syncPolicy.syncOptions[0]`},
	{"application", "bootstrap/application-root.yaml", `-metadata.annotations[argocd.argoproj.io/compare-options]`, `
		application Application/argocd/root metadata.annotations[argocd.argoproj.io/compare-options]`},
	{"application", "bootstrap/application-root.yaml", `metadata.annotations[argocd.argoproj.io/manifest-generate-paths]="/rendered/world/central/bootstrap"`, `
		application Application/argocd/root metadata.annotations[argocd.argoproj.io/manifest-generate-paths]`},
	{"application", "platform/namespaces/application.yaml", `-metadata.annotations[argocd.argoproj.io/sync-wave]`, `
		application Application/argocd/central-namespaces metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"application", "platform/namespaces/application.yaml", `-spec.source.directory.exclude`, `
		application Application/argocd/central-namespaces spec.source.directory.exclude
		delivery AuthorizationPolicy/development/linkerd-admin
		delivery AuthorizationPolicy/production/linkerd-admin`},
	{"application", "platform/stores/application.yaml", `metadata.annotations[argocd.argoproj.io/sync-wave]="-10"`, `
		application Application/argocd/central-stores metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"delivery", "platform/stores/application.yaml", `spec.source.directory.include="*/secretstores-*.yaml"`, `
		application Application/argocd/central-stores metadata.annotations[argocd.argoproj.io/sync-wave]
		delivery Application/argocd/central-stores spec.source.directory
		delivery SecretStore/development/aws-secrets-manager`},
	{"application-set", "argocd/applicationset-apps-development.yaml", `spec.goTemplate=false`, `
		application-set ApplicationSet/argocd/apps-development spec.goTemplate`},
	{"application-set", "argocd/applicationset-apps-development.yaml", `-spec.goTemplateOptions`, `
		application-set ApplicationSet/argocd/apps-development spec.goTemplateOptions`},
	{"application-set", "argocd/applicationset-apps-development.yaml", `spec.templatePatch="spec: {}"`, `
		application-set ApplicationSet/argocd/apps-development spec.templatePatch`},
	{"application-set", "argocd/applicationset-apps-development.yaml", `spec.strategy={"type":"RollingSync"}`, `
		application-set ApplicationSet/argocd/apps-development spec.strategy`},
	{"application-set", "argocd/applicationset-apps-development.yaml", `-spec.syncPolicy`, `
		application-set ApplicationSet/argocd/apps-development spec.syncPolicy.preserveResourcesOnDeletion`},
	{"application-set", "argocd/applicationset-apps-production.yaml", `spec.syncPolicy.applicationsSync="sync"`, `
		application-set ApplicationSet/argocd/apps-production spec.syncPolicy.applicationsSync`},
	{"application-set", "argocd/applicationset-apps-development.yaml", `spec.template.metadata.finalizers=["resources-finalizer"]`, `
		application-set ApplicationSet/argocd/apps-development spec.template.metadata.finalizers
		application-set ApplicationSet/argocd/apps-development spec.template.metadata.finalizers[0]`},
	{"application", "argocd/applicationset-apps-development.yaml", `spec.template.spec.syncPolicy.automated.selfHeal=false`, `
		application ApplicationSet/argocd/apps-development spec.template.metadata.annotations[argocd.argoproj.io/manifest-generate-paths]
		application ApplicationSet/argocd/apps-development {p}.syncPolicy.automated.selfHeal`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `spec.template.spec.destination.name="second"`, `
		delivery ApplicationSet/argocd/apps-development {p}.destination.name
		delivery ApplicationSet/argocd/apps-development {p}.destination.namespace`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `spec.template.spec.destination.namespace="production"`, `
		delivery ApplicationSet/argocd/apps-development {p}.destination.namespace`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `spec.template.spec.project="production"`, `
		application ApplicationSet/argocd/apps-development {p}.syncPolicy.automated.prune
		application-set ApplicationSet/argocd/apps-development spec.syncPolicy.applicationsSync
		application-set ApplicationSet/argocd/apps-development spec.template.metadata.labels.environment
		delivery ApplicationSet/argocd/apps-development spec.generators[0].matrix.generators[0].clusters.selector.matchLabels.environment/production
		delivery ApplicationSet/argocd/apps-development {p}.destination.namespace
		delivery ApplicationSet/argocd/apps-development {p}.project`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `spec.template.spec.source.path="{{.path.pth}}"`, `
		delivery ApplicationSet/argocd/apps-development {p}.source.path
		delivery AuthorizationPolicy/development/cart-metrics`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `spec.template.metadata.name="{{.nam}}"`, `
		delivery ApplicationSet/argocd/apps-development spec.template.metadata.name
		delivery AuthorizationPolicy/development/cart-metrics`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `spec.template.metadata.name="{{.name"`, `
		delivery ApplicationSet/argocd/apps-development spec.template.metadata.name
		delivery AuthorizationPolicy/development/cart-metrics`},
	{"delivery", "central/platform/namespaces/application.yaml", `spec.source.path="rendered/world/central"`, `
		delivery Application/argocd/central-ack
		delivery Application/argocd/central-aws
		delivery Application/argocd/central-keeper
		delivery Application/argocd/central-mesh
		delivery Application/argocd/central-namespaces
		delivery Application/argocd/central-namespaces spec.source.path
		delivery Application/argocd/central-scanner
		delivery Application/argocd/central-stores
		delivery Application/argocd/root
		delivery ApplicationSet/argocd/apps-development
		delivery Bucket/ack-system/state
		delivery ConfigMap/scanner/board
		delivery LogGroup/ack-system/ack-system
		wave AppProject/argocd/platform metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `spec.template.metadata.name="{{.nameNormalized}}-app"`, `
		delivery ApplicationSet/argocd/apps-development spec.template.metadata.name`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `spec.generators[0].matrix.generators[1].git.directories[0].path="rendered/world/{{.name}}/apps/staging/*"`, `
		delivery ApplicationSet/argocd/apps-development spec.generators[0].matrix.generators[1].git.directories[0].path
		delivery AuthorizationPolicy/development/cart-metrics`},
	{"delivery", "argocd/applicationset-apps-development.yaml", `-spec.generators[0].matrix.generators[0].clusters.selector.matchLabels[environment/development]`, `
		delivery ApplicationSet/argocd/apps-development spec.generators[0].matrix.generators[0].clusters.selector.matchLabels.environment/development
		delivery ApplicationSet/argocd/apps-development spec.generators[0].matrix.generators[1].git.directories[0].path`},
	{"delivery", "argocd/applicationset-platform.yaml", `spec.template.spec.source.directory.recurse=false`, `
		delivery Application/argocd/central-ack
		delivery Application/argocd/second-ack
		delivery ApplicationSet/argocd/platform {p}.source.directory`},
	{"delivery", "argocd/applicationset-apps-development.yaml", ``, `
		delivery AuthorizationPolicy/development/cart-metrics`},
	{"delivery", "bootstrap/application-root.yaml", ``, `
		delivery ApplicationSet/argocd/apps-development`},
	{"delivery", "bootstrap/secret-cluster-central.yaml", `-metadata.labels[environment/production]`, `
		delivery AuthorizationPolicy/production/cart-metrics
		delivery Secret/argocd/cluster-central metadata.labels.environment/production`},
	{"delivery", "bootstrap/secret-cluster-central.yaml", ``, `
		delivery Secret/argocd/cluster-central`},
	{"delivery", "argocd/secret-cluster-second.yaml", ``, `
		delivery Secret/argocd/cluster-second`},
	{"delivery", "argocd/secret-cluster-second.yaml", `metadata.labels[region]="eu-west-2"`, `
		delivery Secret/argocd/cluster-second metadata.labels.region`},
	{"delivery", "bootstrap/namespace-argocd.yaml", ``, `
		delivery Namespace/argocd`},
}
