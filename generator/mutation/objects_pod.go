package mutation

import "slices"

// podResources are what a pod needs to be run well.
var podResources = []Operator{
	fields("probe dropped", each([]way{drop}, container+".livenessProbe", container+".readinessProbe", container+".startupProbe")...),
	fields("limit or request dropped", each([]way{drop}, container+".resources", container+".resources.limits", container+".resources.requests",
		container+".resources.limits.memory", container+".resources.limits.ephemeral-storage", container+".resources.requests.cpu",
		container+".resources.requests.memory", container+".resources.requests.ephemeral-storage", pod+".volumes.*.emptyDir.sizeLimit")...),
	fields("limit below request", referred([]string{container + ".resources.requests", "LimitRange spec.limits.*.defaultRequest"},
		each([]way{to("1Mi")}, container+".resources.limits.memory", container+".resources.limits.ephemeral-storage",
			"LimitRange spec.limits.*.default.memory", "LimitRange spec.limits.*.default.ephemeral-storage")...)...),
	fields("shutdown cut short", at(pod+".terminationGracePeriodSeconds", to(0), to(5)).referred(container+".lifecycle"),
		at(container+".lifecycle", drop), at(container+".lifecycle.preStop.sleep.seconds", to(3600)).referred(pod+".terminationGracePeriodSeconds")),
	fields("availability given up",
		at("Deployment spec.strategy.rollingUpdate.maxUnavailable", to("100%"), to(1)),
		at("Deployment spec.strategy", to(map[string]any{"type": "Recreate"})),
		at(pod+".topologySpreadConstraints", drop), at(pod+".topologySpreadConstraints.*", drop)),
	fields("image loosened", at(container+".image", until("@"), until(":"), swap(":0.1.0@", ":latest@sha256:1"), to("fastapi-hello:latest"))),
	fields("container beside the app", at(pod+".containers", grow(guest)), at(pod+".initContainers", grow(guest))),
}

// guest is a container that says nothing about its needs and bounds.
var guest = map[string]any{"name": "guest", "image": "busybox"}

// podSecurity are the fields by which a container gets out of its bounds.
var podSecurity = []Operator{
	fields("security field loosened", slices.Concat(
		each(toEach(false), pod+".securityContext.runAsNonRoot", container+".securityContext.runAsNonRoot", container+".securityContext.readOnlyRootFilesystem"),
		each([]way{to(true), drop}, container+".securityContext.allowPrivilegeEscalation"),
		each([]way{drop}, container+".securityContext", container+".securityContext.capabilities", container+".securityContext.capabilities.drop",
			pod+".securityContext", pod+".securityContext.seccompProfile", container+".securityContext.readOnlyRootFilesystem"),
		each(toEach("Unconfined"), pod+".securityContext.seccompProfile.type", container+".securityContext.seccompProfile.type"),
		each(toEach(0), pod+".securityContext.runAsUser", container+".securityContext.runAsUser", pod+".securityContext.runAsGroup"),
	)...),
	fields("capability added", at(container+".securityContext.capabilities.add", toEach([]any{"NET_ADMIN"}, []any{"SYS_ADMIN"}, []any{"ALL"}, []any{"NET_RAW"})...),
		at(container+".securityContext.capabilities.drop", to([]any{"NET_RAW"}))),
	fields("privileged", at(container+".securityContext.privileged", to(true)),
		at(container+".securityContext.procMount", to("Unmasked")),
		at(pod+".securityContext.sysctls", to([]any{map[string]any{"name": "kernel.msgmax", "value": "65536"}}))),
	fields("path of the host", at(pod+".volumes", grow(map[string]any{"name": "host", "hostPath": map[string]any{"path": "/"}})),
		at(pod+".volumes.*", to(map[string]any{"name": "scratch", "hostPath": map[string]any{"path": "/var/run"}}))),
	fields("namespace of the host", at(pod+".hostNetwork", to(true)), at(pod+".hostPID", to(true)), at(pod+".hostIPC", to(true)),
		at(container+".ports.*.hostPort", to(8000))),
	fields("token mounted", at(pod+".automountServiceAccountToken", to(true)), at("ServiceAccount automountServiceAccountToken", to(true), drop),
		at(pod+".volumes", grow(map[string]any{"name": "token", "projected": map[string]any{"sources": []any{
			map[string]any{"serviceAccountToken": map[string]any{"path": "token"}}}}}))),
	fields("account of another", at(pod+".serviceAccountName", to("secrets-reader"), to("default"))),
	fields("credential written down", at(container+".env", grow(variable("DATABASE_PASSWORD", "hunter2")),
		grow(variable("API_TOKEN", "ghp_16C7e42F292c6912E7710c838347Ae178B4a")),
		grow(variable("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")),
		grow(variable("DATABASE_URL", "postgres://hello:hunter2@db/hello"))),
		at("Secret stringData", put("password", "hunter2"), put("token", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln")),
		at("Secret stringData.config", to(`{"bearerToken":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln","tlsClientConfig":{"insecure":false}}`),
			to(`{"username":"admin","password":"hunter2"}`)),
		at("Secret data", to(map[string]any{"password": "aHVudGVyMg=="}))),
}

func variable(name, value string) map[string]any {
	return map[string]any{"name": name, "value": value}
}
