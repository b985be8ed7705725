package standins

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/listers/core/v1"
)

// podMetrics is PodMetrics of metrics.k8s.io/v1beta1 (k8s.io/metrics).
type podMetrics struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Timestamp         metav1.Time       `json:"timestamp"`
	Window            metav1.Duration   `json:"window"`
	Containers        []containerMetric `json:"containers"`
}

type containerMetric struct {
	Name  string              `json:"name"`
	Usage corev1.ResourceList `json:"usage"`
}

type podMetricsList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata"`
	Items           []podMetrics `json:"items"`
}

const (
	metricsGroup   = "metrics.k8s.io"
	metricsVersion = metricsGroup + "/v1beta1"
	// metricsPath is the only one with data that the autoscaler asks for.
	metricsPath = "/apis/" + metricsVersion + "/namespaces/{namespace}/pods"
)

// Metrics serves metrics.k8s.io/v1beta1 on the listener, as the API server's aggregator calls it, until ctx ends.
func Metrics(ctx context.Context, client kubernetes.Interface, listener net.Listener, certificate tls.Certificate) error {
	factory := informers.NewSharedInformerFactory(client, 0)
	pods := factory.Core().V1().Pods().Lister()
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	server := &http.Server{Handler: metrics(pods), TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}}}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.ServeTLS(listener, "", ""); err != nil && ctx.Err() == nil {
		return fmt.Errorf("metrics API: %w", err)
	}
	return nil
}

func metrics(pods v1.PodLister) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /apis/"+metricsVersion, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, metav1.APIResourceList{
			TypeMeta:     metav1.TypeMeta{Kind: "APIResourceList", APIVersion: "v1"},
			GroupVersion: metricsVersion,
			APIResources: []metav1.APIResource{{Name: "pods", Namespaced: true, Kind: "PodMetrics", Verbs: metav1.Verbs{"get", "list"}}},
		})
	})
	mux.HandleFunc("GET "+metricsPath, func(w http.ResponseWriter, r *http.Request) {
		selector, err := labels.Parse(r.URL.Query().Get("labelSelector"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		list := podMetricsList{TypeMeta: metav1.TypeMeta{Kind: "PodMetricsList", APIVersion: metricsVersion}, Items: []podMetrics{}}
		of, err := pods.Pods(r.PathValue("namespace")).List(selector)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		for _, pod := range of {
			list.Items = append(list.Items, measure(pod))
		}
		answer(w, list)
	})
	return mux
}

// measure says that each container uses half of what it asks for.
func measure(pod *corev1.Pod) podMetrics {
	m := podMetrics{
		ObjectMeta: metav1.ObjectMeta{Name: pod.Name, Namespace: pod.Namespace, Labels: pod.Labels},
		Timestamp:  metav1.NewTime(time.Now()), Window: metav1.Duration{Duration: 15 * time.Second},
	}
	for _, c := range pod.Spec.Containers {
		m.Containers = append(m.Containers, containerMetric{c.Name, corev1.ResourceList{
			corev1.ResourceCPU:    *resource.NewMilliQuantity(c.Resources.Requests.Cpu().MilliValue()/2, resource.DecimalSI),
			corev1.ResourceMemory: *resource.NewQuantity(c.Resources.Requests.Memory().Value()/2, resource.BinarySI),
		}})
	}
	return m
}

func answer(w http.ResponseWriter, object any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(object) // the caller went: nothing to tell
}

// MetricsAPI are the objects with which the add-on registers the API: a Service, here of one address instead of pods, and its
// APIService.
func MetricsAPI(at netip.AddrPort) []string {
	return []string{
		`{apiVersion: v1, kind: Service, metadata: {name: metrics-server, namespace: kube-system},
			spec: {ports: [{name: https, port: 443, targetPort: ` + strconv.Itoa(int(at.Port())) + `}]}}`,
		`{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4,
			metadata: {name: metrics-server, namespace: kube-system, labels: {kubernetes.io/service-name: metrics-server}},
			endpoints: [{addresses: [` + at.Addr().String() + `]}], ports: [{name: https, port: ` + strconv.Itoa(int(at.Port())) + `}]}`,
		`{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1beta1.metrics.k8s.io},
			spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100,
			insecureSkipTLSVerify: true, service: {name: metrics-server, namespace: kube-system}}}`,
	}
}
