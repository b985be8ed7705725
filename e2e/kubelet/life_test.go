package kubelet

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func waitsFor(reason, message string) func(*corev1.Pod, bool) bool {
	return func(p *corev1.Pod, _ bool) bool {
		for _, c := range p.Status.ContainerStatuses {
			if w := c.State.Waiting; w != nil && w.Reason == reason && strings.Contains(w.Message, message) {
				return true
			}
		}
		return false
	}
}

func TestMissingSecret(t *testing.T) {
	s := newSpace(t)
	s.pod("env", `{containers: [{name: main, image: registry.example.com/tools/reporter,
env: [{name: X, valueFrom: {secretKeyRef: {name: late, key: x}}}]}]}`)
	s.pod("volume", `{containers: [{name: main, image: registry.example.com/tools/reporter, volumeMounts: [{name: v, mountPath: /v}]}],
volumes: [{name: v, secret: {secretName: late}}]}`)
	s.await("env", "refused", waitsFor("CreateContainerConfigError", `secret "late" not found`))
	s.await("volume", "waiting", waitsFor("ContainerCreating", `MountVolume.SetUp failed for volume "v"`))
	s.secret("late", map[string]string{"x": "y"})
	s.ready("env")
	s.ready("volume")
}

func TestNonRoot(t *testing.T) {
	s := newSpace(t)
	s.pod("root", `{containers: [{name: main, image: registry.example.com/tools/reporter, securityContext: {runAsNonRoot: true, runAsUser: 0}}]}`)
	s.await("root", "refused", waitsFor("CreateContainerConfigError", "runAsNonRoot"))
}

func TestNoSuchCommand(t *testing.T) {
	s := newSpace(t)
	s.pod("command", `{containers: [{name: main, image: registry.example.com/tools/reporter, command: [no-such-command]}]}`)
	p := s.await("command", "crashing", waitsFor("CrashLoopBackOff", ""))
	last := p.Status.ContainerStatuses[0].LastTerminationState.Terminated
	if last == nil || last.Reason != "StartError" || !strings.Contains(last.Message, "no-such-command") || last.ExitCode != 128 {
		t.Errorf("last state %+v", last)
	}
}

func TestCrashLoop(t *testing.T) {
	s := newSpace(t)
	s.pod("crash", `{containers: [{name: main, image: registry.example.com/tools/reporter, args: [--exit=3],
terminationMessagePolicy: FallbackToLogsOnError}]}`)
	p := s.await("crash", "crashing again", func(p *corev1.Pod, _ bool) bool {
		return waitsFor("CrashLoopBackOff", "back-off")(p, false) && p.Status.ContainerStatuses[0].RestartCount >= 2
	})
	c := p.Status.ContainerStatuses[0]
	if last := c.LastTerminationState.Terminated; last == nil || last.ExitCode != 3 || !strings.Contains(last.Message, "reporter [--exit=3]") {
		t.Errorf("last state %+v", c.LastTerminationState)
	}
	if p.Status.Phase != corev1.PodRunning || isReady(p) {
		t.Errorf("phase %s", p.Status.Phase)
	}
	if lines := strings.Count(kubelet.Tail(s.name, "crash", 100), "reporter"); lines < 2 {
		t.Errorf("the log has %d starts", lines)
	}
}

func TestRestart(t *testing.T) {
	s := newSpace(t)
	s.pod("restart", `{containers: [{name: main, image: registry.example.com/tools/reporter, args: [--once=/v/there],
volumeMounts: [{name: v, mountPath: /v}], readinessProbe: {tcpSocket: {port: 8080}}}], volumes: [{name: v, emptyDir: {}}]}`)
	p := s.ready("restart")
	if n := p.Status.ContainerStatuses[0].RestartCount; n != 1 {
		t.Errorf("%d restarts, not the one after exit 3", n)
	}
	s.check(kubelet.Kill(s.name, "restart"))
	again := s.await("restart", "ready after the kill", func(p *corev1.Pod, _ bool) bool {
		return isReady(p) && p.Status.ContainerStatuses[0].RestartCount == 2
	})
	if last := again.Status.ContainerStatuses[0].LastTerminationState.Terminated; last.ExitCode != 137 {
		t.Errorf("last state %+v", last)
	}
	if again.Status.PodIP != p.Status.PodIP {
		t.Errorf("the address changed from %s to %s", p.Status.PodIP, again.Status.PodIP)
	}
	if _, err := s.get(again, "/report"); err != nil {
		t.Error(err)
	}
	if err := kubelet.Kill(s.name, "absent"); err == nil {
		t.Error("a pod that is not there was killed")
	}
}

func TestReadiness(t *testing.T) {
	s := newSpace(t)
	s.pod("probe", `{containers: [{name: main, image: registry.example.com/tools/reporter, startupProbe: {httpGet: {port: 8080, path: /report}},
readinessProbe: {httpGet: {port: 8080, path: /ready}, failureThreshold: 2}}]}`)
	p := s.await("probe", "started", func(p *corev1.Pod, _ bool) bool {
		return len(p.Status.ContainerStatuses) > 0 && *p.Status.ContainerStatuses[0].Started
	})
	if isReady(p) {
		t.Error("it is ready before its probe succeeds")
	}
	for _, to := range []bool{true, false} {
		_, err := s.get(p, fmt.Sprintf("/set-ready?to=%v", to))
		s.check(err)
		s.await("probe", fmt.Sprintf("ready: %v", to), func(p *corev1.Pod, _ bool) bool { return isReady(p) == to })
	}
}

func TestDeletion(t *testing.T) {
	s := newSpace(t)
	for name, args := range map[string]string{"polite": "[]", "deaf": "[--deaf]"} {
		s.pod(name, fmt.Sprintf(`{terminationGracePeriodSeconds: 60, containers: [{name: main, image: registry.example.com/tools/reporter, args: %s,
readinessProbe: {tcpSocket: {port: 8080}}}]}`, args))
	}
	for _, name := range []string{"polite", "deaf"} {
		p := s.ready(name)
		ip := netip.MustParseAddr(p.Status.PodIP)
		if !kubelet.Live(ip) {
			t.Errorf("%v does not live", ip)
		}
		s.check(s.CoreV1().Pods(s.name).Delete(t.Context(), name, metav1.DeleteOptions{}))
		s.await(name, "gone", func(_ *corev1.Pod, gone bool) bool { return gone })
		if kubelet.Live(ip) {
			t.Errorf("%v still lives", ip)
		}
	}
}

func TestJobs(t *testing.T) {
	s := newSpace(t)
	for name, code := range map[string]int{"good": 0, "bad": 7} {
		job := object[batchv1.Job](s, fmt.Sprintf(`{metadata: {name: %s}, spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never,
containers: [{name: main, image: registry.example.com/tools/reporter:1, args: [--exit=%d]}]}}}}`, name, code))
		_, err := s.BatchV1().Jobs(s.name).Create(t.Context(), job, metav1.CreateOptions{})
		s.check(err)
	}
	s.until("jobs end", func() error {
		jobs, err := s.BatchV1().Jobs(s.name).List(t.Context(), metav1.ListOptions{})
		s.check(err)
		for _, j := range jobs.Items {
			if good := j.Name == "good"; good && j.Status.Succeeded != 1 || !good && j.Status.Failed != 1 {
				return fmt.Errorf("%s: %+v", j.Name, j.Status)
			}
		}
		return nil
	})
}

func TestInitContainers(t *testing.T) {
	s := newSpace(t)
	s.pod("init", `{initContainers: [
{name: unknown, image: registry.example.com/unknown, command: [fail]},
{name: copy, image: registry.example.com/tools/reporter, args: [--write=/v/file], volumeMounts: [{name: v, mountPath: /v}]},
{name: proxy, image: registry.example.com/proxy, restartPolicy: Always}],
containers: [{name: main, image: registry.example.com/tools/reporter, volumeMounts: [{name: v, mountPath: /v}],
readinessProbe: {tcpSocket: {port: 8080}}}], volumes: [{name: v, emptyDir: {}}]}`)
	p := s.ready("init")
	if got, err := s.get(p, "/file/v/file"); got != "written" {
		t.Errorf("%q, %v", got, err)
	}
	for _, c := range p.Status.InitContainerStatuses {
		if !c.Ready || (c.State.Terminated == nil) != (c.Name == "proxy") {
			t.Errorf("init container %+v", c)
		}
	}
}

func TestReplicas(t *testing.T) {
	s := newSpace(t)
	deployment := object[appsv1.Deployment](s, `{metadata: {name: single}, spec: {replicas: 3, selector: {matchLabels: {app: single}},
template: {metadata: {labels: {app: single}}, spec: {terminationGracePeriodSeconds: 1,
containers: [{name: main, image: registry.example.com/tools/single, readinessProbe: {tcpSocket: {port: 8080}}}]}}}}`)
	_, err := s.AppsV1().Deployments(s.name).Create(t.Context(), deployment, metav1.CreateOptions{})
	s.check(err)
	first := s.one(3)
	s.check(s.CoreV1().Pods(s.name).Delete(t.Context(), first.Pod, metav1.DeleteOptions{}))
	s.await(first.Pod, "gone", func(_ *corev1.Pod, gone bool) bool { return gone })
	if second := s.one(3); second.Pod == first.Pod {
		t.Errorf("still %s", second.Pod)
	}
}

// one waits until all replicas are ready and returns the one that runs.
func (s *space) one(replicas int32) Process {
	s.Helper()
	var one []Process
	s.until("deployment is ready", func() error {
		one = nil
		for _, p := range kubelet.Processes() {
			if p.Namespace == s.name {
				one = append(one, p)
			}
		}
		d, err := s.AppsV1().Deployments(s.name).Get(s.Context(), "single", metav1.GetOptions{})
		if err == nil && (d.Status.ReadyReplicas != replicas || len(one) != 1) {
			err = fmt.Errorf("%d processes, %+v", len(one), d.Status)
		}
		return err
	})
	if one[0].Usage().RSS == 0 {
		s.Error("the process takes no memory")
	}
	return one[0]
}
