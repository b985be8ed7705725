package mutation

// mesh are mistakes in who may send an app what, and in where its requests go.
var mesh = []Operator{
	fields("identity widened",
		at("MeshTLSAuthentication spec.identityRefs", grow(account("default", "")), grow(account("default", "kube-system")),
			grow(map[string]any{"kind": "Namespace", "name": "monitoring"})),
		at("MeshTLSAuthentication spec.identityRefs.*.kind", to("Namespace")),
		at("MeshTLSAuthentication spec.identityRefs.*.name", to("default")),
		at("NetworkAuthentication spec.networks.*.cidr", to("0.0.0.0/0"), to("203.0.113.0/24")),
		at("NetworkAuthentication spec.networks", grow(map[string]any{"cidr": "0.0.0.0/0"})),
	),
	fields("identity lost",
		at("MeshTLSAuthentication spec.identityRefs.*", drop),
		at("MeshTLSAuthentication spec.identityRefs.*.name", rename),
		at("MeshTLSAuthentication spec.identityRefs.*.namespace", rename, drop),
		at("NetworkAuthentication spec.networks", drop, to([]any{})),
	),
	fields("authorization widened",
		at("AuthorizationPolicy spec.requiredAuthenticationRefs", drop, to([]any{})),
		at("AuthorizationPolicy spec.targetRef", to(map[string]any{"kind": "Namespace", "name": "production"}),
			to(map[string]any{"group": "policy.linkerd.io", "kind": "Server", "name": "fastapi-hello"})),
		at("AuthorizationPolicy spec.requiredAuthenticationRefs.*", to(map[string]any{
			"group": "policy.linkerd.io", "kind": "NetworkAuthentication", "name": "kubelet"})).in("-inbound"),
		at("Server spec.accessPolicy", to("all-unauthenticated"), to("all-authenticated"), to("audit")),
		at("Server spec.proxyProtocol", to("opaque"), drop),
		at("Namespace metadata.annotations.[config.linkerd.io/default-inbound-policy]", drop, to("audit"), to("all-authenticated")).in("/namespaces/production/"),
	),
	fields("authorization of something else",
		at("AuthorizationPolicy spec.targetRef.name", rename),
		at("AuthorizationPolicy spec.targetRef.group", rename, drop),
		at("AuthorizationPolicy spec.requiredAuthenticationRefs.*.name", rename),
		at("Server spec.port", rename, to(9999)),
		at("Server spec.podSelector.matchLabels."+nameLabel, rename),
	),
	fields("route to something else",
		at("HTTPRoute spec.parentRefs.*.name", rename),
		at("HTTPRoute spec.parentRefs.*.kind", to("Gateway"), drop),
		at("HTTPRoute spec.parentRefs.*.group", to("gateway.networking.k8s.io"), drop),
		at("HTTPRoute spec.parentRefs.*.port", to(8000), to(443)),
		at("HTTPRoute spec.rules.*.backendRefs.*.name", rename, to("kubernetes")),
		at("HTTPRoute spec.rules.*.backendRefs.*.port", to(8000), drop),
		at("HTTPRoute spec.rules.*.backendRefs", drop),
	),
	fields("route of other requests",
		at("HTTPRoute spec.rules.*.matches.*.path.value", to("/elsewhere")).in("-inbound"),
		at("HTTPRoute spec.rules.*.matches.*.path.value", to("/elsewhere")).in("-metrics"),
		at("HTTPRoute spec.rules.*.matches.*.path.value", to("/elsewhere")).in("-probes"),
		at("HTTPRoute spec.rules.*.matches.*.method", drop, to("POST")).in("-safe"),
		at("HTTPRoute spec.rules.*.matches", drop).in("-safe"),
	),
	fields("retries out of bounds",
		at("HTTPRoute metadata.annotations.[retry.linkerd.io/limit]", to("10"), to("0"), to("many")),
		at("HTTPRoute metadata.annotations.[retry.linkerd.io/timeout]", to("60s"), to("1ms"), to("5"), to("2.5s")),
		at("HTTPRoute metadata.annotations.[retry.linkerd.io/http]", to("2xx"), to("all")),
		at("HTTPRoute metadata.annotations.[timeout.linkerd.io/request]", drop, to("60"), to("1h")),
		at("HTTPRoute spec.rules.*", put("name", "all"), put("retry", map[string]any{"attempts": 9})),
	),
}

func account(name, namespace string) map[string]any {
	ref := map[string]any{"kind": "ServiceAccount", "name": name}
	if namespace != "" {
		ref["namespace"] = namespace
	}
	return ref
}
