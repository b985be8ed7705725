// Package standins are the parts of EKS and of later components that the proof has not, each reduced to the one thing that
// others wait for. This is the whole list:
//
//   - LoadBalancers: Ingresses and Services of that type get an address (ingress-nginx, AWS Load Balancer Controller).
//   - Metrics: the metrics.k8s.io API says that each pod uses half of what it asks for (the add-on metrics-server).
//   - Routes: HTTPRoutes and GRPCRoutes are told that their parents accepted them (Linkerd's policy controller).
//   - AWS.Controllers: objects of AWS Controllers for Kubernetes are said to be made at AWS; secrets are, in package aws.
//   - Volumes: claims of EBS volumes get one (the add-on aws-ebs-csi-driver).
//   - Haste: the analysis of a canary measures twelve times as often, so that a proof need not wait for it.
//   - Authenticator: who of IAM a token is of, by the access entries of the cluster (what EKS asks for tokens that are no
//     ServiceAccount's).
//   - Autoscalers: HorizontalPodAutoscalers are said to work, on clusters without metrics.
//   - PodIdentity: pods of ServiceAccounts with an IAM role get what SDKs ask the EKS Pod Identity Agent with (a webhook of EKS;
//     the agent is package aws's).
//
// Nodes and those pods that do not run for real are kwok's, further nodes are package controlplane's.
package standins

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// List is the same in a few words.
const List = "addresses of load balancers, volumes, metrics of pods, EKS's webhook for pod identity, the mesh's answer to routes, AWS's to ACK"

// hostname is what an NLB's name looks like.
const hostname = "k8s-ingress.elb.ap-south-1.amazonaws.com"

// LoadBalancers gives each Ingress and each Service of type LoadBalancer the address that its controller would write, until ctx
// ends. Errors go to report.
func LoadBalancers(ctx context.Context, client kubernetes.Interface, report func(error)) error {
	factory := informers.NewSharedInformerFactory(client, 0)
	watch := func(informer cache.SharedIndexInformer, write func(any) error) error {
		each := func(object any) {
			if err := write(object); err != nil && ctx.Err() == nil {
				report(err)
			}
		}
		_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc: each, UpdateFunc: func(_, object any) { each(object) }})
		return err
	}
	err := watch(factory.Networking().V1().Ingresses().Informer(), func(object any) error {
		ingress := object.(*networkingv1.Ingress).DeepCopy()
		if len(ingress.Status.LoadBalancer.Ingress) > 0 {
			return nil
		}
		ingress.Status.LoadBalancer.Ingress = []networkingv1.IngressLoadBalancerIngress{{Hostname: hostname}}
		_, err := client.NetworkingV1().Ingresses(ingress.Namespace).UpdateStatus(ctx, ingress, metav1.UpdateOptions{})
		return ignoreRace(err, "ingress", ingress)
	})
	if err != nil {
		return err
	}
	err = watch(factory.Core().V1().Services().Informer(), func(object any) error {
		service := object.(*corev1.Service).DeepCopy()
		if service.Spec.Type != corev1.ServiceTypeLoadBalancer || len(service.Status.LoadBalancer.Ingress) > 0 {
			return nil
		}
		service.Status.LoadBalancer.Ingress = []corev1.LoadBalancerIngress{{Hostname: hostname}}
		_, err := client.CoreV1().Services(service.Namespace).UpdateStatus(ctx, service, metav1.UpdateOptions{})
		return ignoreRace(err, "service", service)
	})
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	return nil
}

// ignoreRace drops what another event will be about: the object changed or went meanwhile.
func ignoreRace(err error, kind string, object metav1.Object) error {
	if err == nil || apierrors.IsConflict(err) || apierrors.IsNotFound(err) {
		return nil
	}
	return fmt.Errorf("address of %s %s/%s: %w", kind, object.GetNamespace(), object.GetName(), err)
}
