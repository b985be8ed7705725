package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/process"
)

// killed ends all programs of Argo CD whose pods are called so; the kubelet starts them again.
func (l *load) killed(prefix string) func(context.Context) error {
	return func(context.Context) error {
		var failed []error
		n := 0
		for _, p := range l.kubelet.Processes() {
			if p.Namespace == argocd.Namespace && strings.HasPrefix(p.Pod, prefix) {
				failed = append(failed, l.kubelet.Kill(p.Namespace, p.Pod))
				n++
			}
		}
		if n == 0 {
			return fmt.Errorf("no program of a pod %s* runs", prefix)
		}
		return errors.Join(failed...)
	}
}

// restarted kills programs of the control plane, which start again at once, as a server of EKS's does that fails.
func (l *load) restarted(names ...string) func(context.Context) error {
	return func(context.Context) error { return l.cluster.Restart(names...) }
}

// usages are what the programs take that a change passes through.
func (l *load) usages() map[string]process.Usage {
	usages := l.cluster.Usage()
	for _, p := range l.kubelet.Processes() {
		if p.Namespace == argocd.Namespace {
			usages[p.Pod] = p.Usage()
		}
	}
	return usages
}

// passed are the programs in the order in which a change passes through them.
var passed = []string{
	"argocd-server-", "argocd-applicationset-controller-", "argocd-repo-server-", "argocd-application-controller-", "kube-apiserver", "etcd",
}

// measured records what the programs took for something; of one that was killed meanwhile, since then.
func (l *load) measured(what string, do func() error) error {
	before, began := l.usages(), time.Now()
	err := do()
	took := time.Since(began)
	cells := []any{what, seconds(took)}
	for _, prefix := range passed {
		for name, after := range l.usages() {
			if strings.HasPrefix(name, prefix) {
				cpu := after.CPU
				if was := before[name]; was.CPU <= cpu {
					cpu -= was.CPU
				}
				cells = append(cells, fmt.Sprintf("%.1f s, %d MiB", cpu.Seconds(), after.Peak>>20))
			}
		}
	}
	head := []string{fmt.Sprint(*atOnce, " apps are"), "seconds"}
	for _, prefix := range passed {
		head = append(head, strings.TrimSuffix(prefix, "-"))
	}
	record.Row("CPU for a change of all apps at once, and memory at most so far", head, cells...)
	return err
}
