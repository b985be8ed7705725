package awsforfluentbit

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// account is the ServiceAccount, whose token no pod gets. The chart's own would have one, with a ClusterRole that cannot be left
// out and may get nodes/proxy: by that everybody's containers can be entered through the kubelet
// (https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes). Nothing asks the API
// server here, and AWS credentials come by another token.
func account() manifest.Object {
	return &corev1.ServiceAccount{
		TypeMeta:                     metav1.TypeMeta{APIVersion: "v1", Kind: "ServiceAccount"},
		ObjectMeta:                   metav1.ObjectMeta{Name: name, Namespace: name},
		AutomountServiceAccountToken: ptr.To(false),
	}
}
