package standins

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// driver is that of the volumes, which the tree's StorageClass names.
const driver = "ebs.csi.aws.com"

// Annotations between the scheduler, who chose a node for the pod of a claim, and who makes its volume
// (https://pkg.go.dev/k8s.io/component-helpers/storage/volume).
const (
	selectedNode  = "volume.kubernetes.io/selected-node"
	provisioner   = "volume.kubernetes.io/storage-provisioner"
	provisionedBy = "pv.kubernetes.io/provisioned-by"
)

// Volumes makes a volume for each claim that waits for one of EBS, until ctx ends. Errors go to report.
func Volumes(ctx context.Context, client kubernetes.Interface, report func(error)) error {
	factory := informers.NewSharedInformerFactory(client, 0)
	each := func(object any) {
		claim := object.(*corev1.PersistentVolumeClaim)
		if claim.Spec.VolumeName != "" || claim.Annotations[provisioner] != driver || claim.Annotations[selectedNode] == "" {
			return
		}
		_, err := client.CoreV1().PersistentVolumes().Create(ctx, volumeOf(claim), metav1.CreateOptions{})
		if err != nil && !apierrors.IsAlreadyExists(err) && ctx.Err() == nil {
			report(err)
		}
	}
	_, err := factory.Core().V1().PersistentVolumeClaims().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: each, UpdateFunc: func(_, object any) { each(object) }})
	factory.Start(ctx.Done())
	return err
}

// volumeOf is the volume that the claim asks for, and no other's.
func volumeOf(claim *corev1.PersistentVolumeClaim) *corev1.PersistentVolume {
	name := "pvc-" + string(claim.UID)
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{provisionedBy: driver}},
		Spec: corev1.PersistentVolumeSpec{
			Capacity: claim.Spec.Resources.Requests, AccessModes: claim.Spec.AccessModes, VolumeMode: claim.Spec.VolumeMode,
			StorageClassName: *claim.Spec.StorageClassName, PersistentVolumeReclaimPolicy: corev1.PersistentVolumeReclaimDelete,
			ClaimRef: &corev1.ObjectReference{
				APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID,
			},
			PersistentVolumeSource: corev1.PersistentVolumeSource{
				CSI: &corev1.CSIPersistentVolumeSource{Driver: driver, VolumeHandle: "vol-" + name},
			},
		},
	}
}
