package argocd

import (
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/plan"
	"sigs.k8s.io/yaml"
)

// provider is oidc.config (Argo CD 3.4, "User Management", "Existing OIDC Provider").
type provider struct {
	Name         string           `json:"name"`
	Issuer       string           `json:"issuer"`
	ClientID     string           `json:"clientID"`
	ClientSecret string           `json:"clientSecret"`
	Scopes       []string         `json:"requestedScopes"`
	Claims       map[string]claim `json:"requestedIDTokenClaims"`
}

type claim struct {
	Essential bool `json:"essential"`
}

// oidc asks for people's groups both as a scope and as a claim: providers know one or the other. Argo CD looks the secret up
// in the Secret and key that it names, so that argocd-secret stays Argo CD's own.
func oidc(sso *config.SSO) string {
	if sso == nil {
		return ""
	}
	text, _ := yaml.Marshal(provider{ // of strings and maps of them, which cannot fail
		Name:         "SSO",
		Issuer:       string(sso.Issuer),
		ClientID:     string(sso.ClientID),
		ClientSecret: "$" + ssoSecret + ":clientSecret",
		Scopes:       []string{"openid", "profile", "email", "groups"},
		Claims:       map[string]claim{"groups": {Essential: true}},
	})
	return string(text)
}

// ingress is that of the server.
type ingress struct {
	Enabled     bool              `json:"enabled"`
	Class       string            `json:"ingressClassName"`
	TLS         bool              `json:"tls"`
	Annotations map[string]string `json:"annotations"`
}

// ingressFor ends the TLS of people at the ingress controller and speaks TLS to the server again, which takes up the same
// certificate, argocd-server-tls, or makes one until that is there. The controller does not check it; but the namespace is
// outside the mesh, and without TLS people's tokens would cross nodes in the clear. The command line comes the same way with
// --grpc-web.
func ingressFor(f *plan.Fleet) *ingress {
	if f.ByGateway() {
		return nil // platform/envoy-gateway leads here
	}
	return &ingress{
		Enabled: true,
		Class:   plan.IngressClass,
		TLS:     true,
		Annotations: map[string]string{
			// Argo CD is healthy without a load balancer, which a later component makes
			"argocd.argoproj.io/ignore-healthcheck":        "true",
			"cert-manager.io/cluster-issuer":               plan.ClusterIssuer,
			"nginx.ingress.kubernetes.io/backend-protocol": "HTTPS",
			"nginx.ingress.kubernetes.io/ssl-redirect":     "true",
		},
	}
}
