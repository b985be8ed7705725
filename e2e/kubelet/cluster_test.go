package kubelet

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
	"sigs.k8s.io/yaml"
)

// space is a namespace of one test.
type space struct {
	*testing.T
	kubernetes.Interface
	name string
}

// timeout of what takes a second or two.
const timeout = 20 * time.Second

func newSpace(t *testing.T) *space {
	t.Helper()
	s := &space{T: t, Interface: cluster.Admin.Kubernetes}
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: strings.ToLower(t.Name()) + "-"}}
	namespace, err := s.CoreV1().Namespaces().Create(t.Context(), namespace, metav1.CreateOptions{})
	s.check(err)
	s.name = namespace.Name
	s.until("default ServiceAccount", func() error { // made by the controller manager; no pod is admitted before
		_, err := s.CoreV1().ServiceAccounts(s.name).Get(t.Context(), "default", metav1.GetOptions{})
		return err
	})
	return s
}

func (s *space) check(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// until polls what no watch tells.
func (s *space) until(what string, f func() error) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), timeout)
	defer cancel()
	for {
		err := f()
		if err == nil {
			return
		}
		if !sleep(ctx, 20*time.Millisecond) {
			s.Fatalf("%s: %v", what, err)
		}
	}
}

func object[T any](s *space, text string) *T {
	s.Helper()
	o := new(T)
	s.check(yaml.UnmarshalStrict([]byte(text), o))
	return o
}

// pod creates a pod whose spec is in YAML.
func (s *space) pod(name, spec string) {
	s.Helper()
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"app": name}}, Spec: *object[corev1.PodSpec](s, spec)}
	_, err := s.CoreV1().Pods(s.name).Create(s.Context(), pod, metav1.CreateOptions{})
	s.check(err)
}

func (s *space) configMap(name string, data map[string]string) {
	s.Helper()
	o := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: data}
	_, err := s.CoreV1().ConfigMaps(s.name).Create(s.Context(), o, metav1.CreateOptions{})
	s.check(err)
}

func (s *space) secret(name string, data map[string]string) {
	s.Helper()
	o := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: name}, StringData: data}
	_, err := s.CoreV1().Secrets(s.name).Create(s.Context(), o, metav1.CreateOptions{})
	s.check(err)
}

// await waits for a state of a pod; gone is true once it is deleted.
func (s *space) await(name, what string, is func(p *corev1.Pod, gone bool) bool) *corev1.Pod {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), timeout)
	defer cancel()
	lw := cache.NewListWatchFromClient(s.CoreV1().RESTClient(), "pods", s.name, fields.OneTermEqualSelector("metadata.name", name))
	var last *corev1.Pod
	_, err := watchtools.UntilWithSync(ctx, lw, &corev1.Pod{}, nil, func(e watch.Event) (bool, error) {
		last = e.Object.(*corev1.Pod)
		return is(last, e.Type == watch.Deleted), nil
	})
	if err != nil {
		last.ManagedFields = nil
		status, _ := yaml.Marshal(last)
		s.Fatalf("pod %s is not %s: %v\n%s\n%s", name, what, err, status, kubelet.Tail(s.name, name, 20))
	}
	return last
}

func (s *space) ready(name string) *corev1.Pod {
	s.Helper()
	return s.await(name, "ready", func(p *corev1.Pod, _ bool) bool { return isReady(p) })
}

func isReady(p *corev1.Pod) bool {
	for _, c := range p.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

// get asks the program of a pod; an error has its answer.
func (s *space) get(pod *corev1.Pod, path string) (string, error) {
	ctx, cancel := context.WithTimeout(s.Context(), 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+pod.Status.PodIP+":8080"+path, nil)
	s.check(err)
	response, err := prober.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", response.Status, text)
	}
	return string(text), err
}

func (s *space) report(pod *corev1.Pod) report {
	s.Helper()
	text, err := s.get(pod, "/report")
	s.check(err)
	var r report
	s.check(json.Unmarshal([]byte(text), &r))
	return r
}
