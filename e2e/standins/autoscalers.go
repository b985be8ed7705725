package standins

import (
	"context"
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// Autoscalers says of each HorizontalPodAutoscaler that it works, until ctx ends: for clusters without metrics of pods, whose
// controller manager leaves its own out. Errors go to report.
func Autoscalers(ctx context.Context, client kubernetes.Interface, report func(error)) error {
	factory := informers.NewSharedInformerFactory(client, 0)
	each := func(object any) {
		if err := works(ctx, client, object.(*autoscalingv2.HorizontalPodAutoscaler)); err != nil && ctx.Err() == nil {
			report(err)
		}
	}
	_, err := factory.Autoscaling().V2().HorizontalPodAutoscalers().Informer().AddEventHandler(
		cache.ResourceEventHandlerFuncs{AddFunc: each, UpdateFunc: func(_, object any) { each(object) }})
	factory.Start(ctx.Done())
	return err
}

func works(ctx context.Context, client kubernetes.Interface, h *autoscalingv2.HorizontalPodAutoscaler) error {
	if len(h.Status.Conditions) > 0 {
		return nil
	}
	h = h.DeepCopy()
	now := metav1.Now()
	for kind, reason := range map[autoscalingv2.HorizontalPodAutoscalerConditionType]string{
		autoscalingv2.AbleToScale: "ReadyForNewScale", autoscalingv2.ScalingActive: "ValidMetricFound",
	} {
		h.Status.Conditions = append(h.Status.Conditions, autoscalingv2.HorizontalPodAutoscalerCondition{
			Type: kind, Status: corev1.ConditionTrue, Reason: reason, LastTransitionTime: now,
		})
	}
	_, err := client.AutoscalingV2().HorizontalPodAutoscalers(h.Namespace).UpdateStatus(ctx, h, metav1.UpdateOptions{})
	if err == nil || apierrors.IsConflict(err) || apierrors.IsNotFound(err) {
		return nil
	}
	return fmt.Errorf("status of autoscaler %s/%s: %w", h.Namespace, h.Name, err)
}
