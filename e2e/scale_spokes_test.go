package e2e

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/programs"
	"github.com/example/fastapi-gitops/e2e/standins"
)

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

// joins makes a cluster by README's command, and puts what that prints into its file.
func (p *person) joins(ctx context.Context, w *world, spoke *controlplane.Cluster) error {
	name := spoke.Config.Name
	cloud, err := w.cloudBefore(spoke)
	if err != nil {
		return err
	}
	said, err := p.types(ctx, programs.Cloud+"="+cloud+" make cluster CLUSTER="+name)
	if err != nil {
		return err
	}
	endpoint := ""
	for _, in := range inputs(said) {
		endpoint += ", " + in.field + ": \"" + in.value + "\""
	}
	return p.edits("clusters/"+fleet+"/"+name+".yaml", regexp.MustCompile(`(?m)^endpoint: \{(.*)\}.*$`), "endpoint: {$1"+endpoint+"}")
}

// cloudBefore is the file of the account before a cluster: the programs that act on it know one.
func (w *world) cloudBefore(spoke *controlplane.Cluster) (file string, err error) {
	authority, err := spoke.CA()
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(w.cloudFile())
	if err != nil {
		return "", err
	}
	cloud := map[string]any{}
	if err := json.Unmarshal(data, &cloud); err != nil {
		return "", err
	}
	delete(cloud, "Cluster")
	cloud["Endpoint"], cloud["Authority"] = "https://"+endpointOf(spoke.Config.Name), base64.StdEncoding.EncodeToString(authority)
	if data, err = json.Marshal(cloud); err != nil {
		return "", err
	}
	file = filepath.Join(w.dir, "cloud-"+spoke.Config.Name+".json")
	return file, os.WriteFile(file, data, 0o600)
}
