package e2e

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// recovery is the cluster made again after its loss: by a person who was not there before, with a clean clone and docs/recovery.md.
// The first time it is lost once more while half of the tree is there.
func recovery(t *testing.T, w *world, someone *person, apps *argocd.Applications) {
	subtest(t, "`make bootstrap` on a cluster that is up does no harm", func(t *testing.T) { w.bootstrapsAgain(t, someone, apps) })
	kept := w.keeps()
	lost := w.loses(t, "the cluster is lost, with etcd, keys and pods")
	second := w.rebuilds(t, "second-home")
	step(t, "half of all Applications Synced and Healthy", 6*time.Minute, func(ctx context.Context) error {
		return w.watches(ctx, second, func(ctx context.Context, apps *argocd.Applications) error { return half(ctx, apps, second) })
	})
	w.recordRecovery("lost → half of the tree is back", lost)
	lost = w.loses(t, "and lost again with half of the tree")
	issued := w.acme.Orders()
	third := w.rebuilds(t, "third-home")
	step(t, "all Applications Synced and Healthy, and nobody fills a secret", 8*time.Minute, func(ctx context.Context) error {
		return w.watches(ctx, third, func(ctx context.Context, apps *argocd.Applications) error {
			want, err := applications(filepath.Join(third.clone, "rendered", fleet, clusterName))
			if err != nil {
				return err
			}
			return errors.Join(arrive(ctx, apps, want), w.firsts(ctx, apps, lost))
		})
	})
	w.recordRecovery("lost → all Applications Synced and Healthy", lost)
	step(t, "certificates of all hosts, each asked for once", 2*time.Minute, func(ctx context.Context) error {
		return errors.Join(eventually(ctx, w.certificates), eventually(ctx, w.restorable), w.asked(ctx, issued))
	})
	step(t, "services answer, each environment with its own secret as before", time.Minute, func(ctx context.Context) error {
		return eventually(ctx, w.greets)
	})
	w.recordRecovery("lost → services answer over TLS with their secrets", lost)
	step(t, "the apps run the digests of git", time.Minute, func(ctx context.Context) error { return w.digests(ctx, third) })
	if diff := cmp.Diff(kept, w.keeps()); diff != "" {
		t.Errorf("what is at AWS changed (-before the loss +now):\n%s", diff)
	}
	step(t, "rights: nothing was refused, here or at AWS", time.Minute, func(context.Context) error { return w.rights() })
}

func (w *world) recordRecovery(what string, lost time.Time) {
	record.Row("Recovery", []string{"from → to", "seconds"}, what, seconds(time.Since(lost)))
}

// keeps is what of AWS must outlive the cluster: secrets with their values, and the records of the zone, but for those of challenges,
// which a cluster that is lost in one leaves there.
func (w *world) keeps() map[string]string {
	kept := map[string]string{}
	for name, version := range w.aws.Versions() {
		kept["secret "+name] = version
	}
	for _, set := range w.aws.RecordSets() {
		if !strings.Contains(set, "'_acme-challenge.") {
			kept[set] = ""
		}
	}
	return kept
}

func (w *world) loses(t *testing.T, how string) time.Time {
	t.Helper()
	lost := time.Now()
	step(t, how, time.Minute, func(context.Context) error { return w.lose() })
	return lost
}

// watches follows the Applications of the present cluster from when there is their kind, with somebody on duty.
func (w *world) watches(ctx context.Context, p *person, do func(context.Context, *argocd.Applications) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	apps, err := argocd.Watch(ctx, w.cluster.Admin.Dynamic)
	if err != nil {
		return err
	}
	go w.onDuty(ctx, p, apps)
	return do(ctx, apps)
}

// half waits until that many of the Applications of the clone's tree are fine.
func half(ctx context.Context, apps *argocd.Applications, p *person) error {
	want, err := applications(filepath.Join(p.clone, "rendered", fleet, clusterName))
	if err != nil {
		return err
	}
	return apps.Until(ctx, "half of the tree", func(all map[string]*argocd.Application) bool {
		fine := 0
		for _, app := range all {
			if app.Fine() {
				fine++
			}
		}
		return fine >= len(want)/2
	})
}

// rebuilds is what a person does with docs/recovery.md at hand, on another machine.
func (w *world) rebuilds(t *testing.T, home string) *person {
	t.Helper()
	commands, err := commandsOf("../docs/recovery.md", "\n1. ", "\n2. ", regexp.MustCompile(`(?m)^ {7}(?:make|aws) .*$`))
	if err != nil {
		t.Fatal(err)
	}
	w.raise(t)
	p := w.newPerson(t, home)
	for _, command := range commands {
		if strings.HasPrefix(command, "make cluster") {
			step(t, "`"+command+"` names what is left of the lost cluster, and that is removed", 6*time.Minute, func(ctx context.Context) error {
				return w.removesRest(ctx, p, command)
			})
		}
		if command == bootstrapCommand {
			step(t, "`"+command+"` is killed among its objects", 4*time.Minute, func(ctx context.Context) error {
				return w.killsBootstrap(ctx, p)
			})
		}
		w.typed(t, p, command)
	}
	return p
}

// killsBootstrap has the machine fail while Argo CD is installed.
func (w *world) killsBootstrap(ctx context.Context, p *person) error {
	const some = 30 // objects
	count := w.applied()
	shown, came, err := p.typesUntil(ctx, bootstrapCommand, kill, func(string) bool {
		n, err := count()
		return err == nil && n >= some
	})
	if err == nil && !came {
		err = fmt.Errorf("%s ended with less than %d objects:\n%s", bootstrapCommand, some, tail(shown, 10))
	}
	return err
}

// removesRest types what `make cluster` says where the cluster is gone and its stacks are not. It fails since eksctl leaves roles, as
// docs/recovery.md says; these are removed by the next `make cluster`.
func (w *world) removesRest(ctx context.Context, p *person, command string) error {
	_, err := p.types(ctx, command)
	if err == nil {
		return fmt.Errorf("%s makes a cluster over the stacks of another one", command)
	}
	_, rest, found := strings.Cut(err.Error(), "remove the rest: ")
	rest, _, _ = strings.Cut(rest, "\n")
	if !found {
		return err
	}
	if _, err := p.types(ctx, strings.TrimSpace(rest)); err == nil || !strings.Contains(err.Error(), "undeleted stacks") {
		return fmt.Errorf("%s: %w, want that it leaves roles", rest, err)
	}
	return nil
}

// firsts records how long after the loss Velero could put back certificates, and when the first one was asked for.
func (w *world) firsts(ctx context.Context, apps *argocd.Applications, lost time.Time) error {
	requests, err := w.cluster.Admin.Dynamic.Resource(orders).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	var first time.Time
	for _, request := range requests.Items {
		if made := request.GetCreationTimestamp().Time; first.IsZero() || made.Before(first) {
			first = made
		}
	}
	record.Row("Recovery", nil, "lost → Velero is Healthy", seconds(apps.FirstFine(clusterName+"-velero").Sub(lost)))
	record.Row("Recovery", nil, "lost → the first certificate is asked for", seconds(first.Sub(lost)))
	return nil
}
