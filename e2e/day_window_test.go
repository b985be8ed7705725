package e2e

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// windows closes production, so that a change comes to staging alone, until an operator syncs it by hand.
func (d workday) windows(t *testing.T) {
	d.duty.Lock()
	released := sync.OnceFunc(d.duty.Unlock)
	defer released()
	var committed string
	var change pushed
	step(t, "production closes", 3*time.Minute, func(ctx context.Context) (err error) {
		if committed, err = d.git.Head(ctx); err != nil {
			return err
		}
		return d.closes(ctx)
	})
	step(t, "a change comes to staging, and not to production", 3*time.Minute, func(ctx context.Context) (err error) {
		change, err = d.changesStaging(ctx)
		return err
	})
	step(t, "a developer may not sync production by hand, an operator does", 2*time.Minute, func(ctx context.Context) error {
		return d.lets(ctx, change)
	})
	released()
	step(t, "who is on duty on a weekend brings what is taken back", 3*time.Minute, func(ctx context.Context) error {
		p, err := d.reverts(ctx, "HEAD~1")
		if err == nil {
			err = d.comesTo(ctx, applicationOf(production, app), p)
		}
		if err != nil {
			return err
		}
		recordWindow("push that takes it back, until who is on duty has synced it", p)
		return d.most(ctx, production, 6)
	})
	step(t, "production opens again", 3*time.Minute, func(ctx context.Context) error {
		p, err := d.reverts(ctx, committed)
		if err == nil {
			err = d.comesTo(ctx, "root", p)
		}
		return err
	})
}

func recordWindow(what string, p pushed) {
	record.Row("A window closes production", []string{"what", "seconds"}, what, p.seconds())
}

// closes has production closed at all times, but for who syncs by hand.
func (d workday) closes(ctx context.Context) error {
	const always = `  windows: [{kind: deny, schedule: "0 0 * * *", duration: 24h, manual: true}]` + "\n"
	if err := d.someone.edits("environments/production.yaml", regexp.MustCompile(`(?ms)^  windows:.*`), always); err != nil {
		return err
	}
	p, err := d.pushes(ctx, "go run ./generator")
	if err == nil {
		err = d.comesTo(ctx, "root", p)
	}
	if err != nil {
		return err
	}
	recordWindow("push of the window, until it is closed", p)
	return nil
}

// changesStaging brings a change that production sees and does not get.
func (d workday) changesStaging(ctx context.Context) (change pushed, err error) {
	if err := d.someone.edits("apps/fastapi-hello/app.yaml", regexp.MustCompile(`(?m)^replicas: .*$`), "replicas: {max: 5}"); err != nil {
		return change, err
	}
	if change, err = d.pushes(ctx, "go run ./generator"); err != nil {
		return change, err
	}
	if err := d.comesTo(ctx, applicationOf("staging", app), change); err != nil {
		return change, err
	}
	recordWindow("push of a change, until staging has it", change)
	err = d.apps.UntilOf(ctx, applicationOf(production, app), "is OutOfSync with the commit", func(a *argocd.Application) bool {
		return a.Status.Sync.Status == "OutOfSync" && a.Status.Sync.Revision == change.revision
	})
	if err != nil {
		return change, err
	}
	return change, errors.Join(d.most(ctx, "staging", 5), d.most(ctx, production, 6))
}

// lets has an operator bring the change to production, after a developer may not.
func (d workday) lets(ctx context.Context, change pushed) error {
	name := applicationOf(production, app)
	if err := d.most(ctx, production, 6); err != nil { // all the time since
		return err
	}
	developer, err := d.signsIn(d.someone, clusterName+"-developers")
	if err != nil {
		return err
	}
	if _, err := developer.syncsByHand(ctx, name); err == nil || !strings.Contains(err.Error(), "permission denied") {
		return fmt.Errorf("a developer syncs production by hand: %v", err)
	}
	operator, err := d.signsIn(d.someone, clusterName+"-operators")
	if err != nil {
		return err
	}
	by := pushed{at: time.Now()}
	if held, err := operator.syncsByHand(ctx, name); err != nil || !held {
		return fmt.Errorf("held back %t: %v", held, err)
	}
	if err := d.comesTo(ctx, name, change); err != nil {
		return err
	}
	recordWindow("sync by hand, until production has it", by)
	return d.most(ctx, production, 5)
}

// most sees how many replicas an autoscaler allows at most.
func (d workday) most(ctx context.Context, environment string, want int64) error {
	scaler, err := d.object(ctx, "HorizontalPodAutoscaler.autoscaling", environment, app)
	if err != nil {
		return err
	}
	if got, _, err := unstructured.NestedInt64(scaler.Object, "spec", "maxReplicas"); err != nil || got != want {
		return fmt.Errorf("%s allows %d replicas, want %d: %v", environment, got, want, err)
	}
	return nil
}
