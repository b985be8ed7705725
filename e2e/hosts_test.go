package e2e

import (
	"context"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing/fstest"

	"github.com/example/fastapi-gitops/e2e/acme"
	"github.com/example/fastapi-gitops/e2e/charts"
	"github.com/example/fastapi-gitops/e2e/internet"
	"github.com/example/fastapi-gitops/e2e/internet/git"
	"github.com/example/fastapi-gitops/e2e/internet/helm"
	"github.com/example/fastapi-gitops/e2e/internet/slack"
	"github.com/example/fastapi-gitops/e2e/internet/sso"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

func (w *world) startInternet(ctx context.Context) (err error) {
	log, err := w.log("internet")
	if err != nil {
		return err
	}
	if w.internet, err = internet.New(log); err != nil {
		return err
	}
	if err := w.trust(); err != nil {
		return err
	}
	if err := sandbox.Overlay("/etc/resolv.conf", network.ResolvConf("")); err != nil {
		return err
	}
	if w.names, err = network.ServeNames(ctx); err != nil {
		return err
	}
	w.names.Register(network.EKS.Addr(), network.EKSName)
	if err := w.startAuthority(ctx); err != nil {
		return err
	}
	if err := w.hostRepository(ctx, log); err != nil {
		return err
	}
	if err := w.hostCharts(ctx); err != nil {
		return err
	}
	if err := w.openAccount(ctx); err != nil {
		return err
	}
	w.names.Register(network.Internet, w.internet.Hosts()...)
	listener, err := net.Listen("tcp", netip.AddrPortFrom(network.Internet, 443).String())
	if err != nil {
		return err
	}
	go w.internet.Serve(ctx, listener) // its end shows in what asks it
	return nil
}

// trust lets people, the control plane and pods believe the internet's certificates.
func (w *world) trust() error {
	bundle, err := sandbox.TrustCA(w.internet.CA())
	if err != nil {
		return err
	}
	roots, err := os.ReadFile(bundle)
	if err != nil {
		return err
	}
	copied := filepath.Join(w.dir, "roots.pem") // a pod sees no mount of the sandbox
	w.trusted = map[string]string{bundle: copied}
	return os.WriteFile(copied, roots, 0o644)
}

// startAuthority starts Let's Encrypt's, Slack, and where people sign in.
func (w *world) startAuthority(ctx context.Context) error {
	certificate, err := w.internet.Certificate("127.0.0.1")
	if err != nil {
		return err
	}
	w.acme, err = acme.Start(ctx, acme.Config{Program: installed["pebble"], Dir: filepath.Join(w.dir, "acme"),
		Certificate: certificate, CA: w.internet.CA(), Resolver: network.DNS})
	if err != nil {
		return err
	}
	w.internet.Handle(acme.Host, w.acme)
	w.internet.Handle("slack.com", slack.NewWorkspace(slackToken))
	w.login, err = sso.New("https://login.example.com")
	w.internet.Handle("login.example.com", w.login)
	return err
}

// hostRepository imports what is committed.
func (w *world) hostRepository(ctx context.Context, log io.Writer) (err error) {
	if w.disk, err = git.NewDisk(filepath.Join(w.dir, "git"), 512<<20); err != nil {
		return err
	}
	if w.server, err = git.NewServer(ctx, string(w.disk), log); err != nil {
		return err
	}
	w.server.Reader, w.server.Writer = argoCDAccount, personAccount
	w.internet.Handle("github.com", w.server)
	if err := w.publishGatewayAPI(ctx); err != nil {
		return err
	}
	w.git, err = w.server.Import(ctx, repository, "..")
	return err
}

// publishGatewayAPI hosts the repository whose folder the tree installs, of which the module has all that is in that.
func (w *world) publishGatewayAPI(ctx context.Context) error {
	module, err := tools.Module(ctx, "sigs.k8s.io/gateway-api")
	if err != nil {
		return err
	}
	_, version, _ := strings.Cut(filepath.Base(module), "@")
	const folder = "config/crd"
	files := fstest.MapFS{}
	err = fs.WalkDir(os.DirFS(module), folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(module, path))
		files[path] = &fstest.MapFile{Data: charts.Lean(content), Mode: 0o644}
		return err
	})
	if err != nil {
		return err
	}
	return w.server.Publish(ctx, "kubernetes-sigs/gateway-api", version, files, folder)
}

// moving is the chart that has a later version than the tree names.
const moving = "cluster-autoscaler"

// argoCDModule is that of the version that runs.
func argoCDModule() string { return "github.com/argoproj/argo-cd/" + *argoCD }

// hostCharts puts a stand-in where the tree expects each chart.
func (w *world) hostCharts(ctx context.Context) error {
	modules := func(path string) (string, error) { return tools.Module(ctx, path) }
	made, err := charts.For(os.DirFS(rendered), argoCDModule(), modules)
	if err != nil {
		return err
	}
	later, err := charts.Next(moving, os.DirFS(rendered), argoCDModule(), modules)
	if err != nil {
		return err
	}
	registries, repositories := map[string]*helm.Registry{}, map[string][]helm.Chart{}
	for _, chart := range append(made, later) {
		packaged, err := helm.Open(chart.Archive)
		if err != nil {
			return err
		}
		host, path, oci := strings.Cut(chart.Repository, "/")
		if strings.Contains(chart.Repository, "://") || !oci {
			repositories[chart.Repository] = append(repositories[chart.Repository], packaged)
			continue
		}
		if registries[host] == nil {
			registries[host] = helm.NewRegistry()
			w.internet.Handle(host, registries[host])
		}
		if err := registries[host].Put(path, packaged); err != nil {
			return err
		}
	}
	return w.hostRepositories(repositories)
}

// hostRepositories serves the charts of each repository by its URL, of which several may have one host.
func (w *world) hostRepositories(repositories map[string][]helm.Chart) error {
	hosts := map[string]*http.ServeMux{}
	for repository, packaged := range repositories {
		at, err := url.Parse(repository)
		if err != nil {
			return err
		}
		handler, err := helm.Repository(at.Path, packaged...)
		if err != nil {
			return err
		}
		if hosts[at.Host] == nil {
			hosts[at.Host] = http.NewServeMux()
			w.internet.Handle(at.Host, hosts[at.Host])
		}
		hosts[at.Host].Handle(at.Path+"/", handler)
	}
	return nil
}
