package standins

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// Haste makes the analysis of a canary measure sooner and more often than the tree says, by so many times, as a proof cannot wait
// minutes for each measurement. What is measured and what follows from it is the tree's.
type Haste struct {
	Times int
	// Certificate is the webhook's, for 127.0.0.1, of the authority CA (PEM).
	Certificate tls.Certificate
	CA          []byte
}

// Hurry is how many times: Prometheus takes five seconds or so to find new pods, and they shall be measured after that, as the delay
// in the tree is for.
const Hurry = 12

const hasteAddress = "127.0.0.1:23444"

// Run serves and registers the webhook, which is for AnalysisRuns alone: templates and Rollouts stay as Git has them. It serves
// until ctx ends. Errors of that go to report.
func (h Haste) Run(ctx context.Context, client kubernetes.Interface, report func(error)) error {
	listener, err := net.Listen("tcp", hasteAddress)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /mutate", h.mutate)
	server := &http.Server{Handler: mux, TLSConfig: &tls.Config{Certificates: []tls.Certificate{h.Certificate}}}
	context.AfterFunc(ctx, func() { server.Close() })
	go func() {
		if err := server.ServeTLS(listener, "", ""); ctx.Err() == nil {
			report(fmt.Errorf("webhook of haste: %w", err))
		}
	}()
	_, err = client.AdmissionregistrationV1().MutatingWebhookConfigurations().Create(ctx, h.configuration(), metav1.CreateOptions{})
	return err
}

func (h Haste) configuration() *admissionregistrationv1.MutatingWebhookConfiguration {
	return &admissionregistrationv1.MutatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: "haste"},
		Webhooks: []admissionregistrationv1.MutatingWebhook{{
			Name:         "haste.example.com",
			ClientConfig: admissionregistrationv1.WebhookClientConfig{URL: new("https://" + hasteAddress + "/mutate"), CABundle: h.CA},
			Rules: []admissionregistrationv1.RuleWithOperations{{
				Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.Create},
				Rule: admissionregistrationv1.Rule{
					APIGroups: []string{"argoproj.io"}, APIVersions: []string{"*"}, Resources: []string{"analysisruns"},
				},
			}},
			FailurePolicy:           new(admissionregistrationv1.Fail),
			SideEffects:             new(admissionregistrationv1.SideEffectClassNone),
			AdmissionReviewVersions: []string{"v1"},
		}},
	}
}

func (h Haste) mutate(w http.ResponseWriter, r *http.Request) {
	var review admissionv1.AdmissionReview
	err := json.NewDecoder(r.Body).Decode(&review)
	if err == nil && review.Request == nil {
		err = fmt.Errorf("no request in the review")
	}
	var patch []byte
	if err == nil {
		patch, err = h.patch(review.Request.Object.Raw)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer(w, admissionv1.AdmissionReview{TypeMeta: review.TypeMeta, Response: &admissionv1.AdmissionResponse{
		UID: review.Request.UID, Allowed: true, Patch: patch, PatchType: new(admissionv1.PatchTypeJSONPatch),
	}})
}

// patch shortens the times of each metric of an AnalysisRun.
func (h Haste) patch(run []byte) ([]byte, error) {
	var analysis struct {
		Spec struct {
			Metrics []struct{ InitialDelay, Interval string }
		}
	}
	if err := json.Unmarshal(run, &analysis); err != nil {
		return nil, err
	}
	type operation struct {
		Op    string `json:"op"`
		Path  string `json:"path"`
		Value string `json:"value"`
	}
	operations := []operation{}
	for i, metric := range analysis.Spec.Metrics {
		for field, text := range map[string]string{"initialDelay": metric.InitialDelay, "interval": metric.Interval} {
			if text == "" {
				continue
			}
			duration, err := time.ParseDuration(text)
			if err != nil {
				return nil, fmt.Errorf("%s of metric %d: %w", field, i, err)
			}
			path := fmt.Sprintf("/spec/metrics/%d/%s", i, field)
			operations = append(operations, operation{"replace", path, (duration / time.Duration(h.Times)).String()})
		}
	}
	return json.Marshal(operations)
}
