package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/internet/aws"
)

// host is a cluster with the environments that it hosts.
type host struct {
	cluster      string
	environments []string
}

// spread has so many clusters, of which the hub is the first, take turns with the environments.
func spread(clusters int) []host {
	hosts := make([]host, clusters)
	for i := range hosts {
		hosts[i].cluster = fmt.Sprint("cluster-", i+1)
	}
	hosts[0].cluster = clusterName
	for i := range max(clusters, len(environments)) {
		h := &hosts[i%clusters]
		h.environments = append(h.environments, environments[i%len(environments)])
	}
	return hosts
}

// kept are the components of the platform that the measured tree has, on the hub and on the other clusters: Argo CD with what it
// needs, and the kinds that apps have. The rest would take its share of what is measured.
var (
	kept    = []string{"gateway-api", "linkerd-crds", "namespaces", "prometheus-operator-crds"}
	keptHub = append([]string{"argo-cd", "cert-manager", "external-secrets"}, kept...)
)

// joinedFleet is the world with more clusters.
type joinedFleet struct {
	world  *world
	hosts  []host
	audits []*audit
}

// fleetOf has a person write the files of more clusters, whose control planes start beside the hub's, and make the hub.
func (w *world) fleetOf(t *testing.T, p *person, clusters int) *joinedFleet {
	t.Helper()
	f := &joinedFleet{world: w, hosts: spread(clusters)}
	stack := filepath.Join(p.clone, "eksctl", fleet, "account.yaml")
	step(t, fmt.Sprintf("files of %d more clusters, which share the environments; without apps and most of the platform", clusters-1), 2*time.Minute, func(ctx context.Context) error {
		if err := p.plans(ctx, f.hosts); err != nil {
			return err
		}
		if err := p.commits(ctx, "clusters"); err != nil {
			return err
		}
		_, err := w.push(ctx, p)
		return errors.Join(err, w.putOut(stack))
	})
	step(t, "their control planes", 3*time.Minute, func(ctx context.Context) error {
		for i, spoke := range f.hosts[1:] {
			if err := w.startSpoke(w.ctx, spoke.cluster, i); err != nil {
				return err
			}
		}
		return w.addNodes(ctx, w.cluster)
	})
	for _, c := range w.controlPlanes() {
		f.audits = append(f.audits, &audit{path: c.AuditLog()})
	}
	w.followed(t, p)
	template, err := os.ReadFile(stack)
	if err != nil {
		t.Fatal(err)
	}
	if w.stack, err = aws.ReadStackRoles(template, account); err != nil {
		t.Fatal(err)
	}
	if err := w.learn(); err != nil {
		t.Fatal(err)
	}
	return f
}

// plans edits what is one cluster into these. What the platform has beyond the kept is rendered and not committed.
func (p *person) plans(ctx context.Context, hosts []host) error {
	for _, e := range []struct {
		file string
		old  string
		text string
	}{
		{"environments/development.yaml", `(?m)^quota: .*$`, largeQuota},
		{"environments/staging.yaml", `(?m)^quota: .*$`, largeQuota},
		{"environments/production.yaml", `(?m)^quota: .*$`, largeQuota},
		{"environments/production.yaml", `(?ms)^sync:.*\z`, ""}, // it is measured at weekends too
	} {
		if err := p.edits(e.file, regexp.MustCompile(e.old), e.text); err != nil {
			return err
		}
	}
	for i, h := range hosts {
		if i > 0 {
			if _, err := p.types(ctx, "go run ./generator new cluster "+h.cluster); err != nil {
				return err
			}
		}
		line := "environments: [" + strings.Join(h.environments, ", ") + "]"
		if err := p.edits("clusters/"+fleet+"/"+h.cluster+".yaml", regexp.MustCompile(`(?m)^environments: .*$`), line); err != nil {
			return err
		}
	}
	if _, err := p.types(ctx, "git rm --quiet -r apps/fastapi-hello && go run ./generator"); err != nil {
		return err
	}
	return p.leavesAway(ctx, hosts)
}

const largeQuota = `quota: {cpu: "4000", memory: 8000Gi, storage: 8000Gi, pods: 10000}`

// leavesAway keeps the rest of the platform out of git for good.
func (p *person) leavesAway(ctx context.Context, hosts []host) error {
	var ignored strings.Builder
	for _, h := range hosts {
		dir := "rendered/" + fleet + "/" + h.cluster + "/platform"
		components, err := os.ReadDir(filepath.Join(p.clone, dir))
		if err != nil {
			return err
		}
		for _, c := range components {
			if !slices.Contains(keptOn(h.cluster), c.Name()) {
				fmt.Fprintf(&ignored, "/%s/%s/\n", dir, c.Name())
			}
		}
	}
	if err := os.WriteFile(filepath.Join(p.clone, ".git", "info", "exclude"), []byte(ignored.String()), 0o644); err != nil {
		return err
	}
	_, err := p.types(ctx, "git rm --quiet -r --cached . && git add .")
	return err
}

func keptOn(cluster string) []string {
	if cluster == clusterName {
		return keptHub
	}
	return kept
}

// joined joins the clusters, and waits until what there is of the platform is there, on all clusters.
func (f *joinedFleet) joined(t *testing.T, p *person) (apps *argocd.Applications) {
	t.Helper()
	names := []string{"root"}
	for _, h := range f.hosts {
		names = append(names, "platform-"+h.cluster)
		for _, component := range keptOn(h.cluster) {
			names = append(names, h.cluster+"-"+component)
		}
	}
	step(t, "`make cluster` of each, and endpoint and authority that it prints into its file, render, push", 2*time.Minute, func(ctx context.Context) error {
		for _, spoke := range f.world.spokes {
			if err := p.joins(ctx, f.world, spoke); err != nil {
				return err
			}
		}
		if err := p.commits(ctx, "joined"); err != nil {
			return err
		}
		_, err := f.world.push(ctx, p)
		return err
	})
	step(t, fmt.Sprint(len(f.hosts), " clusters joined: their platform Synced and Healthy"), 8*time.Minute, func(ctx context.Context) (err error) {
		if apps, err = argocd.Watch(t.Context(), f.world.cluster.Admin.Dynamic); err != nil {
			return err
		}
		return arrive(ctx, apps, names)
	})
	return apps
}
