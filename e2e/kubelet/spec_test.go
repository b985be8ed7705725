package kubelet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const everything = `
securityContext: {runAsUser: 1234, runAsGroup: 2345, fsGroup: 3456, runAsNonRoot: true}
dnsConfig: {options: [{name: ndots, value: "2"}]}
hostAliases: [{ip: 192.0.2.1, hostnames: [other]}]
containers:
- name: main
  image: registry.example.com/tools/reporter:1.2@sha256:0000000000000000000000000000000000000000000000000000000000000000
  args: ["--", "$(NONE)", "$(PLAIN)", "$$(PLAIN)"]
  securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false}
  resources: {requests: {cpu: 100m}, limits: {memory: 64Mi}}
  readinessProbe: {tcpSocket: {port: http}}
  ports: [{name: http, containerPort: 8080}]
  envFrom:
  - {prefix: CM_, configMapRef: {name: settings}}
  - {secretRef: {name: absent, optional: true}}
  env:
  - {name: PLAIN, value: plain}
  - {name: COMPOSED, value: "$(PLAIN)-$(CM_COLOR)-$$(PLAIN)-$(NOT_THERE)"}
  - {name: OVERRIDDEN, value: spec}
  - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
  - {name: HOST_IP, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
  - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
  - {name: LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
  - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
  - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory}}}
  - {name: KEY, valueFrom: {secretKeyRef: {name: password, key: value}}}
  - {name: ABSENT, valueFrom: {secretKeyRef: {name: password, key: absent, optional: true}}}
  volumeMounts:
  - {name: settings, mountPath: /var/run/settings}
  - {name: settings, mountPath: /etc/color, subPath: COLOR}
  - {name: password, mountPath: /etc/deep/secret}
  - {name: scratch, mountPath: /scratch}
  - {name: scratch, mountPath: /scratch/below/app, subPath: app}
  - {name: all, mountPath: /all}
- {name: sidecar, image: registry.example.com/sidecar}
volumes:
- {name: settings, configMap: {name: settings}}
- {name: password, secret: {secretName: password, defaultMode: 0400, items: [{key: value, path: sub/password}]}}
- {name: scratch, emptyDir: {}}
- name: all
  projected:
    sources:
    - {serviceAccountToken: {path: aws, audience: sts.amazonaws.com, expirationSeconds: 600}}
    - {downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
    - {configMap: {name: absent, optional: true}}
`

func TestSpec(t *testing.T) {
	s := newSpace(t)
	s.configMap("settings", map[string]string{"COLOR": "blue"})
	s.secret("password", map[string]string{"value": "hunter2", "other": "hidden"})
	s.pod("spec", everything)
	pod := s.ready("spec")
	r := s.report(pod)

	env := map[string]string{
		"CM_COLOR": "blue", "PLAIN": "plain", "COMPOSED": "plain-blue-$(PLAIN)-$(NOT_THERE)", "OVERRIDDEN": "spec", "IMAGE": "yes",
		"IP": pod.Status.PodIP, "HOST_IP": pod.Status.HostIP, "NODE": "one", "LABEL": "spec", "CPU": "100", "MEMORY": "67108864",
		"KEY": "hunter2", "KUBERNETES_SERVICE_HOST": "172.20.0.1", "KUBERNETES_SERVICE_PORT": "443",
		"KUBERNETES_PORT_443_TCP_ADDR": "172.20.0.1", "KUBERNETES_SERVICE_PORT_HTTPS": "443", "HOSTNAME": "spec",
	}
	for name, want := range env {
		if r.Env[name] != want {
			t.Errorf("env %s is %q, not %q", name, r.Env[name], want)
		}
	}
	if _, set := r.Env["ABSENT"]; set {
		t.Error("an optional key that is missing is set")
	}
	for name := range r.Env {
		if strings.HasPrefix(name, "E2E_") {
			t.Errorf("env %s is the harness's own", name)
		}
	}
	want := report{
		Args: []string{"reporter", "--", "$(NONE)", "plain", "$(PLAIN)"},
		Env:  r.Env, Hostname: "spec", Dir: "/home/reporter", User: 1234, Group: 2345, Groups: []int{3456}, PID: 1,
	}
	if !mapped("/proc/self/uid_map", 1234) { // a normal user's sandbox
		want.User, want.Group, want.Groups = 0, 0, r.Groups
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	s.files(pod)
	s.writes(pod)
	for _, c := range pod.Status.ContainerStatuses {
		if !c.Ready || c.State.Running == nil || c.Started == nil || !*c.Started {
			t.Errorf("container %s is %+v", c.Name, c)
		}
	}
	if len(pod.Status.ContainerStatuses) != 2 || pod.Status.Phase != corev1.PodRunning || !strings.HasPrefix(pod.Status.HostIP, "10.20.1.") {
		t.Errorf("status %+v", pod.Status)
	}
}

// files reads what is mounted.
func (s *space) files(pod *corev1.Pod) {
	s.Helper()
	files := map[string]string{
		"/file/var/run/settings/COLOR":       "blue",
		"/file/etc/color":                    "blue",
		"/file/etc/deep/secret/sub/password": "hunter2",
		"/mode/etc/deep/secret/sub/password": "-r--r-----",
		"/list/etc/deep/secret/sub":          "password",
		"/list/scratch":                      "app below",
		"/list/tmp":                          "",
		"/file/all/labels":                   `app="spec"`,
		"/file/var/run/secrets/kubernetes.io/serviceaccount/namespace": s.name,
		"/file/etc/resolv.conf": "nameserver 172.20.0.10\nsearch " + s.name + ".svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5 ndots:2\n",
		"/file/etc/hostname":    "spec\n",
	}
	if !mapped("/proc/self/gid_map", 3456) { // fsGroup cannot own it
		files["/mode/etc/deep/secret/sub/password"] = "-r--------"
	}
	for path, want := range files {
		if got, err := s.get(pod, path); got != want {
			s.Errorf("%s is %q (%v), not %q", path, got, err, want)
		}
	}
	for path, part := range map[string]string{
		"/file/etc/hosts": pod.Status.PodIP + "\tspec\n192.0.2.1\tother\n",
		"/file/var/run/secrets/kubernetes.io/serviceaccount/ca.crt": "BEGIN CERTIFICATE",
		"/file/proc/mounts": " /scratch ",
		"/file/opt/tool":    "",
	} {
		if got, err := s.get(pod, path); err != nil || !strings.Contains(got, part) {
			s.Errorf("%s has no %q: %q, %v", path, part, got, err)
		}
	}
	s.token(pod, "/file/var/run/secrets/kubernetes.io/serviceaccount/token", nil)
	s.token(pod, "/file/all/aws", []string{"sts.amazonaws.com"})
}

// token asks the API server whose a token is.
func (s *space) token(pod *corev1.Pod, path string, audiences []string) {
	s.Helper()
	text, err := s.get(pod, path)
	s.check(err)
	review := &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: text, Audiences: audiences}}
	review, err = s.AuthenticationV1().TokenReviews().Create(s.Context(), review, metav1.CreateOptions{})
	s.check(err)
	user := review.Status.User
	if !review.Status.Authenticated || user.Username != "system:serviceaccount:"+s.name+":default" ||
		user.Extra["authentication.kubernetes.io/pod-name"][0] != pod.Name {
		s.Errorf("token of %s: %+v", path, review.Status)
	}
}

// writes tries where a process with a read-only root may write.
func (s *space) writes(pod *corev1.Pod) {
	s.Helper()
	for path, may := range map[string]bool{
		"/scratch/x": true, "/scratch/below/app/x": true, "/dev/shm/x": true,
		"/tmp/x": false, "/home/reporter/x": false, "/var/run/settings/x": false, "/usr/local/bin/reporter": false, "/opt/tool": false,
	} {
		if _, err := s.get(pod, "/write"+path); (err == nil) != may {
			s.Errorf("write of %s: %v", path, err)
		}
	}
}

func TestConfigMapChange(t *testing.T) {
	s := newSpace(t)
	s.configMap("settings", map[string]string{"color": "blue", "old": "1"})
	s.pod("change", `{containers: [{name: main, image: registry.example.com/tools/reporter, readinessProbe: {tcpSocket: {port: 8080}},
volumeMounts: [{name: s, mountPath: /s}, {name: s, mountPath: /frozen, subPath: color}]}], volumes: [{name: s, configMap: {name: settings}}]}`)
	pod := s.ready("change")
	changed := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "settings"}, Data: map[string]string{"color": "red", "new": "2"}}
	_, err := s.CoreV1().ConfigMaps(s.name).Update(t.Context(), changed, metav1.UpdateOptions{})
	s.check(err)
	s.until("volume is refreshed", func() error {
		got, err := s.get(pod, "/file/s/new")
		if err == nil && got != "2" {
			t.Errorf("got %q", got)
		}
		return err
	})
	for path, want := range map[string]string{"/file/s/color": "red", "/file/frozen": "blue"} {
		if got, err := s.get(pod, path); got != want {
			t.Errorf("%s is %q, %v", path, got, err)
		}
	}
	s.until("old key is gone", func() error {
		got, err := s.get(pod, "/list/s")
		if err == nil && strings.Contains(got, "old") {
			t.Errorf("%s", got)
		}
		return err
	})
}
