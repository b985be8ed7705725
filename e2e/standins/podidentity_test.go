package standins

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/yaml"

	"github.com/example/fastapi-gitops/e2e/internet"
)

const before = `
serviceAccountName: cert-manager
volumes: [{name: data, emptyDir: {}}]
initContainers: [{name: first, env: [{name: AWS_REGION, value: eu-west-1}]}]
containers:
- name: controller
  env: [{name: POD_NAMESPACE, value: cert-manager}]
  volumeMounts: [{name: data, mountPath: /data}]
`

// after is what EKS makes of it.
const after = `
serviceAccountName: cert-manager
volumes:
- name: eks-pod-identity-token
  projected:
    sources: [{serviceAccountToken: {audience: pods.eks.amazonaws.com, expirationSeconds: 86400, path: eks-pod-identity-token}}]
- {name: data, emptyDir: {}}
initContainers:
- name: first
  env:
  - {name: AWS_REGION, value: eu-west-1}
  - {name: AWS_STS_REGIONAL_ENDPOINTS, value: regional}
  - {name: AWS_CONTAINER_CREDENTIALS_FULL_URI, value: "http://169.254.170.23/v1/credentials"}
  - {name: AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, value: /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token}
  volumeMounts: [{name: eks-pod-identity-token, readOnly: true, mountPath: /var/run/secrets/pods.eks.amazonaws.com/serviceaccount}]
containers:
- name: controller
  env:
  - {name: POD_NAMESPACE, value: cert-manager}
  - {name: AWS_STS_REGIONAL_ENDPOINTS, value: regional}
  - {name: AWS_DEFAULT_REGION, value: ap-south-1}
  - {name: AWS_REGION, value: ap-south-1}
  - {name: AWS_CONTAINER_CREDENTIALS_FULL_URI, value: "http://169.254.170.23/v1/credentials"}
  - {name: AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, value: /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token}
  volumeMounts:
  - {name: data, mountPath: /data}
  - {name: eks-pod-identity-token, readOnly: true, mountPath: /var/run/secrets/pods.eks.amazonaws.com/serviceaccount}
`

func spec(t *testing.T, text string) (spec corev1.PodSpec) {
	t.Helper()
	if err := yaml.UnmarshalStrict([]byte(text), &spec); err != nil {
		t.Fatal(err)
	}
	return spec
}

func TestPodIdentity(t *testing.T) {
	p, review := serve(t)
	changed := review("cert-manager", spec(t, before))
	if diff := cmp.Diff(spec(t, after), changed); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(changed, review("cert-manager", changed)); diff != "" {
		t.Errorf("asked again:\n%s", diff)
	}
	if diff := cmp.Diff(spec(t, before), review("other", spec(t, before))); diff != "" {
		t.Errorf("a ServiceAccount without an association:\n%s", diff)
	}
	client := fake.NewClientset()
	if err := p.Register(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	configured, err := client.AdmissionregistrationV1().MutatingWebhookConfigurations().Get(t.Context(), "pod-identity-webhook", metav1.GetOptions{})
	if err != nil || *configured.Webhooks[0].ClientConfig.URL != "https://127.0.0.1:23443/mutate" {
		t.Errorf("%v %v", configured, err)
	}
}

// serve has the webhook answer, and gives what becomes of a pod's spec in a namespace by it.
func serve(t *testing.T) (PodIdentity, func(namespace string, of corev1.PodSpec) corev1.PodSpec) {
	t.Helper()
	world, err := internet.New(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := world.Certificate("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	p := PodIdentity{
		Region: "ap-south-1", Subjects: []string{"system:serviceaccount:cert-manager:cert-manager"},
		Certificate: *certificate, CA: world.CA(),
	}
	ctx, stop := context.WithCancel(t.Context())
	listener, err := p.Listen()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(p.CA)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	t.Cleanup(client.CloseIdleConnections)
	return p, func(namespace string, of corev1.PodSpec) corev1.PodSpec { return ask(t, client, namespace, of) }
}

func ask(t *testing.T, client *http.Client, namespace string, of corev1.PodSpec) corev1.PodSpec {
	t.Helper()
	review := admissionv1.AdmissionReview{Request: &admissionv1.AdmissionRequest{UID: "1", Namespace: namespace}}
	var err error
	if review.Request.Object.Raw, err = json.Marshal(corev1.Pod{Spec: of}); err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(review)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Post("https://127.0.0.1:23443/mutate", "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answered admissionv1.AdmissionReview
	if err := json.NewDecoder(response.Body).Decode(&answered); err != nil || answered.Response.UID != "1" || !answered.Response.Allowed {
		t.Fatalf("%v: %+v", err, answered.Response)
	}
	return patched(t, of, answered.Response.Patch)
}

// patched applies operations that set a whole field of the spec each.
func patched(t *testing.T, of corev1.PodSpec, patch []byte) corev1.PodSpec {
	t.Helper()
	if patch == nil {
		return of
	}
	var operations []struct {
		Op, Path string
		Value    json.RawMessage
	}
	if err := json.Unmarshal(patch, &operations); err != nil {
		t.Fatal(err)
	}
	for _, o := range operations {
		field, ok := strings.CutPrefix(o.Path, "/spec/")
		if o.Op != "add" || !ok {
			t.Fatalf("%s %s", o.Op, o.Path)
		}
		var err error
		switch field {
		case "volumes":
			of.Volumes = nil
			err = json.Unmarshal(o.Value, &of.Volumes)
		case "containers":
			of.Containers = nil
			err = json.Unmarshal(o.Value, &of.Containers)
		case "initContainers":
			of.InitContainers = nil
			err = json.Unmarshal(o.Value, &of.InitContainers)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return of
}
