package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/google/go-cmp/cmp"
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
		if err == nil {
			d.pruned("a new app: healthy in two environments", p)
		}
		return err
	})
	step(t, "what its Ingress needs goes, and nothing else", 3*time.Minute, func(ctx context.Context) error { return d.hides(ctx, shop) })
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
	step(t, "the object of a bucket leaves git and comes back, and the bucket stays at AWS", 5*time.Minute, d.buckets)
	step(t, "its neighbours are untouched", time.Minute, func(ctx context.Context) error {
		return d.untouched(ctx, before, applicationOf("development", app), applicationOf("staging", app))
	})
}

// hides has an app no longer public, which takes its Ingress away, and the permission of who came by it.
func (d workday) hides(ctx context.Context, app string) error {
	development := applicationOf("development", app)
	before, err := d.uids(ctx, development)
	if err != nil {
		return err
	}
	p, err := d.pushes(ctx, "echo 'public: false' >> apps/"+app+"/app.yaml && go run ./generator")
	if err != nil {
		return err
	}
	err = eventually(ctx, func(ctx context.Context) error { return d.gone(ctx, "Ingress.networking.k8s.io", "development", app) })
	if err != nil {
		return err
	}
	d.pruned("`public: false`: the Ingress is gone", p)
	if err := d.comesTo(ctx, development, p); err != nil {
		return err
	}
	for _, gone := range []string{"Ingress development/" + app, "AuthorizationPolicy development/" + app + "-inbound", "MeshTLSAuthentication development/" + app + "-inbound"} {
		if before[gone] == "" {
			return fmt.Errorf("there was no %s", gone)
		}
		delete(before, gone)
	}
	return d.untouched(ctx, before, development)
}

// buckets has somebody delete the file of a bucket with data, and take that back. That nothing at AWS was deleted is for rights to say.
func (d workday) buckets(ctx context.Context) error {
	const velero = clusterName + "-velero"
	_, inTree, _ := strings.Cut(rendered, "../")
	before, err := d.git.Head(ctx)
	if err != nil {
		return err
	}
	p, err := d.pushes(ctx, "git rm --quiet "+inTree+"/platform/velero/objects/bucket-state.yaml")
	if err != nil {
		return err
	}
	err = eventually(ctx, func(ctx context.Context) error {
		return d.gone(ctx, "Bucket.s3.services.k8s.aws", "ack-system", "state")
	})
	if err != nil {
		return err
	}
	d.pruned("the file of a bucket: its object is gone, the bucket is not", p)
	if p, err = d.reverts(ctx, before); err != nil {
		return err
	}
	if err := d.comesTo(ctx, velero, p); err != nil {
		return err
	}
	d.pruned("it comes back: the bucket is taken over", p)
	return nil
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

// untouched sees that Applications have the objects that they had, and no others.
func (d workday) untouched(ctx context.Context, before map[string]types.UID, applications ...string) error {
	now, err := d.uids(ctx, applications...)
	if diff := cmp.Diff(before, now); err == nil && diff != "" {
		err = fmt.Errorf("objects that should have stayed (-before +now):\n%s", diff)
	}
	return err
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
