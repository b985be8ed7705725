package policy

import "strings"

// doors are annotations of ingress-nginx that no Ingress may have, and why. The snippets are those of risk Critical in its
// "Annotations Scope and Risk".
var doors = map[string]string{
	"auth-snippet":          snippet,
	"configuration-snippet": snippet,
	"modsecurity-snippet":   snippet,
	"server-alias":          "takes hosts that no rule here sees",
	"server-snippet":        snippet,
	"ssl-passthrough":       "goes around the ingress and its TLS",
	"stream-snippet":        snippet,
}

const snippet = "puts text into the configuration of every app's nginx (CVE-2021-25742)"

// annotationKeys are the annotations that the controllers in the clusters read, by prefix, without the doors.
var annotationKeys = map[string][]string{
	// Argo CD 2.14, "Annotations and Labels used by Argo CD"
	"argocd.argoproj.io": strings.Fields(`compare-options hook hook-delete-policy ignore-healthcheck ignore-resource-updates
		managed-by-url manifest-generate-paths sync-options sync-wave`),
	// cert-manager, "Annotated Ingress resource"
	"cert-manager.io": strings.Fields(`alt-names cluster-issuer common-name duration email-sans ip-sans issuer issuer-group issuer-kind
		private-key-algorithm private-key-encoding private-key-rotation-policy private-key-size renew-before
		revision-history-limit secret-template subject-countries subject-localities subject-organizationalunits
		subject-organizations subject-postalcodes subject-provinces subject-serialnumbers subject-streetaddresses uri-sans
		usages inject-ca-from inject-ca-from-secret`),
	// https://linkerd.io/2-edge/reference/proxy-configuration/
	"config.beta.linkerd.io":  strings.Fields(`proxy-enable-native-sidecar`),
	"config.alpha.linkerd.io": strings.Fields(`proxy-wait-before-exit-seconds`),
	"config.linkerd.io": strings.Fields(`access-log admin-port close-wait-timeout control-port debug-image debug-image-pull-policy
		debug-image-version default-inbound-policy enable-debug-sidecar enable-external-profiles image-pull-policy inbound-port
		init-image init-image-version opaque-ports outbound-port pod-inbound-ports proxy-await proxy-cpu-limit
		proxy-cpu-ratio-limit proxy-cpu-request proxy-disable-inbound-protocol-detect-timeout
		proxy-disable-outbound-protocol-detect-timeout proxy-ephemeral-storage-limit proxy-ephemeral-storage-request proxy-gid
		proxy-image proxy-inbound-connect-timeout proxy-inbound-discovery-cache-unused-timeout proxy-log-format proxy-log-level
		proxy-memory-limit proxy-memory-request proxy-outbound-connect-timeout proxy-outbound-discovery-cache-unused-timeout
		proxy-uid proxy-version shutdown-grace-period skip-inbound-ports skip-outbound-ports skip-subnets`),
	"linkerd.io": strings.Fields(`inject`),
	// https://linkerd.io/2-edge/reference/retries/, timeouts/ and circuit-breaking/
	"retry.linkerd.io":   strings.Fields(`grpc http limit timeout`),
	"timeout.linkerd.io": strings.Fields(`idle request response`),
	"balancer.linkerd.io": strings.Fields(`failure-accrual failure-accrual-consecutive-jitter-ratio failure-accrual-consecutive-max-failures
		failure-accrual-consecutive-max-penalty failure-accrual-consecutive-min-penalty`),
	"eks.amazonaws.com": strings.Fields(`audience role-arn sts-regional-endpoints token-expiration`),
	// AWS Controllers for Kubernetes, apis/core/v1alpha1/annotations.go of its runtime v0.61
	"services.k8s.aws": strings.Fields(`adopted adoption-fields adoption-policy default-region deletion-policy endpoint-url
		owner-account-id read-only region team-id`),
	// ingress-nginx 1.15, "Annotations Scope and Risk"
	"nginx.ingress.kubernetes.io": strings.Fields(`affinity affinity-canary-behavior affinity-mode allowlist-source-range app-root
		auth-always-set-cookie auth-cache-duration auth-cache-key auth-keepalive auth-keepalive-requests auth-keepalive-share-vars
		auth-keepalive-timeout auth-method auth-proxy-set-headers auth-realm auth-request-redirect auth-response-headers auth-secret
		auth-secret-type auth-signin auth-signin-redirect-param auth-tls-error-page auth-tls-match-cn
		auth-tls-pass-certificate-to-upstream auth-tls-secret auth-tls-verify-client auth-tls-verify-depth auth-type auth-url
		backend-protocol canary canary-by-cookie canary-by-header canary-by-header-pattern canary-by-header-value canary-weight
		canary-weight-total client-body-buffer-size connection-proxy-header cors-allow-credentials cors-allow-headers
		cors-allow-methods cors-allow-origin cors-expose-headers cors-max-age custom-headers custom-http-errors default-backend
		denylist-source-range disable-proxy-intercept-errors enable-access-log enable-cors enable-global-auth enable-modsecurity
		enable-opentelemetry enable-owasp-core-rules enable-rewrite-log force-ssl-redirect from-to-www-redirect http2-push-preload
		limit-allowlist limit-burst-multiplier limit-connections limit-rate limit-rate-after limit-rpm limit-rps load-balance
		modsecurity-transaction-id opentelemetry-operation-name opentelemetry-trust-incoming-span permanent-redirect
		permanent-redirect-code preserve-trailing-slash proxy-body-size proxy-buffer-size proxy-buffering proxy-buffers-number
		proxy-connect-timeout proxy-cookie-domain proxy-cookie-path proxy-http-version proxy-max-temp-file-size proxy-next-upstream
		proxy-next-upstream-timeout proxy-next-upstream-tries proxy-read-timeout proxy-redirect-from proxy-redirect-to
		proxy-request-buffering proxy-send-timeout proxy-ssl-ciphers proxy-ssl-name proxy-ssl-protocols proxy-ssl-secret
		proxy-ssl-server-name proxy-ssl-verify proxy-ssl-verify-depth rewrite-target satisfy service-upstream
		session-cookie-change-on-failure session-cookie-conditional-samesite-none session-cookie-domain session-cookie-expires
		session-cookie-max-age session-cookie-name session-cookie-partitioned session-cookie-path session-cookie-samesite
		session-cookie-secure ssl-ciphers ssl-prefer-server-ciphers ssl-redirect temporal-redirect temporal-redirect-code
		upstream-hash-by upstream-hash-by-subset upstream-hash-by-subset-size upstream-vhost use-port-in-redirects use-regex
		x-forwarded-prefix`),
}
