package policy_test

var podCases = []ruleCase{
	{"pod-security", "D/deployment-shop.yaml", `{c}.securityContext.allowPrivilegeEscalation=true`, `
		pod-security Deployment/development/shop {c}.securityContext.allowPrivilegeEscalation`},
	{"pod-security", "D/deployment-shop.yaml", `{c}.securityContext.privileged=true`, `
		pod-security Deployment/development/shop {c}.securityContext.privileged`},
	{"pod-security", "D/deployment-shop.yaml", `-{c}.securityContext.capabilities`, `
		pod-security Deployment/development/shop {c}.securityContext.capabilities.drop`},
	{"pod-security", "D/deployment-shop.yaml", `{c}.securityContext.capabilities.add=["SYS_ADMIN"]`, `
		hardening Deployment/development/shop {c}.securityContext.capabilities.add
		pod-security Deployment/development/shop {c}.securityContext.capabilities.add`},
	{"pod-security", "D/deployment-shop.yaml", `{p}.securityContext.runAsNonRoot=false`, `
		pod-security Deployment/development/shop {p}.securityContext.runAsNonRoot`},
	{"pod-security", "D/deployment-shop.yaml", `{p}.securityContext.seccompProfile.type="Unconfined"`, `
		pod-security Deployment/development/shop {p}.securityContext.seccompProfile`},
	{"pod-security", "D/deployment-shop.yaml", `{p}.hostNetwork=true
		{p}.hostPID=true`, `
		pod-security Deployment/development/shop {p}.hostNetwork
		pod-security Deployment/development/shop {p}.hostPID`},
	{"pod-security", "D/deployment-shop.yaml", `{c}.securityContext.runAsUser=0`, `
		hardening Deployment/development/shop {c}.securityContext.runAsUser
		pod-security Deployment/development/shop {c}.securityContext.runAsUser`},
	{"pod-security", "D/deployment-shop.yaml", `{p}.securityContext.sysctls=[{"name":"kernel.msgmax","value":"1"}]`, `
		hardening Deployment/development/shop {p}.securityContext.sysctls
		pod-security Deployment/development/shop {p}.securityContext.sysctls`},
	{"hardening", "D/deployment-shop.yaml", `{c}.securityContext.readOnlyRootFilesystem=false`, `
		hardening Deployment/development/shop {c}.securityContext.readOnlyRootFilesystem`},
	{"hardening", "D/deployment-shop.yaml", `-{c}.securityContext`, `
		hardening Deployment/development/shop {c}.securityContext
		pod-security Deployment/development/shop {c}.securityContext.allowPrivilegeEscalation
		pod-security Deployment/development/shop {c}.securityContext.capabilities.drop`},
	{"hardening", "D/deployment-shop.yaml", `-{p}.securityContext`, `
		hardening Deployment/development/shop {p}.securityContext
		pod-security Deployment/development/shop {c}.securityContext.seccompProfile
		pod-security Deployment/development/shop {p}.securityContext.seccompProfile
		volume Deployment/development/shop {p}.securityContext.fsGroup`},
	{"hardening", "D/deployment-shop.yaml", `{p}.securityContext.runAsUser=1000`, `
		hardening Deployment/development/shop {p}.securityContext.runAsUser`},
	{"hardening", "D/deployment-shop.yaml", `-{p}.securityContext.runAsGroup`, `
		hardening Deployment/development/shop {p}.securityContext.runAsGroup`},
	{"hardening", "D/deployment-shop.yaml", `{c}.securityContext.capabilities.add=["NET_BIND_SERVICE"]`, `
		hardening Deployment/development/shop {c}.securityContext.capabilities.add`},
	{"hardening", "D/deployment-shop.yaml", `{p}.automountServiceAccountToken=true`, `
		hardening Deployment/development/shop {p}.automountServiceAccountToken`},
	{"hardening", "D/deployment-shop.yaml", `-{p}.enableServiceLinks`, `
		hardening Deployment/development/shop {p}.enableServiceLinks`},
	{"hardening", "D/deployment-shop.yaml", `{p}.serviceAccountName="cart"`, `
		hardening Deployment/development/shop {p}.serviceAccountName
		unused ServiceAccount/development/shop metadata.name`},
	{"hardening", "D/deployment-shop.yaml", `{p}.restartPolicy="OnFailure"`, `
		hardening Deployment/development/shop {p}.restartPolicy`},
	{"hardening", "D/deployment-shop.yaml", `{p}.shareProcessNamespace=true`, `
		hardening Deployment/development/shop {p}.shareProcessNamespace`},
	{"hardening", "D/deployment-shop.yaml", `{p}.dnsPolicy="None"`, `
		hardening Deployment/development/shop {p}.dnsPolicy`},
	{"containers", "D/deployment-shop.yaml", `{c}.name="main"`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.metrics[0].containerResource.container
		containers Deployment/development/shop {c}.name`},
	{"containers", "D/deployment-shop.yaml", `{p}.containers=[]`, `
		authorized Server/development/shop spec.port
		autoscaler HorizontalPodAutoscaler/development/shop spec.metrics[0].containerResource.container
		containers Deployment/development/shop {p}.containers
		volume Deployment/development/shop {p}.volumes[0].name
		volume Deployment/development/shop {p}.volumes[1].name`},
	{"containers", "D/deployment-shop.yaml", `+{c}.env={"name":"GREETING","value":"again"}`, `
		containers Deployment/development/shop {c}.env[1].name`},
	{"containers", "D/deployment-shop.yaml", `+{c}.env={"name":"A B","value":"x"}`, `
		containers Deployment/development/shop {c}.env[1].name`},
	{"image", "D/deployment-shop.yaml", `{c}.image="registry.example.com/shop:1.0"`, `
		image Deployment/development/shop {c}.image
		input Deployment/development/shop {c}.image`},
	{"image", "D/deployment-shop.yaml", `{c}.image="registry.example.com/shop:1.0@sha256:12"`, `
		image Deployment/development/shop {c}.image
		input Deployment/development/shop {c}.image`},
	{"image", "D/deployment-shop.yaml", `{c}.imagePullPolicy="Never"`, `
		image Deployment/development/shop {c}.imagePullPolicy`},
	{"image", "D/deployment-shop.yaml", `-{c}.image`, `
		image Deployment/development/shop {c}.image
		input Deployment/development/shop {c}.image`},
	{"resources", "D/deployment-shop.yaml", `-{c}.resources.limits.memory`, `
		resources Deployment/development/shop {c}.resources.limits.memory`},
	{"resources", "D/deployment-shop.yaml", `-{c}.resources.requests`, `
		autoscaler HorizontalPodAutoscaler/development/shop spec.metrics[0].containerResource.container
		resources Deployment/development/shop {c}.resources.requests.cpu
		resources Deployment/development/shop {c}.resources.requests.ephemeral-storage
		resources Deployment/development/shop {c}.resources.requests.memory`},
	{"resources", "D/deployment-shop.yaml", `{c}.resources.limits.memory="64Mi"`, `
		resources Deployment/development/shop {c}.resources.limits.memory`},
	{"resources", "D/deployment-shop.yaml", `{c}.resources.requests.cpu="50"`, `
		resources Deployment/development/shop {c}.resources.requests.cpu`},
	{"resources", "D/deployment-shop.yaml", `{c}.resources.requests.memory="128m"`, `
		resources Deployment/development/shop {c}.resources.requests.memory`},
	{"resources", "D/deployment-shop.yaml", `{c}.resources.requests.gpu="1"`, `
		resources Deployment/development/shop {c}.resources.requests.gpu`},
	{"resources", "D/deployment-shop.yaml", `{p}.volumes[0].emptyDir.sizeLimit="1Gi"`, `
		input Deployment/development/shop {p}.volumes[0].emptyDir.sizeLimit
		resources Deployment/development/shop {p}.volumes[0].emptyDir.sizeLimit`},
	{"probes", "D/deployment-shop.yaml", `-{c}.livenessProbe`, `
		probes Deployment/development/shop {c}.livenessProbe`},
	{"probes", "D/deployment-shop.yaml", `-{c}.startupProbe`, `
		probes Deployment/development/shop {c}.startupProbe`},
	{"probes", "D/deployment-shop.yaml", `{c}.readinessProbe.httpGet.path="/healthz"`, `
		input Deployment/development/shop {c}.readinessProbe.httpGet.path
		probes Deployment/development/shop {c}.readinessProbe`},
	{"probes", "D/deployment-shop.yaml", `{c}.readinessProbe.timeoutSeconds=9`, `
		probes Deployment/development/shop {c}.readinessProbe.timeoutSeconds`},
	{"probes", "D/deployment-shop.yaml", `{c}.livenessProbe.periodSeconds=-1`, `
		probes Deployment/development/shop {c}.livenessProbe
		probes Deployment/development/shop {c}.livenessProbe.periodSeconds
		probes Deployment/development/shop {c}.livenessProbe.timeoutSeconds`},
	{"probes", "D/deployment-shop.yaml", `{c}.livenessProbe.successThreshold=2`, `
		probes Deployment/development/shop {c}.livenessProbe.successThreshold`},
	{"probes", "D/deployment-shop.yaml", `{c}.livenessProbe.failureThreshold=1`, `
		probes Deployment/development/shop {c}.livenessProbe`},
	{"probes", "D/deployment-shop.yaml", `{c}.livenessProbe.failureThreshold=60`, `
		probes Deployment/development/shop {c}.livenessProbe`},
	{"probes", "D/deployment-shop.yaml", `{c}.startupProbe.failureThreshold=2`, `
		probes Deployment/development/shop {c}.startupProbe`},
	{"probes", "D/deployment-shop.yaml", `-{c}.livenessProbe.httpGet`, `
		probes Deployment/development/shop {c}.livenessProbe`},
	{"probes", "D/deployment-shop.yaml", `{c}.livenessProbe.httpGet.host="example.com"`, `
		probes Deployment/development/shop {c}.livenessProbe.httpGet.host`},
	{"probes", "D/deployment-shop.yaml", `{c}.livenessProbe.httpGet.scheme="HTTPS"`, `
		probes Deployment/development/shop {c}.livenessProbe.httpGet.scheme`},
	{"shutdown", "D/deployment-shop.yaml", `-{c}.lifecycle`, `
		shutdown Deployment/development/shop {c}.lifecycle.preStop`},
	{"shutdown", "D/deployment-shop.yaml", `{c}.lifecycle.preStop={"exec":{"command":["sleep","10"]}}`, `
		shutdown Deployment/development/shop {c}.lifecycle.preStop.sleep`},
	{"shutdown", "D/deployment-shop.yaml", `{c}.lifecycle.preStop.sleep.seconds=1`, `
		shutdown Deployment/development/shop {c}.lifecycle.preStop.sleep.seconds`},
	{"shutdown", "D/deployment-shop.yaml", `{p}.terminationGracePeriodSeconds=30`, `
		shutdown Deployment/development/shop {p}.terminationGracePeriodSeconds`},
	{"shutdown", "D/deployment-shop.yaml", `-{p}.terminationGracePeriodSeconds`, `
		shutdown Deployment/development/shop {p}.terminationGracePeriodSeconds`},
	{"shutdown", "D/deployment-shop.yaml", `{p}.terminationGracePeriodSeconds=3600`, `
		shutdown Deployment/development/shop {p}.terminationGracePeriodSeconds`},
	{"spread", "D/deployment-shop.yaml", `-{p}.topologySpreadConstraints[0]`, `
		spread Deployment/development/shop {p}.topologySpreadConstraints`},
	{"spread", "D/deployment-shop.yaml", `{p}.topologySpreadConstraints[0].topologyKey="topology.kubernetes.io/zon"`, `
		spread Deployment/development/shop {p}.topologySpreadConstraints
		spread Deployment/development/shop {p}.topologySpreadConstraints[0].topologyKey`},
	{"spread", "D/deployment-shop.yaml", `{p}.topologySpreadConstraints[0].maxSkew=0`, `
		spread Deployment/development/shop {p}.topologySpreadConstraints[0].maxSkew`},
	{"spread", "D/deployment-shop.yaml", `{p}.topologySpreadConstraints[0].whenUnsatisfiable="Maybe"`, `
		spread Deployment/development/shop {p}.topologySpreadConstraints[0].whenUnsatisfiable`},
	{"spread", "D/deployment-shop.yaml", `-{p}.topologySpreadConstraints[0].matchLabelKeys`, `
		spread Deployment/development/shop {p}.topologySpreadConstraints[0].matchLabelKeys`},
	{"spread", "D/deployment-shop.yaml", `{p}.nodeName="node-1"`, `
		spread Deployment/development/shop {p}.nodeName`},
	{"mesh", "D/deployment-shop.yaml", `spec.template.metadata.annotations[linkerd.io/inject]="disabled"`, `
		mesh Deployment/development/shop spec.template.metadata.annotations[linkerd.io/inject]`},
	{"mesh", "D/deployment-shop.yaml", `-spec.template.metadata.annotations[config.linkerd.io/proxy-memory-limit]`, `
		mesh Deployment/development/shop spec.template.metadata.annotations[config.linkerd.io/proxy-memory-limit]`},
	{"mesh", "D/deployment-shop.yaml", `spec.template.metadata.annotations[config.linkerd.io/proxy-memory-limit]="64"`, `
		mesh Deployment/development/shop spec.template.metadata.annotations[config.linkerd.io/proxy-memory-limit]`},
	{"mesh", "D/deployment-shop.yaml", `spec.template.metadata.annotations[config.linkerd.io/proxy-memory-limit]="32Mi"`, `
		mesh Deployment/development/shop spec.template.metadata.annotations[config.linkerd.io/proxy-memory-limit]`},
	{"mesh", "D/deployment-shop.yaml", `spec.template.metadata.annotations[config.linkerd.io/skip-inbound-ports]="7000-8000"`, `
		mesh Deployment/development/shop spec.template.metadata.annotations[config.linkerd.io/skip-inbound-ports]`},
	{"mesh", "D/deployment-shop.yaml", `spec.template.metadata.annotations[config.linkerd.io/opaque-ports]="http"`, `
		mesh Deployment/development/shop spec.template.metadata.annotations[config.linkerd.io/opaque-ports]`},
}
