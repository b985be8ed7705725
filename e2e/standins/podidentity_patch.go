package standins

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// What the SDKs find, by its names at EKS.
const (
	podIdentityToken       = "eks-pod-identity-token" // the volume and the file in it
	podIdentityMount       = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount"
	podIdentityAudience    = "pods.eks.amazonaws.com"
	podIdentityCredentials = "http://169.254.170.23/v1/credentials"
)

// day is how long a token is valid, in seconds.
const day = 24 * 60 * 60

// operation is one of a JSON patch (RFC 6902).
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

// patch gives a token to the pod and its containers, nothing if its ServiceAccount has no association. What the pod has already
// stays as it is: the webhook is asked again if another changes the pod.
func (p PodIdentity) patch(namespace string, pod *corev1.Pod) []operation {
	if !slices.Contains(p.Subjects, "system:serviceaccount:"+namespace+":"+pod.Spec.ServiceAccountName) {
		return nil
	}
	var patch []operation
	if !slices.ContainsFunc(pod.Spec.Volumes, func(v corev1.Volume) bool { return v.Name == podIdentityToken }) {
		patch = append(patch, operation{"add", "/spec/volumes", append([]corev1.Volume{tokenVolume()}, pod.Spec.Volumes...)})
	}
	if len(pod.Spec.InitContainers) > 0 {
		patch = append(patch, operation{"add", "/spec/initContainers", p.identify(pod.Spec.InitContainers)})
	}
	return append(patch, operation{"add", "/spec/containers", p.identify(pod.Spec.Containers)})
}

func tokenVolume() corev1.Volume {
	token := &corev1.ServiceAccountTokenProjection{Audience: podIdentityAudience, ExpirationSeconds: new(int64(day)), Path: podIdentityToken}
	return corev1.Volume{Name: podIdentityToken, VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{
		Sources: []corev1.VolumeProjection{{ServiceAccountToken: token}},
	}}}
}

// identify tells the SDKs in each container where the token is, and whom to ask with it.
func (p PodIdentity) identify(containers []corev1.Container) []corev1.Container {
	for i := range containers {
		c := &containers[i]
		addEnv(c, corev1.EnvVar{Name: "AWS_STS_REGIONAL_ENDPOINTS", Value: "regional"})
		addEnv(c, corev1.EnvVar{Name: "AWS_DEFAULT_REGION", Value: p.Region}, corev1.EnvVar{Name: "AWS_REGION", Value: p.Region})
		addEnv(c, corev1.EnvVar{Name: "AWS_CONTAINER_CREDENTIALS_FULL_URI", Value: podIdentityCredentials},
			corev1.EnvVar{Name: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", Value: podIdentityMount + "/" + podIdentityToken})
		if !slices.ContainsFunc(c.VolumeMounts, func(m corev1.VolumeMount) bool { return m.Name == podIdentityToken }) {
			c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: podIdentityToken, ReadOnly: true, MountPath: podIdentityMount})
		}
	}
	return containers
}

// addEnv adds the variables unless the container has one of them.
func addEnv(c *corev1.Container, variables ...corev1.EnvVar) {
	if !slices.ContainsFunc(c.Env, func(has corev1.EnvVar) bool {
		return slices.ContainsFunc(variables, func(v corev1.EnvVar) bool { return v.Name == has.Name })
	}) {
		c.Env = append(c.Env, variables...)
	}
}
