package controlplane

import (
	"context"
	"fmt"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func podOf(name, image string) *corev1.Pod {
	return &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: corev1.PodSpec{
		Containers: []corev1.Container{{Name: "app", Image: image}},
	}}
}

// deploy creates a Deployment whose pods request the CPU each, on nodes for apps, and waits until all are available.
func deploy(t *testing.T, c *Cluster, name, cpu string, replicas int32) {
	t.Helper()
	namespace(t, c, name, nil)
	pod := podOf("", "example.com/app:1").Spec
	pod.NodeSelector = map[string]string{"node-group": "apps"}
	pod.InitContainers = []corev1.Container{{Name: "first", Image: "example.com/init:1"}}
	pod.Containers[0].Resources.Requests = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu)}
	labels := map[string]string{"app": name}
	deployments := c.Admin.Kubernetes.AppsV1().Deployments(name)
	if _, err := deployments.Create(t.Context(), &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: appsv1.DeploymentSpec{
			Replicas: &replicas,
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: pod},
		},
	}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func(ctx context.Context) error {
		d, err := deployments.Get(ctx, name, metav1.GetOptions{})
		if err == nil && d.Status.AvailableReplicas != replicas {
			err = fmt.Errorf("%d of %d available", d.Status.AvailableReplicas, replicas)
		}
		return err
	})
}

func pods(ctx context.Context, c *Cluster, namespace string) ([]corev1.Pod, error) {
	list, err := c.Admin.Kubernetes.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
	return list.Items, err
}

func testDeployment(t *testing.T, c *Cluster) {
	deploy(t, c, "deployment", "100m", 4)
	list, err := pods(t.Context(), c, "deployment")
	if err != nil {
		t.Fatal(err)
	}
	addresses := map[string]bool{}
	for _, pod := range list {
		within(t, "10.20.64.0/19", pod.Status.PodIP)
		within(t, "10.20.1.0/24", pod.Status.HostIP)
		addresses[pod.Status.PodIP] = true
	}
	if len(addresses) != 4 {
		t.Errorf("pods share addresses: %v", addresses)
	}
	if err := c.Admin.Kubernetes.AppsV1().Deployments("deployment").Delete(t.Context(), "deployment", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func(ctx context.Context) error {
		list, err := pods(ctx, c, "deployment")
		if err == nil && len(list) > 0 {
			err = fmt.Errorf("%d pods are still there", len(list))
		}
		return err
	})
}

func testJob(t *testing.T, c *Cluster) {
	namespace(t, c, "job", nil)
	spec := podOf("", "example.com/app:1").Spec
	spec.RestartPolicy = corev1.RestartPolicyNever
	jobs := c.Admin.Kubernetes.BatchV1().Jobs("job")
	if _, err := jobs.Create(t.Context(), &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: "job"},
		Spec:       batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: spec}},
	}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func(ctx context.Context) error {
		job, err := jobs.Get(ctx, "job", metav1.GetOptions{})
		if err == nil && job.Status.CompletionTime == nil {
			err = fmt.Errorf("not complete: %v", job.Status)
		}
		return err
	})
}

func testBrokenImage(t *testing.T, c *Cluster) {
	namespace(t, c, "broken", nil)
	images := []string{"example.com:5000/app:1-broken", "example.com/app:1@sha256:bad0bad0" + fmt.Sprintf("%056d", 0)}
	for i, image := range images {
		create(t, c, "broken", podOf(fmt.Sprint("pod-", i), image))
	}
	eventually(t, func(ctx context.Context) error {
		list, err := pods(ctx, c, "broken")
		for _, pod := range list {
			s := pod.Status.ContainerStatuses
			if len(s) == 0 || s[0].State.Waiting == nil || s[0].State.Waiting.Reason != "ImagePullBackOff" {
				return fmt.Errorf("%s: %v", pod.Spec.Containers[0].Image, pod.Status)
			}
		}
		return err
	})
}

func create(t *testing.T, c *Cluster, namespace string, pod *corev1.Pod) {
	t.Helper()
	if _, err := c.Admin.Kubernetes.CoreV1().Pods(namespace).Create(t.Context(), pod, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

// testReal has a pod that kwok must leave alone and, on the same node, one after it that kwok runs.
func testReal(t *testing.T, c *Cluster) {
	namespace(t, c, "real", nil)
	client := c.Admin.Kubernetes.CoreV1().Pods("real")
	create(t, c, "real", podOf("real", realRepository+":1@sha256:00"))
	scheduled := wait(t, c, "real", func(p *corev1.Pod) bool { return p.Spec.NodeName != "" })
	fake := podOf("fake", realRepository+"-not:1")
	fake.Spec.NodeName = scheduled.Spec.NodeName
	create(t, c, "real", fake)
	wait(t, c, "fake", func(p *corev1.Pod) bool { return p.Status.Phase == corev1.PodRunning })
	pod := wait(t, c, "real", func(*corev1.Pod) bool { return true })
	if pod.Status.PodIP != "" || pod.Status.Phase != corev1.PodPending {
		t.Errorf("kwok runs it: %v", pod.Status)
	}
	for _, name := range []string{"real", "fake"} {
		if err := client.Delete(t.Context(), name, metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, func(ctx context.Context) error {
		if _, err := client.Get(ctx, "fake", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
			return fmt.Errorf("fake is not deleted: %w", err)
		}
		return nil
	})
	if pod := wait(t, c, "real", func(*corev1.Pod) bool { return true }); pod.DeletionTimestamp == nil {
		t.Error("the deletion of the real pod is not announced to who runs it")
	}
}

func wait(t *testing.T, c *Cluster, name string, ok func(*corev1.Pod) bool) *corev1.Pod {
	t.Helper()
	var pod *corev1.Pod
	eventually(t, func(ctx context.Context) (err error) {
		pod, err = c.Admin.Kubernetes.CoreV1().Pods("real").Get(ctx, name, metav1.GetOptions{})
		if err == nil && !ok(pod) {
			err = fmt.Errorf("%s: %v", name, pod.Status)
		}
		return err
	})
	return pod
}
