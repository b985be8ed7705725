package workload

import (
	"maps"
	"slices"

	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

func container(w *plan.Workload) corev1.Container {
	return corev1.Container{
		Name:            w.Name,
		Image:           w.Image,
		ImagePullPolicy: corev1.PullIfNotPresent, // a digest never means another image
		Command:         w.Command,
		Env:             environment(w),
		Ports:           []corev1.ContainerPort{{Name: httpPort, ContainerPort: w.Port, Protocol: corev1.ProtocolTCP}},
		Resources:       resources(w),
		VolumeMounts:    mounts(w),
		StartupProbe:    startupProbe(w),
		ReadinessProbe:  probe(w.Probes.Ready, 5, 3),
		LivenessProbe:   probe(w.Probes.Live, 10, 6),
		Lifecycle:       &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: drainSeconds}}},
		SecurityContext: &corev1.SecurityContext{
			AllowPrivilegeEscalation: ptr.To(false),
			ReadOnlyRootFilesystem:   ptr.To(true),
			RunAsNonRoot:             ptr.To(true),
			Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
	}
}

// environment is the app's settings, by name.
func environment(w *plan.Workload) []corev1.EnvVar {
	var env []corev1.EnvVar
	for _, name := range slices.Sorted(maps.Keys(w.Settings)) {
		env = append(env, corev1.EnvVar{Name: name, Value: w.Settings[name]})
	}
	return env
}

// resources limit what is lost when it is exceeded, memory and storage, and leave out what is only shared, CPU.
func resources(w *plan.Workload) corev1.ResourceRequirements {
	storage := w.Resources.Storage.DeepCopy()
	if w.Scratch != nil {
		storage.Add(*w.Scratch)
	}
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{
			corev1.ResourceCPU:              w.Resources.CPU,
			corev1.ResourceMemory:           w.Resources.Memory,
			corev1.ResourceEphemeralStorage: storage,
		},
		Limits: corev1.ResourceList{
			corev1.ResourceMemory:           w.Resources.Memory,
			corev1.ResourceEphemeralStorage: storage,
		},
	}
}
