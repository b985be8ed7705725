package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"k8s.io/apimachinery/pkg/types"
)

// prunes brings a new app, takes it from one environment, and then away, each time with nothing else.
func (d workday) prunes(t *testing.T) {
	const shop = "shop"
	image := strings.ReplaceAll(imageOf("1.0.0", "c"), app, shop)
	var before map[string]types.UID // neighbours
	step(t, "a new app comes to two environments", 5*time.Minute, func(ctx context.Context) (err error) {
		d.cluster.Admin.Mapper.Reset()
		if before, err = d.uids(ctx, applicationOf("development", app), applicationOf("staging", app)); err != nil {
			return err
		}
		p, err := d.pushes(ctx, "go run ./generator new app "+shop+" && go run ./generator image "+shop+"="+image+" --env development && "+
			"go run ./generator image "+shop+"="+image+" --env staging")
		for _, environment := range []string{"development", "staging"} {
			if err == nil {
				err = d.comesTo(ctx, applicationOf(environment, shop), p)
			}
		}
		d.pruned("a new app: healthy in two environments", p)
		return err
	})
	step(t, "it leaves one environment", 3*time.Minute, func(ctx context.Context) error {
		err := d.leaves(ctx, "sed -i /^staging:/d apps/"+shop+"/versions.yaml && go run ./generator", "a line of versions.yaml: gone from one environment",
			applicationOf("staging", shop))
		if a := d.apps.Get(applicationOf("development", shop)); err == nil && (a == nil || !a.Fine()) {
			err = errors.New("the app has left the other environment, too")
		}
		return err
	})
	step(t, "its folder goes, and all of it", 3*time.Minute, func(ctx context.Context) error {
		err := d.leaves(ctx, "rm -r apps/"+shop+" && go run ./generator", "a folder in apps/: gone everywhere", applicationOf("development", shop))
		if err == nil {
			err = eventually(ctx, func(ctx context.Context) error {
				return d.gone(ctx, "Repository.ecr.services.k8s.aws", "ack-system", shop)
			})
		}
		return err
	})
	step(t, "its neighbours are untouched", time.Minute, func(ctx context.Context) error {
		now, err := d.uids(ctx, applicationOf("development", app), applicationOf("staging", app))
		if err == nil && !maps.Equal(before, now) {
			err = fmt.Errorf("objects before: %v; now: %v", before, now)
		}
		return err
	})
}

func (d workday) pruned(what string, p pushed) {
	record.Row("What leaves git", []string{"what", "seconds from push"}, what, p.seconds())
}

// leaves has the person remove something and waits until an Application is gone, and everything that it held.
func (d workday) leaves(ctx context.Context, command, what, application string) error {
	held := d.apps.Get(application).Status.Resources
	p, err := d.pushes(ctx, command)
	if err != nil {
		return err
	}
	if err := d.without(ctx, application); err != nil {
		return err
	}
	for _, r := range held {
		err := eventually(ctx, func(ctx context.Context) error { return d.gone(ctx, r.Kind+"."+r.Group, r.Namespace, r.Name) })
		if err != nil {
			return err
		}
	}
	d.pruned(fmt.Sprintf("%s, %d objects", what, len(held)), p)
	return nil
}

// without waits until there is no such Application.
func (d workday) without(ctx context.Context, application string) error {
	return d.apps.Until(ctx, application+" is gone", func(all map[string]*argocd.Application) bool { return all[application] == nil })
}

// uids are those of all objects of Applications.
func (d workday) uids(ctx context.Context, applications ...string) (map[string]types.UID, error) {
	all := map[string]types.UID{}
	for _, name := range applications {
		for _, r := range d.apps.Get(name).Status.Resources {
			object, err := d.object(ctx, r.Kind+"."+r.Group, r.Namespace, r.Name)
			if err != nil {
				return nil, err
			}
			all[r.Kind+" "+r.Namespace+"/"+r.Name] = object.GetUID()
		}
	}
	return all, nil
}
