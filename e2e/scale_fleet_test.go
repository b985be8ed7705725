package e2e

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/standins"
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

// fleetOf has a person write the files of more clusters, whose control planes start beside the hub's.
func (w *world) fleetOf(t *testing.T, p *person, clusters int) *joinedFleet {
	t.Helper()
	f := &joinedFleet{world: w, hosts: spread(clusters)}
	step(t, fmt.Sprintf("files of %d more clusters, which share the environments; without apps and most of the platform", clusters-1), 2*time.Minute, func(ctx context.Context) error {
		return p.plans(ctx, f.hosts)
	})
	step(t, "their control planes", 3*time.Minute, func(ctx context.Context) error {
		for i, spoke := range f.hosts[1:] {
			if err := w.startSpoke(w.ctx, spoke.cluster, i); err != nil {
				return err
			}
		}
		return w.addNodes(ctx, w.cluster)
	})
	step(t, "endpoint and authority of each into its file, render, push", time.Minute, func(ctx context.Context) error {
		for _, spoke := range w.spokes {
			if err := p.joins(spoke); err != nil {
				return err
			}
		}
		if err := p.commits(ctx, "clusters"); err != nil {
			return err
		}
		if _, err := p.types(ctx, "git push --quiet"); err != nil {
			return err
		}
		return f.makeRoles(p)
	})
	for _, c := range w.controlPlanes() {
		f.audits = append(f.audits, &audit{path: c.AuditLog()})
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

// startSpoke starts the control plane of the i-th cluster beside the hub, and what EKS has beside it.
func (w *world) startSpoke(ctx context.Context, name string, i int) error {
	config, err := os.ReadFile(filepath.Join(w.dir, "home", "clone", "eksctl", fleet, name+".yaml"))
	if err != nil {
		return err
	}
	entries, err := standins.ReadAccessEntries(config)
	if err != nil {
		return err
	}
	own := name + ".authenticator.eks.internal"
	w.internet.Handle(own, standins.Authenticator{Entries: entries, Identify: func(token string) (string, string, error) {
		return w.aws.Identify(token, name)
	}})
	w.names.Register(network.Internet, own)
	spoke, err := controlplane.Start(ctx, controlplane.Config{
		Name: name, Dir: filepath.Join(w.dir, name), Port: 6453 + 10*i, Audit: true, Programs: installed,
		SANs: []string{endpointOf(name)}, Authenticator: "https://" + own, Without: []string{"horizontal-pod-autoscaler-controller"},
	})
	if err != nil {
		return err
	}
	w.spokes = append(w.spokes, spoke)
	public := netip.AddrPortFrom(netip.AddrFrom4([4]byte{198, 51, 100, byte(3 + i)}), 443)
	w.names.Register(public.Addr(), endpointOf(name))
	if err := network.Route(ctx, public, strings.TrimPrefix(spoke.URL(), "https://")); err != nil {
		return err
	}
	if err := standInOn(ctx, spoke); err != nil {
		return err
	}
	return w.addNodes(ctx, spoke)
}

// endpointOf is the host of a cluster's API, as EKS names them.
func endpointOf(cluster string) string {
	return strings.ToUpper(cluster) + ".gr7." + region + ".eks.amazonaws.com"
}

// standInOn starts what apps wait for on a cluster.
func standInOn(ctx context.Context, c *controlplane.Cluster) error {
	report := func(err error) { fmt.Println("stand-in:", c.Config.Name, err) }
	standins.Routes(ctx, c.Admin.Dynamic, report)
	if err := standins.LoadBalancers(ctx, c.Admin.Kubernetes, report); err != nil {
		return err
	}
	return standins.Autoscalers(ctx, c.Admin.Kubernetes, report)
}

// addNodes gives a cluster room for all apps: which nodes there are is not what is measured.
func (w *world) addNodes(ctx context.Context, c *controlplane.Cluster) error {
	for _, zone := range []string{"a", "b", "c"} {
		group := controlplane.Group{Name: "load-" + zone, Region: region, Zone: region + zone, Type: "m7i.4xlarge", Disk: 500}
		for n := range 6 {
			node, err := group.Node(n)
			if err != nil {
				return err
			}
			if err := c.AddNode(ctx, node); err != nil {
				return err
			}
		}
	}
	return nil
}

// joins puts into the file of a cluster what `make cluster` prints once EKS has made it.
func (p *person) joins(spoke *controlplane.Cluster) error {
	authority, err := spoke.CA()
	if err != nil {
		return err
	}
	name := spoke.Config.Name
	return p.edits("clusters/"+fleet+"/"+name+".yaml", regexp.MustCompile(`(?m)^endpoint: \{(.*)\}.*$`), fmt.Sprintf(
		"endpoint: {$1, url: %q, authority: %s}", "https://"+endpointOf(name), base64.StdEncoding.EncodeToString(authority)))
}

// makeRoles makes those of the account's stack.
func (f *joinedFleet) makeRoles(p *person) error {
	template, err := os.ReadFile(filepath.Join(p.clone, "eksctl", fleet, "account.yaml"))
	if err != nil {
		return err
	}
	roles, err := aws.ReadStackRoles(template, account)
	f.world.aws.Make(roles...)
	return err
}

// joined waits until what there is of the platform is there, on all clusters.
func (f *joinedFleet) joined(t *testing.T) (apps *argocd.Applications) {
	t.Helper()
	names := []string{"root"}
	for _, h := range f.hosts {
		names = append(names, "platform-"+h.cluster)
		for _, component := range keptOn(h.cluster) {
			names = append(names, h.cluster+"-"+component)
		}
	}
	step(t, fmt.Sprint(len(f.hosts), " clusters joined: their platform Synced and Healthy"), 8*time.Minute, func(ctx context.Context) (err error) {
		if apps, err = argocd.Watch(t.Context(), f.world.cluster.Admin.Dynamic); err != nil {
			return err
		}
		return arrive(ctx, apps, names)
	})
	return apps
}
