package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/process"
)

// parts are the columns of processes: Argo CD's by the beginnings of their pods' names, and the control planes'.
var parts = []struct{ name, pod string }{
	{"controller", "argocd-application-controller"}, {"repo server", "argocd-repo-server"},
	{"ApplicationSets", "argocd-applicationset"}, {"server", "argocd-server"}, {"cache", "argocd-redis"},
	{"API servers", controlplane.APIServer}, {"etcd", controlplane.Etcd}, {"controllers, scheduler, kwok", ""},
}

// kinds are the columns of requests.
var kinds = []string{"get", "list", "watch", "patch, dry run", "patch", "update", "create", "delete"}

// figures are what was taken until a moment, each by its column.
type figures struct {
	at       time.Time
	usage    map[string]process.Usage
	requests map[string]int
	counters map[string]float64
}

// measured does something, and records what it took.
func (f *joinedFleet) measured(t *testing.T, size int, what string, do func(context.Context) error) {
	t.Helper()
	before, err := f.figures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// what the whole of a change takes on two cores is mostly rolling pods: two seconds an Application
	limit := 10*time.Minute + time.Duration(size)*2*time.Second
	step(t, fmt.Sprintf("%d Applications: %s", size, what), limit, do)
	after, err := f.figures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.record(size, what, before, after)
}

func (f *joinedFleet) figures(ctx context.Context) (*figures, error) {
	now := &figures{at: time.Now(), usage: f.usage(), requests: map[string]int{}}
	var errs []error
	for _, a := range f.audits {
		errs = append(errs, a.countArgoCD(now.requests))
	}
	var err error
	now.counters, err = f.counters(ctx)
	return now, errors.Join(append(errs, err)...)
}

// usage is that of each part, on all clusters.
func (f *joinedFleet) usage() map[string]process.Usage {
	all := map[string]process.Usage{}
	for _, p := range f.world.kubelet.Processes() {
		for _, part := range parts {
			if part.pod != "" && p.Namespace == argocd.Namespace && strings.HasPrefix(p.Pod, part.pod) {
				all[part.name] = all[part.name].Add(p.Usage())
			}
		}
	}
	for _, c := range f.world.controlPlanes() {
		for name, u := range c.Usage() {
			column := parts[len(parts)-1].name
			for _, part := range parts {
				if part.pod == name {
					column = part.name
				}
			}
			all[column] = all[column].Add(u)
		}
	}
	return all
}

// record adds a row to each table.
func (f *joinedFleet) record(size int, what string, before, after *figures) {
	cpu, memory := []any{size, what}, []any{size, what}
	head := []string{"Applications", "what"}
	times, calls, counters := append(head, "seconds"), head, head
	cpu = append(cpu, fmt.Sprintf("%.0f", after.at.Sub(before.at).Seconds()))
	for _, part := range parts {
		times, head = append(times, part.name), append(head, part.name)
		cpu = append(cpu, seconds(after.usage[part.name].CPU-before.usage[part.name].CPU))
		memory = append(memory, fmt.Sprintf("%d (%d)", after.usage[part.name].RSS>>20, after.usage[part.name].Peak>>20))
	}
	asked, counted := []any{size, what}, []any{size, what}
	for _, kind := range kinds {
		calls, asked = append(calls, kind), append(asked, after.requests[kind])
	}
	for _, c := range counterNames {
		counters = append(counters, c.name)
		counted = append(counted, fmt.Sprintf("%.0f", after.counters[c.name]-before.counters[c.name]))
	}
	record.Row("CPU seconds with many Applications", times, cpu...)
	record.Row("MiB with many Applications, now and at most", head, memory...)
	record.Row("Argo CD's requests to the API servers", calls, asked...)
	record.Row("What Argo CD counts", counters, counted...)
}
