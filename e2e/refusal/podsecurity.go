package refusal

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// violation is a change that makes a pod less than restricted
// (https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted), and the words of the refusal.
type violation struct {
	says   string
	change func(*corev1.PodSpec)
}

func violations() map[string]violation {
	return map[string]violation{
		"privileged": {"privileged (container", inContainer(func(s *corev1.SecurityContext) {
			s.Privileged, s.AllowPrivilegeEscalation = ptr(true), nil
		})},
		"privilege escalation": {"allowPrivilegeEscalation != false", inContainer(func(s *corev1.SecurityContext) { s.AllowPrivilegeEscalation = nil })},
		"all capabilities":     {"unrestricted capabilities", inContainer(func(s *corev1.SecurityContext) { s.Capabilities = nil })},
		"a capability":         {"unrestricted capabilities", inContainer(func(s *corev1.SecurityContext) { s.Capabilities.Add = []corev1.Capability{"NET_ADMIN"} })},
		"unmasked proc": {"procMount", func(s *corev1.PodSpec) {
			s.HostUsers = ptr(false) // without which it is no pod at all
			s.Containers[0].SecurityContext.ProcMount = ptr(corev1.UnmaskedProcMount)
		}},
		"root":             {"runAsUser=0", func(s *corev1.PodSpec) { s.SecurityContext.RunAsUser = ptr(int64(0)) }},
		"the image's user": {"runAsNonRoot != true", func(s *corev1.PodSpec) { s.SecurityContext.RunAsNonRoot = nil }},
		"no seccomp":       {"seccompProfile", func(s *corev1.PodSpec) { s.SecurityContext.SeccompProfile = nil }},
		"a sysctl": {"forbidden sysctls", func(s *corev1.PodSpec) {
			s.SecurityContext.Sysctls = []corev1.Sysctl{{Name: "kernel.msgmax", Value: "65536"}}
		}},
		"the node's network":   {"host namespaces (hostNetwork=true)", func(s *corev1.PodSpec) { s.HostNetwork = true }},
		"the node's processes": {"host namespaces (hostPID=true)", func(s *corev1.PodSpec) { s.HostPID = true }},
		"a port of the node": {"hostPort", func(s *corev1.PodSpec) {
			s.Containers[0].Ports = []corev1.ContainerPort{{ContainerPort: 8000, HostPort: 8000}}
		}},
		"files of the node": {"restricted volume types", func(s *corev1.PodSpec) {
			s.Volumes = []corev1.Volume{{Name: "node", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}}}}
		}},
		"an init container": {"privileged (container", func(s *corev1.PodSpec) {
			s.InitContainers = []corev1.Container{*s.Containers[0].DeepCopy()}
			s.InitContainers[0].Name = "init"
			s.InitContainers[0].SecurityContext.Privileged = ptr(true)
			s.InitContainers[0].SecurityContext.AllowPrivilegeEscalation = nil
		}},
	}
}

func inContainer(change func(*corev1.SecurityContext)) func(*corev1.PodSpec) {
	return func(s *corev1.PodSpec) { change(s.Containers[0].SecurityContext) }
}

// podSecurity are the cases of each namespace that is restricted by its label.
func podSecurity(files tree.Files) []Case {
	var cases []Case
	for _, namespace := range files.Of("Namespace") {
		labels := namespace.Object.GetLabels()
		if labels["pod-security.kubernetes.io/enforce"] != "restricted" {
			continue
		}
		level := fmt.Sprintf(`violates PodSecurity "restricted:%s"`, labels["pod-security.kubernetes.io/enforce-version"])
		name := namespace.Object.GetName()
		all := violations()
		for _, what := range slices.Sorted(maps.Keys(all)) {
			pod := restricted(name)
			all[what].change(&pod.Spec)
			cases = append(cases, Case{
				Group:   "Pod Security " + name,
				Name:    what,
				Says:    []string{level, all[what].says},
				Refused: Request{Object: object(pod)}, Admitted: Request{Object: object(restricted(name))},
			})
		}
	}
	return cases
}

// restricted is a pod that every namespace admits.
func restricted(namespace string) *corev1.Pod {
	return &corev1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{GenerateName: "refusal-", Namespace: namespace},
		Spec: corev1.PodSpec{
			AutomountServiceAccountToken: ptr(false),
			SecurityContext: &corev1.PodSecurityContext{
				RunAsNonRoot:   ptr(true),
				SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
			Containers: []corev1.Container{{
				Name:  "main",
				Image: "example.com/refusal:1" + digest,
				SecurityContext: &corev1.SecurityContext{
					AllowPrivilegeEscalation: ptr(false),
					Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				},
			}},
		},
	}
}
