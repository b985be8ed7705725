package policy

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// The parts of a pod that Linkerd's injector adds.
const (
	proxyContainer   = "linkerd-proxy"
	validatorName    = "linkerd-network-validator"
	proxyImage       = "cr.l5d.io/linkerd/proxy:edge-26.8.3"
	identityVolume   = "linkerd-identity-end-entity"
	identityPath     = "/var/run/linkerd/identity/end-entity"
	tokenVolume      = "linkerd-identity-token"
	tokenPath        = "/var/run/secrets/tokens"
	proxyUser        = 2102
	validatorUser    = 65534
	identityAudience = "identity.l5d.io"
)

// Injected is the template as the API server comes to see its pods: with what Linkerd's injector adds at edge-26.8.3 where its
// CNI plugin sets up the network and proxies are native sidecars (charts/partials/templates/_proxy.tpl,
// _network-validator.tpl and _volumes.tpl of https://github.com/linkerd/linkerd2). The proxy's environment, which no check looks at, is left out.
func Injected(template *corev1.PodTemplateSpec) *corev1.PodTemplateSpec {
	injected := *template
	var resources corev1.ResourceRequirements
	resources.Requests, resources.Limits = sidecarAmounts(template.Annotations)
	spec := &injected.Spec
	spec.InitContainers = append([]corev1.Container{networkValidator(resources), proxy(resources)}, spec.InitContainers...)
	spec.Volumes = append(slices.Clip(spec.Volumes),
		corev1.Volume{Name: identityVolume, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{Medium: corev1.StorageMediumMemory}}},
		corev1.Volume{Name: tokenVolume, VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{
			Sources: []corev1.VolumeProjection{{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{
				Path: "linkerd-identity-token", ExpirationSeconds: ptr.To[int64](86400), Audience: identityAudience,
			}}},
		}}},
	)
	return &injected
}

// networkValidator proves, before anything else starts, that the CNI plugin sends the pod's traffic to the proxy.
func networkValidator(resources corev1.ResourceRequirements) corev1.Container {
	context := hardened(validatorUser)
	context.RunAsGroup = ptr.To[int64](validatorUser)
	return corev1.Container{
		Name: validatorName, Image: proxyImage, Resources: resources, SecurityContext: context,
		Command: []string{"/usr/lib/linkerd/linkerd2-network-validator"},
	}
}

func proxy(resources corev1.ResourceRequirements) corev1.Container {
	return corev1.Container{
		Name: proxyContainer, Image: proxyImage, Resources: resources, SecurityContext: hardened(proxyUser),
		RestartPolicy: ptr.To(corev1.ContainerRestartPolicyAlways),
		Ports: []corev1.ContainerPort{
			{Name: "linkerd-proxy", ContainerPort: plan.ProxyInboundPort}, {Name: plan.ProxyAdmin, ContainerPort: plan.ProxyAdminPort},
		},
		LivenessProbe: adminProbe("/live"), ReadinessProbe: adminProbe("/ready"), StartupProbe: adminProbe("/ready"),
		TerminationMessagePolicy: corev1.TerminationMessageFallbackToLogsOnError,
		VolumeMounts:             []corev1.VolumeMount{{Name: identityVolume, MountPath: identityPath}, {Name: tokenVolume, MountPath: tokenPath}},
	}
}

func adminProbe(path string) *corev1.Probe {
	return &corev1.Probe{ProbeHandler: corev1.ProbeHandler{
		HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromInt32(plan.ProxyAdminPort)},
	}}
}

func hardened(user int64) *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: ptr.To(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		ReadOnlyRootFilesystem:   ptr.To(true),
		RunAsNonRoot:             ptr.To(true),
		RunAsUser:                &user,
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

// injected is the pod as the mesh makes it, where the namespace asks for it and the template does not refuse.
func (p *pod) injected() *pod {
	if p.namespace == nil || !p.namespace.meshed() || p.template.Annotations[injectAnnotation] == "disabled" {
		return p
	}
	return &pod{p.object, p.at, Injected(p.template)}
}

// meshed says whether the injector looks at the namespace: each environment, and what says so of itself.
func (n *namespace) meshed() bool {
	if n.plan != nil {
		return true
	}
	o := n.cluster.get(manifest.ID{Kind: "Namespace", Name: n.name})
	return o != nil && o.Object.GetAnnotations()[injectAnnotation] == "enabled"
}
