package linkerd

import (
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// replicas of each part, never two on one node.
const replicas = 3

func valuesFor(c *plan.Cluster) values {
	v := values{
		// destinations outside of these are not looked up; pods have addresses of the VPC
		ClusterNetworks:     strings.Join([]string{c.CIDR, plan.ServiceCIDR}, ","),
		CNIEnabled:          true,
		ControllerLogFormat: "json",
		// it would tell the project about the cluster each day, at a time that each rendering changes
		DisableHeartBeat:    true,
		IdentityTrustDomain: plan.MeshTrustDomain,
		PriorityClassName:   component.Critical,

		HighAvailability:          true,
		ControllerReplicas:        replicas,
		EnablePodAntiAffinity:     true,
		EnablePodDisruptionBudget: true,
		DeploymentStrategy:        deploymentStrategy{rollingUpdate{MaxUnavailable: 1}},
		// a pod without its proxy would be refused by all that it calls: better that it does not start
		WebhookFailurePolicy: "Fail",

		Identity:               identityValues{ExternalCA: true, Issuer: issuer{Scheme: "kubernetes.io/tls", IssuanceLifetime: lifetime}},
		ProxyInjector:          injectorValues{certified("linkerd-proxy-injector"), injected(c)},
		ProfileValidator:       certified("linkerd-sp-validator"),
		PolicyValidator:        certified("linkerd-policy-validator"),
		PolicyController:       withResources{policy},
		Proxy:                  proxies,
		NetworkValidator:       validatorValues{LogFormat: "json"},
		PodMonitor:             monitored,
		DestinationResources:   destination,
		IdentityResources:      identity,
		ProxyInjectorResources: injector,
		SPValidatorResources:   profiles,
		Tolerations:            component.Tolerations(c),
	}
	if affinity := component.Affinity(c); affinity != nil {
		v.NodeAffinity = affinity.NodeAffinity
	}
	return v
}

// proxies are those beside all meshed pods that don't say otherwise. As native sidecars they start before the containers that
// they are for, and a Job ends without waiting for them.
//
// Whoever is in the mesh is talked to by others in the mesh alone: what is reached from outside, as an ingress, says so
// itself, and environments deny whom no policy of the app names. To deny everybody here would ask the same of each part of
// the platform, and a forgotten one would fail in every cluster at once.
var proxies = proxyValues{
	DefaultInboundPolicy: "all-authenticated",
	LogFormat:            "json",
	NativeSidecar:        true,
	Resources:            proxy,
}

// monitored are the control plane, the plugin's repair controller, and every proxy; there is no other cluster to mirror.
var monitored = podMonitor{
	Enabled:    true,
	Controller: controllerMonitor{NamespaceSelector: "matchNames: [" + plan.Mesh.Namespace + ", linkerd-cni]"},
}

// injected selects the namespaces whose pods the injector is asked about. All others start without it, those foremost that it
// needs to get a node and a certificate: where it answers for every namespace, one that is down keeps itself down.
func injected(c *plan.Cluster) metav1.LabelSelector {
	return metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
		{Key: corev1.LabelMetadataName, Operator: metav1.LabelSelectorOpIn, Values: c.Meshed()},
	}}
}

// certified leaves a webhook's certificate to the Certificate of that name.
func certified(certificate string) webhookValues {
	return webhookValues{ExternalSecret: true, InjectCAFrom: plan.Mesh.Namespace + "/" + certificate}
}
