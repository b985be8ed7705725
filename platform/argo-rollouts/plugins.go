package argorollouts

import (
	"github.com/example/fastapi-gitops/generator/component"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// plugins are programs of others that the controller starts, and the pod's parts that bring them.
type plugins struct {
	TrafficRouterPlugins []plugin             `json:"trafficRouterPlugins"`
	InitContainers       []corev1.Container   `json:"initContainers"`
	Volumes              []corev1.Volume      `json:"volumes"`
	VolumeMounts         []corev1.VolumeMount `json:"volumeMounts"`
}

type plugin struct {
	Name     string   `json:"name"` // by which Rollouts refer to it
	Location string   `json:"location"`
	Args     []string `json:"args"`
}

const (
	pluginDir     = "/plugins"
	pluginProgram = "rollouts-plugin-trafficrouter-gatewayapi"
	// pluginImage is named by its tag, as the charts name theirs.
	pluginImage = "ghcr.io/argoproj-labs/" + pluginProgram + ":v0.15.0"
)

// gatewayAPI writes the weights of HTTPRoutes. It comes as an image, which is pulled and kept like all others: by its address the
// controller would download it at each start, and not start where GitHub is out of reach
// (https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/en/latest/installation/).
var gatewayAPI = plugins{
	TrafficRouterPlugins: []plugin{{
		Name:     "argoproj-labs/gatewayAPI",
		Location: "file://" + pluginDir + "/" + pluginProgram,
		Args:     []string{"-logformat=json"},
	}},
	InitContainers: []corev1.Container{{
		Name:         "copy-plugin",
		Image:        pluginImage,
		Command:      []string{"cp", "/bin/" + pluginProgram, pluginDir + "/"},
		VolumeMounts: []corev1.VolumeMount{{Name: pluginVolume, MountPath: pluginDir}},
		Resources:    component.Bounded(component.Requests("20m", "64Mi")),
		SecurityContext: &corev1.SecurityContext{
			RunAsNonRoot:             ptr.To(true),
			AllowPrivilegeEscalation: ptr.To(false),
			ReadOnlyRootFilesystem:   ptr.To(true),
			Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
			SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
	}},
	Volumes:      []corev1.Volume{{Name: pluginVolume, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
	VolumeMounts: []corev1.VolumeMount{{Name: pluginVolume, MountPath: pluginDir, ReadOnly: true}},
}

// pluginVolume carries the program from the one container to the other.
const pluginVolume = "gateway-api-plugin"
