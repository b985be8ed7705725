// Package storage says what volumes are made of.
package storage

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// Component is on every cluster. The driver is an add-on of EKS; the class is ours rather than the add-on's own default, which
// does not encrypt (https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md).
var Component = component.Component{Name: "storage", For: parts}

// Class is the name of what volumes are of that don't say it.
const Class = "gp3"

func parts(*plan.Cluster) component.Parts {
	return component.Parts{Objects: []manifest.Object{&storagev1.StorageClass{
		TypeMeta: metav1.TypeMeta{APIVersion: "storage.k8s.io/v1", Kind: "StorageClass"},
		ObjectMeta: metav1.ObjectMeta{
			Name:        Class,
			Annotations: map[string]string{"storageclass.kubernetes.io/is-default-class": "true"},
		},
		Provisioner: "ebs.csi.aws.com",
		// with the key that AWS keeps for EBS, so that the driver needs no rights to one
		Parameters:           map[string]string{"type": "gp3", "encrypted": "true", "csi.storage.k8s.io/fstype": "ext4"},
		ReclaimPolicy:        ptr.To(corev1.PersistentVolumeReclaimDelete),
		AllowVolumeExpansion: ptr.To(true),
		// the volume is made in the zone of the pod, which the scheduler spreads
		VolumeBindingMode: ptr.To(storagev1.VolumeBindingWaitForFirstConsumer),
	}}}
}
