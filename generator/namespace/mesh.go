package namespace

import (
	linkerdv1 "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	servers "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// meshPolicies are those of the mesh that every pod shares: Prometheus reads the metrics of each proxy, which the default of the
// namespace would deny; and the authentications that the apps' own policies name beside their callers'. A Server without routes
// admits the kubelet's probes by itself, here those of the proxy.
func meshPolicies(n *plan.Namespace) []manifest.Object {
	return []manifest.Object{
		&servers.Server{
			TypeMeta:   typeMeta("policy.linkerd.io/v1beta3", "Server"),
			ObjectMeta: objectMeta(n.Name(), plan.ProxyAdmin),
			Spec: servers.ServerSpec{
				PodSelector: &metav1.LabelSelector{}, Port: intstr.FromString(plan.ProxyAdmin), ProxyProtocol: "HTTP/1",
			},
		},
		&linkerdv1.AuthorizationPolicy{
			TypeMeta:   typeMeta("policy.linkerd.io/v1alpha1", "AuthorizationPolicy"),
			ObjectMeta: objectMeta(n.Name(), plan.ProxyAdmin),
			Spec: linkerdv1.AuthorizationPolicySpec{
				TargetRef: linkerdv1.TargetRef{Group: "policy.linkerd.io", Kind: "Server", Name: plan.ProxyAdmin},
				RequiredAuthenticationRefs: []linkerdv1.Reference{
					{Group: "policy.linkerd.io", Kind: "MeshTLSAuthentication", Name: plan.PrometheusAuthentication},
				},
			},
		},
		&linkerdv1.MeshTLSAuthentication{
			TypeMeta:   typeMeta("policy.linkerd.io/v1alpha1", "MeshTLSAuthentication"),
			ObjectMeta: objectMeta(n.Name(), plan.PrometheusAuthentication),
			Spec: linkerdv1.MeshTLSAuthenticationSpec{IdentityRefs: []linkerdv1.Reference{
				{Kind: "ServiceAccount", Name: plan.Prometheus.ServiceAccount, Namespace: plan.Prometheus.Namespace},
			}},
		},
		&linkerdv1.NetworkAuthentication{
			TypeMeta:   typeMeta("policy.linkerd.io/v1alpha1", "NetworkAuthentication"),
			ObjectMeta: objectMeta(n.Name(), plan.KubeletAuthentication),
			Spec:       linkerdv1.NetworkAuthenticationSpec{Networks: []linkerdv1.Network{{CIDR: n.Cluster.CIDR}}},
		},
	}
}
