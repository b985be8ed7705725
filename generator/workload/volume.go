package workload

import (
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

const (
	scratchVolume = "scratch"
	scratchPath   = "/tmp"
	secretsPath   = "/etc/secrets/"
)

// secretName is the name of the Kubernetes Secret that holds one of the app's secrets.
func secretName(w *plan.Workload, secret string) string { return w.Name + "-" + secret }

func volumes(w *plan.Workload) []corev1.Volume {
	var volumes []corev1.Volume
	if w.Scratch != nil {
		volumes = append(volumes, corev1.Volume{Name: scratchVolume, VolumeSource: corev1.VolumeSource{
			EmptyDir: &corev1.EmptyDirVolumeSource{SizeLimit: w.Scratch},
		}})
	}
	for _, secret := range w.Secrets {
		volumes = append(volumes, corev1.Volume{Name: "secret-" + secret, VolumeSource: corev1.VolumeSource{
			Secret: &corev1.SecretVolumeSource{SecretName: secretName(w, secret), DefaultMode: ptr.To[int32](0o440)},
		}})
	}
	return volumes
}

func mounts(w *plan.Workload) []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	if w.Scratch != nil {
		mounts = append(mounts, corev1.VolumeMount{Name: scratchVolume, MountPath: scratchPath})
	}
	for _, secret := range w.Secrets {
		mounts = append(mounts, corev1.VolumeMount{Name: "secret-" + secret, MountPath: secretsPath + secret, ReadOnly: true})
	}
	return mounts
}
