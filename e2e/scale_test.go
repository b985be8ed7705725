package e2e

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

var (
	sizes    = flag.String("applications", "100,300,1000", "numbers of Applications to measure, rising")
	clusters = flag.Int("clusters", 3, "how many clusters there are to fill, the hub among them")
	with     = flag.String("with", "", "a script of sed that the ApplicationSets of apps go through before each commit, to compare with")
	quiet    = flag.Duration("idle", 3*time.Minute, "how long to measure while nothing changes; two rounds of Argo CD's own take four minutes")
)

// TestScale joins clusters to the hub, each by its file, and fills all with apps: what it costs that they come, that one
// changes, that all change, and that nothing happens.
func TestScale(t *testing.T) {
	numbers, err := parseSizes(*sizes)
	if err != nil {
		t.Fatal(err)
	}
	if *clusters < 1 {
		t.Fatalf("-clusters: %d, want the hub at least", *clusters)
	}
	w := newWorld(t)
	someone := w.newPerson(t, "home")
	f := w.fleetOf(t, someone, *clusters)
	apps := f.joined(t, someone)
	w.server.Tell(w.webhook)
	load := &filling{person: someone, hosts: f.hosts, rounds: map[int]int{}}
	for _, n := range numbers {
		more := n - load.size
		load.size = n
		f.measured(t, n, fmt.Sprintf("%d more come", more), func(ctx context.Context) error {
			return f.come(ctx, apps, load)
		})
		f.measured(t, n, "all change", func(ctx context.Context) error { return f.change(ctx, apps, load, load.apps()) })
		f.measured(t, n, "idle", func(ctx context.Context) error { return idle(ctx, *quiet) })
		f.measured(t, n, "one changes", func(ctx context.Context) error { return f.change(ctx, apps, load, 1) })
		f.measured(t, n, "idle after that", func(ctx context.Context) error { return idle(ctx, *quiet) })
	}
}

func parseSizes(list string) (numbers []int, err error) {
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-applications: %q is no number of Applications", text)
		}
		numbers = append(numbers, n)
	}
	if !slices.IsSorted(numbers) {
		return nil, fmt.Errorf("-applications: %s does not rise", list)
	}
	return numbers, nil
}

// idle lets time pass.
func idle(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// come has a person commit the load, and waits until all of it is there.
func (f *joinedFleet) come(ctx context.Context, apps *argocd.Applications, l *filling) error {
	if err := l.write(l.apps()); err != nil {
		return err
	}
	if err := l.person.commits(ctx, fmt.Sprintf("%d apps", l.apps())); err != nil {
		return err
	}
	names := l.namesOf(l.apps())
	p, err := f.world.push(ctx, l.person)
	if err != nil {
		return err
	}
	err = apps.Until(ctx, "Applications", func(all map[string]*argocd.Application) bool { return len(missing(all, names)) == 0 })
	if err != nil {
		return err
	}
	f.took(l.size, "from push until all Applications are there", p)
	if err := arrive(ctx, apps, names); err != nil {
		return err
	}
	f.took(l.size, "from push until all are Synced and Healthy", p)
	return nil
}

// change has a person change so many apps by one commit, and waits until each environment has it.
func (f *joinedFleet) change(ctx context.Context, apps *argocd.Applications, l *filling, changed int) error {
	for n := range changed {
		l.rounds[n]++
	}
	if err := l.write(changed); err != nil {
		return err
	}
	if err := l.person.commits(ctx, fmt.Sprintf("%d apps change", changed)); err != nil {
		return err
	}
	p, err := f.world.push(ctx, l.person)
	if err != nil {
		return err
	}
	names := l.namesOf(changed)
	err = apps.Until(ctx, "change", func(all map[string]*argocd.Application) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return all[name] == nil || !all[name].Holds(p.revision) })
	})
	if err != nil {
		return err
	}
	f.took(l.size, fmt.Sprintf("from push until the %d apps that change are Synced and Healthy with it", changed), p)
	return nil
}

// took records a time.
func (f *joinedFleet) took(size int, what string, p pushed) {
	record.Row("Times of many Applications", []string{"Applications", "what", "seconds"}, size, what, p.seconds())
}
