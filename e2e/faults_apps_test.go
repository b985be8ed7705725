package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// exchange is how many apps come and go at once.
const exchange = 10

// exchanged adds apps and removes as many in one commit, and kills the ApplicationSet controller once it has begun.
func (l *load) exchanged(t *testing.T) {
	ctx, cancel := l.within(t)
	defer cancel()
	before, err := l.ready(ctx)
	if err != nil {
		t.Fatal(err)
	}
	goes := l.names[:exchange]
	if err := l.exchanges(ctx, goes); err != nil {
		t.Fatal(err)
	}
	err = l.measured("in part exchanged; fails meanwhile: kill -9 of the ApplicationSet controller", func() error {
		return l.followsExchange(ctx, goes)
	})
	if err != nil {
		t.Fatal(err)
	}
	l.provesExchange(t, goes, before)
}

func (l *load) exchanges(ctx context.Context, goes []string) error {
	dirs := "apps/" + strings.Join(goes, " apps/")
	if _, err := l.someone.types(ctx, "rm -r "+dirs); err != nil {
		return err
	}
	l.names = l.names[len(goes):]
	for n := range goes {
		app := loadName(*atOnce + n)
		if err := l.writes(app); err != nil {
			return err
		}
		l.names = append(l.names, app)
	}
	return l.commits(ctx, "exchanged")
}

func (l *load) followsExchange(ctx context.Context, goes []string) error {
	began := time.Now()
	if _, err := l.pushes(ctx); err != nil {
		return err
	}
	err := l.apps.Until(ctx, "an app came or went", func(all map[string]*argocd.Application) bool {
		return all[application(goes[0])] == nil || all[application(loadName(*atOnce))] != nil
	})
	if err != nil {
		return err
	}
	failed := time.Now()
	if err := l.killed("argocd-applicationset-controller-")(ctx); err != nil {
		return err
	}
	over := false
	_ = l.apps.Until(ctx, "", func(all map[string]*argocd.Application) bool {
		over = l.arrived(all, goes)
		return true
	})
	if over {
		return errors.New("all had come and gone before the controller was killed")
	}
	err = l.apps.Until(ctx, "all apps that came are fine, and none is left that goes", func(all map[string]*argocd.Application) bool {
		return l.arrived(all, goes)
	})
	if err != nil {
		return err
	}
	record.Row(fmt.Sprint(exchange, " apps added and as many removed, the ApplicationSet controller killed meanwhile"),
		[]string{"seconds from push to all done", "from the kill"}, seconds(time.Since(began)), seconds(time.Since(failed)))
	return nil
}

// arrived says whether all apps are fine and those that go are away.
func (l *load) arrived(all map[string]*argocd.Application, goes []string) bool {
	for _, name := range l.names {
		if app := all[application(name)]; app == nil || !app.Fine() {
			return false
		}
	}
	return !slices.ContainsFunc(goes, func(name string) bool { return all[application(name)] != nil })
}

// provesExchange sees that what went has gone, and nothing else.
func (l *load) provesExchange(t *testing.T, goes []string, before state) {
	ctx, cancel := l.within(t)
	defer cancel()
	after, err := l.ready(ctx)
	if err != nil {
		t.Fatal(err)
	}
	l.asTree(t, after)
	gone := func(name string) bool {
		_, app, _ := strings.Cut(name, "-"+loadPrefix)
		return app < strings.TrimPrefix(l.names[0], loadPrefix)
	}
	for name, uid := range before.objects {
		if !gone(name) && after.objects[name] != uid {
			t.Errorf("%s was %s, is %q", name, uid, after.objects[name])
		}
	}
	tally, err := l.tallied(before.log)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, object := range tally.deleted {
		if seen[object] {
			t.Errorf("%s was deleted twice", object)
		}
		seen[object] = true
	}
	if want := len(goes) * len(before.objects) / *atOnce; len(seen) != want {
		t.Errorf("argo CD deleted %d objects, want %d", len(seen), want)
	}
}

// gone waits until no Application of the load is left, and none of the objects.
func (l *load) gone(ctx context.Context) error {
	err := l.apps.Until(ctx, "no app of the load is left", func(all map[string]*argocd.Application) bool {
		for name := range all {
			if strings.HasPrefix(name, application(loadPrefix)) {
				return false
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	return eventually(ctx, func(ctx context.Context) error {
		now, err := l.state(ctx)
		if err == nil && len(now.objects) > 0 {
			err = fmt.Errorf("%d objects are left", len(now.objects))
		}
		return err
	})
}
