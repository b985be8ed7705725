package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/canary"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/prometheus"
)

// production is the environment in which versions come step by step.
const production = "production"

// perSecond are the requests that production has while a version comes.
const perSecond = 20

// monitoring is the namespace of Prometheus.
const monitoring = "monitoring"

// observe starts the Prometheus that the analysis of a canary asks, behind the Service of the tree's, with all rules of the tree.
func (w *world) observe(ctx context.Context) error {
	monitors, err := committed("apps/*/*/servicemonitor-*.yaml")
	if err != nil {
		return err
	}
	rules, err := committed("*/*/*/prometheusrule-*.yaml")
	if err != nil {
		return err
	}
	kubeconfig, err := w.cluster.Kubeconfig("", "prometheus", "system:masters")
	if err != nil {
		return err
	}
	at := netip.AddrPortFrom(network.Gateway, 9090)
	_, err = prometheus.Start(ctx, prometheus.Config{
		Program: installed["prometheus"], Dir: filepath.Join(w.dir, "prometheus"), Kubeconfig: kubeconfig, Monitors: monitors, Rules: rules,
		Interval: time.Second, Listen: at,
	})
	if err != nil {
		return err
	}
	return w.apply(ctx, prometheus.Endpoint(monitoring, "kube-prometheus-stack-prometheus", at))
}

// committed are the files of the tree that match, of which there must be one.
func committed(pattern string) ([][]byte, error) {
	files, err := filepath.Glob(filepath.Join(rendered, pattern))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("the tree has no %s", pattern)
	}
	var all [][]byte
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		all = append(all, content)
	}
	return all, nil
}

// followCanary has connections obey the weights of routes, as the mesh would, and watches the app in production.
func (w *world) followCanary(ctx context.Context) func(context.Context) error {
	return func(context.Context) (err error) {
		if err := w.observe(ctx); err != nil {
			return err
		}
		dynamic := w.cluster.Admin.Dynamic
		if err := w.services.FollowRoutes(ctx, dynamic); err != nil {
			return err
		}
		w.shop, err = canary.Watch(ctx, dynamic, production, "fastapi-hello")
		return err
	}
}

// comes promotes the version that was pushed at each step of production, once the analysis has measured it there.
func (w *world) comes(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	began := time.Now()
	load := canary.Send(ctx, w.greeting(), perSecond)
	if err := w.shop.Until(ctx, "a version comes", func(s canary.State) bool { return s.Latest != s.Stable }); err != nil {
		return err
	}
	if err := w.shop.Steps(ctx); err != nil {
		return err
	}
	answers := load.Answers()
	w.recordCanary("promoted", began, answers)
	return unharmed(answers)
}

func (w *world) greeting() string {
	return "http://fastapi-hello." + production + ".svc.cluster.local/"
}

func (w *world) recordCanary(end string, began time.Time, answers map[int]int) {
	record.Row("Canaries in production", []string{"end", "seconds", "weights of the new version", "answers by status"},
		end, seconds(time.Since(began)), fmt.Sprint(w.shop.Weights()), fmt.Sprint(answers))
}

// faulty has a person bring out a version that fails, and take its commit back.
func (w *world) faulty(t *testing.T, someone *person, apps *argocd.Applications) {
	before := w.shop.State()
	w.shop.Weights()
	began := time.Now()
	step(t, "a version that fails in production is taken back by its analysis", 3*time.Minute, func(ctx context.Context) error {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		load := canary.Send(ctx, w.greeting(), perSecond)
		_, err := someone.types(ctx, "go run ./generator image fastapi-hello="+imageOf(faultyVersion, "f")+" --env "+production+
			" && git commit --quiet --all --message=faulty && git push --quiet")
		if err != nil {
			return err
		}
		err = w.shop.Until(ctx, "is taken back", func(s canary.State) bool {
			return s.Aborted && s.Phase == "Degraded" && s.Weight == 0 && !s.InProgress
		})
		if err != nil {
			return err
		}
		answers := load.Answers()
		w.recordCanary("taken back", began, answers)
		return w.spared(before, answers)
	})
	step(t, "its commit is reverted, until all is as before", 3*time.Minute, func(ctx context.Context) error {
		if _, err := someone.types(ctx, "git revert --no-edit HEAD"); err != nil {
			return err
		}
		p, err := w.push(ctx, someone)
		if err != nil {
			return err
		}
		err = apps.UntilOf(ctx, applicationOf(production, app), "has the revert", func(a *argocd.Application) bool { return a.Holds(p.revision) })
		if err != nil {
			return err
		}
		return w.shop.Until(ctx, "is as before", func(s canary.State) bool { return s.Done() && s.Stable == before.Stable })
	})
}

// spared sees that the version was judged, and that few people met it.
func (w *world) spared(before canary.State, answers map[int]int) error {
	now := w.shop.State()
	if now.Stable != before.Stable || now.Analysis != "Failed" {
		return fmt.Errorf("stable before: %s; after a version that fails: %s", before.Stable, now)
	}
	failed, fine := answers[http.StatusInternalServerError], answers[http.StatusOK]
	if failed == 0 || fine == 0 || len(answers) != 2 || failed > fine/4 {
		return errors.New("of all answers about a tenth should be 500, until it is taken back, and no others: " + fmt.Sprint(answers))
	}
	return nil
}
