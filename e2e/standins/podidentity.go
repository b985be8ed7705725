package standins

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"

	admissionv1 "k8s.io/api/admission/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// PodIdentity is what EKS does to pods of ServiceAccounts with a pod identity association
// (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html).
type PodIdentity struct {
	// Region of the cluster.
	Region string
	// Subjects are the ServiceAccounts with an association, as system:serviceaccount:<namespace>:<name>.
	Subjects []string
	// Certificate is the webhook's, for 127.0.0.1, of the authority CA (PEM).
	Certificate tls.Certificate
	CA          []byte
}

// podIdentityAddress is where EKS has the webhook, beside each API server.
const podIdentityAddress = "127.0.0.1:23443"

// Listen is for Serve, so that the webhook is there before its configuration is.
func (p PodIdentity) Listen() (net.Listener, error) { return net.Listen("tcp", podIdentityAddress) }

// Serve answers the API server on the listener until ctx ends; the error is nil in that case.
func (p PodIdentity) Serve(ctx context.Context, listener net.Listener) error {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /mutate", p.mutate)
	server := &http.Server{Handler: mux, TLSConfig: &tls.Config{Certificates: []tls.Certificate{p.Certificate}}}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	if err := server.ServeTLS(listener, "", ""); ctx.Err() == nil {
		return fmt.Errorf("pod identity webhook: %w", err)
	}
	return nil
}

// Register makes the API server ask the webhook, as EKS configures it. Like there, a pod is admitted unchanged while the webhook
// does not answer, so register what is served.
func (p PodIdentity) Register(ctx context.Context, client kubernetes.Interface) error {
	configuration := &admissionregistrationv1.MutatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: "pod-identity-webhook"},
		Webhooks: []admissionregistrationv1.MutatingWebhook{{
			Name: "iam-for-pods.amazonaws.com",
			ClientConfig: admissionregistrationv1.WebhookClientConfig{
				URL: new("https://" + podIdentityAddress + "/mutate"), CABundle: p.CA,
			},
			Rules: []admissionregistrationv1.RuleWithOperations{{
				Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.Create},
				Rule:       admissionregistrationv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"pods"}},
			}},
			ObjectSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
				{Key: "eks.amazonaws.com/skip-pod-identity-webhook", Operator: metav1.LabelSelectorOpDoesNotExist}}},
			FailurePolicy:           new(admissionregistrationv1.Ignore),
			ReinvocationPolicy:      new(admissionregistrationv1.IfNeededReinvocationPolicy),
			SideEffects:             new(admissionregistrationv1.SideEffectClassNone),
			AdmissionReviewVersions: []string{"v1"},
		}},
	}
	_, err := client.AdmissionregistrationV1().MutatingWebhookConfigurations().Create(ctx, configuration, metav1.CreateOptions{})
	if err != nil {
		return fmt.Errorf("pod identity webhook: %w", err)
	}
	return nil
}

// mutate answers an AdmissionReview.
func (p PodIdentity) mutate(w http.ResponseWriter, r *http.Request) {
	var review admissionv1.AdmissionReview
	var pod corev1.Pod
	err := json.NewDecoder(r.Body).Decode(&review)
	if err == nil && review.Request == nil {
		err = fmt.Errorf("no request in the review")
	}
	if err == nil {
		err = json.Unmarshal(review.Request.Object.Raw, &pod)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	response := &admissionv1.AdmissionResponse{UID: review.Request.UID, Allowed: true}
	if patch := p.patch(review.Request.Namespace, &pod); patch != nil {
		if response.Patch, err = json.Marshal(patch); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		response.PatchType = new(admissionv1.PatchTypeJSONPatch)
	}
	answer(w, admissionv1.AdmissionReview{TypeMeta: review.TypeMeta, Response: response})
}
