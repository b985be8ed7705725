package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/kubelet"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/standins"
)

// eks is a cluster and what EKS brings with it. All of it goes with the cluster, and another one may come in its place.
type eks struct {
	issuer     aws.Issuer // of the tokens of its ServiceAccounts
	cluster    *controlplane.Cluster
	kubelet    *kubelet.Kubelet
	services   *network.Services
	identities map[string]aws.Role // by Pod Identity, of ServiceAccounts as the subjects of their tokens
	alive      context.Context     // ends with the cluster
	end        context.CancelFunc
	ended      chan struct{} // closed when no pod runs any more
}

// raise starts a cluster without anything on it, which runs until the test ends or it is lost.
func (w *world) raise(t *testing.T) {
	t.Helper()
	ctx, end := context.WithCancel(w.ctx)
	w.eks = eks{alive: ctx, end: end}
	for _, s := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"control plane: etcd, API server, controllers, scheduler, nodes", w.startCluster},
		{"pods that run for real", w.startPods},
		{"what else EKS brings: " + standins.List, w.standIn},
	} {
		step(t, s.name, time.Minute, func(context.Context) error { return s.do(ctx) })
	}
}

// lose ends the cluster as a disaster would: at once, and with all that it has stored. Its logs stay.
func (w *world) lose() error {
	w.cluster.Stop()
	w.end()
	<-w.ended
	dir := w.cluster.Config.Dir
	w.eks = eks{}
	return errors.Join(os.RemoveAll(filepath.Join(dir, "etcd")), os.RemoveAll(filepath.Join(dir, "pki")), w.deleteCluster())
}

// startCluster starts the control plane, of which EKS gives each cluster's tokens an issuer of its own, whatever its name.
func (w *world) startCluster(ctx context.Context) error {
	groups, err := controlplane.Groups(eksctlFile)
	if err != nil {
		return err
	}
	nodes, err := controlplane.Nodes(groups)
	if err != nil {
		return err
	}
	var images []string
	for _, p := range w.programs {
		images = append(images, p.Image)
	}
	w.clusters++
	issuer := fmt.Sprintf("https://oidc.eks.%s.amazonaws.com/id/%016X", region, w.clusters)
	w.cluster, err = controlplane.Start(ctx, controlplane.Config{
		Name: clusterName, Dir: filepath.Join(w.dir, fmt.Sprintf("cluster-%d", w.clusters)), Nodes: nodes, Real: images, Issuer: issuer,
		Audit: true, Programs: installed, SANs: []string{network.EKSName},
	})
	if err != nil {
		return err
	}
	cluster := w.cluster
	go func() {
		if err := cluster.Autoscale(ctx, groups); err != nil && ctx.Err() == nil {
			fmt.Println("autoscaler:", err)
		}
	}()
	if err := w.publish(ctx, issuer); err != nil {
		return err
	}
	server := strings.TrimPrefix(w.cluster.URL(), "https://")
	return errors.Join(network.Route(ctx, network.APIService, server), network.Route(ctx, network.EKS, server))
}

// publish has AWS know the keys of the cluster's issuer, by which roles trust ServiceAccounts, and people the way into the cluster.
func (w *world) publish(ctx context.Context, issuer string) error {
	keys, err := w.cluster.Admin.Kubernetes.Discovery().RESTClient().Get().AbsPath("/openid/v1/jwks").DoRaw(ctx)
	if err != nil {
		return err
	}
	w.issuer = aws.Issuer{URL: issuer}
	if w.issuer.Keys, err = aws.ParseKeys(keys); err != nil {
		return err
	}
	kubeconfig, err := w.cluster.Kubeconfig("https://"+network.EKSName, "admin", "system:masters")
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(w.dir, "admin.yaml"), kubeconfig, 0o600), w.nextIssuer(issuer))
}

// startPods runs those that have a program, in a network of their own.
func (w *world) startPods(ctx context.Context) (err error) {
	if w.network, err = network.New(); err != nil {
		return err
	}
	client := w.cluster.Admin.Kubernetes
	w.kubelet, err = kubelet.New(kubelet.Config{
		Client: client, Network: w.network, Programs: w.programs, Dir: filepath.Join(w.cluster.Config.Dir, "pods"), Files: w.trusted,
	})
	if err != nil {
		return err
	}
	pods, ended := w.kubelet, make(chan struct{})
	w.ended = ended
	go func() {
		defer close(ended)
		if err := pods.Run(ctx); err != nil {
			fmt.Println("kubelet:", err)
		}
	}()
	w.services, err = network.WatchServices(ctx, client, func(ip netip.Addr) bool {
		return ip == network.Gateway || pods.Live(ip)
	})
	if err != nil {
		return err
	}
	w.names.Services(w.services)
	return nil
}
