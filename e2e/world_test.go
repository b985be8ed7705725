package e2e

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/acme"
	"github.com/example/fastapi-gitops/e2e/charts"
	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/internet"
	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/internet/git"
	"github.com/example/fastapi-gitops/e2e/internet/helm"
	"github.com/example/fastapi-gitops/e2e/internet/slack"
	"github.com/example/fastapi-gitops/e2e/kubelet"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/standins"
	"github.com/example/fastapi-gitops/e2e/tools"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// What the committed tree and the programs of package programs say of the account and the cluster.
const (
	account     = "111122223333"
	region      = "ap-south-1"
	fleet       = "single-cluster"
	domain      = "hello.example.com"
	clusterName = "hello"
	repository  = "example/fastapi-gitops.git"
	issuer      = "https://oidc.eks.ap-south-1.amazonaws.com/id/0123456789ABCDEF"
	rendered    = "../rendered/" + fleet + "/" + clusterName
	accountFile = "../eksctl/" + fleet + "/account.yaml"
	eksctlFile  = "../eksctl/" + fleet + "/" + clusterName + ".yaml"
)

// world is everything that the tree finds around it: an internet, an account at AWS, and a cluster without anything on it.
type world struct {
	dir        string // of this run: data, logs
	internet   *internet.Internet
	names      *network.Names
	network    *network.Network
	git        *git.Repository
	server     *git.Server
	aws        *aws.Account
	acme       *acme.Authority
	identities []string // ServiceAccounts with a role at AWS by Pod Identity, as subjects of their tokens
	cluster    *controlplane.Cluster
	kubelet    *kubelet.Kubelet
	programs   []kubelet.Program
	trusted    map[string]string // files of every pod
}

// newWorld starts everything. It ends with the test; its logs stay if the test fails.
func newWorld(t *testing.T) *world {
	t.Helper()
	dir, err := os.MkdirTemp("", "e2e-")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	w := &world{dir: dir}
	t.Cleanup(func() {
		w.figures()
		if t.Failed() && *hold {
			fmt.Println("holding until an interrupt; kubeconfig:", filepath.Join(dir, "admin.yaml"))
			interrupted, release := signal.NotifyContext(ctx, os.Interrupt)
			<-interrupted.Done()
			release()
		}
		stop()
		if w.cluster != nil {
			w.cluster.Stop()
		}
		if t.Failed() {
			fmt.Println("logs are in", dir)
			return
		}
		os.RemoveAll(dir)
	})
	for _, s := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"the internet: git, charts, AWS", w.startInternet},
		{"control plane: etcd, API server, controllers, scheduler, nodes", w.startCluster},
		{"pods that run for real", w.startPods},
	} {
		step(t, s.name, time.Minute, func(context.Context) error { return s.do(ctx) })
	}
	return w
}

// step does one thing within a time, records it, and ends the test if it fails.
func step(t *testing.T, name string, limit time.Duration, do func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	start := time.Now()
	err := do(ctx)
	record.Step(name, time.Since(start), err != nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

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

// startAuthority starts Let's Encrypt's.
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
	return nil
}

// hostRepository imports what is committed.
func (w *world) hostRepository(ctx context.Context, log io.Writer) (err error) {
	root := filepath.Join(w.dir, "git")
	if err := os.Mkdir(root, 0o755); err != nil {
		return err
	}
	if w.server, err = git.NewServer(ctx, root, log); err != nil {
		return err
	}
	w.server.Reader, w.server.Writer = argoCDAccount, personAccount
	w.internet.Handle("github.com", w.server)
	w.git, err = w.server.Import(ctx, repository, "..")
	return err
}

// hostCharts puts a stand-in where the tree expects each chart.
func (w *world) hostCharts(ctx context.Context) error {
	made, err := charts.For(os.DirFS(rendered), "github.com/argoproj/argo-cd/"+*argoCD, func(path string) (string, error) {
		return tools.Module(ctx, path)
	})
	if err != nil {
		return err
	}
	registries := map[string]*helm.Registry{}
	for _, chart := range made {
		packaged, err := helm.Open(chart.Archive)
		if err != nil {
			return err
		}
		if host, path, oci := strings.Cut(chart.Repository, "/"); oci && !strings.Contains(chart.Repository, "://") {
			if registries[host] == nil {
				registries[host] = helm.NewRegistry()
				w.internet.Handle(host, registries[host])
			}
			if err := registries[host].Put(path, packaged); err != nil {
				return err
			}
			continue
		}
		at, err := url.Parse(chart.Repository)
		if err != nil {
			return err
		}
		handler, err := helm.Repository(at.Path, packaged)
		if err != nil {
			return err
		}
		w.internet.Handle(at.Host, handler)
	}
	return nil
}

func (w *world) startCluster(ctx context.Context) error {
	groups, err := controlplane.Groups(eksctlFile)
	if err != nil {
		return err
	}
	nodes, err := controlplane.Nodes(groups)
	if err != nil {
		return err
	}
	if w.programs, err = imagePrograms(); err != nil {
		return err
	}
	var images []string
	for _, p := range w.programs {
		images = append(images, p.Image)
	}
	w.cluster, err = controlplane.Start(ctx, controlplane.Config{
		Name: clusterName, Dir: filepath.Join(w.dir, "cluster"), Nodes: nodes, Real: images, Issuer: issuer, Audit: true,
		Programs: installed, SANs: []string{network.EKSName},
	})
	if err != nil {
		return err
	}
	go func() {
		if err := w.cluster.Autoscale(ctx, groups); err != nil {
			fmt.Println("autoscaler:", err)
		}
	}()
	return w.startAWS(ctx)
}

// startAWS trusts the cluster's tokens, as the OpenID Connect provider that eksctl makes does, with the roles that it makes and
// the zone of the account's stack.
func (w *world) startAWS(ctx context.Context) error {
	keys, err := w.cluster.Admin.Kubernetes.Discovery().RESTClient().Get().AbsPath("/openid/v1/jwks").DoRaw(ctx)
	if err != nil {
		return err
	}
	provider := aws.Issuer{URL: issuer}
	if provider.Keys, err = aws.ParseKeys(keys); err != nil {
		return err
	}
	config, err := os.ReadFile(eksctlFile)
	if err != nil {
		return err
	}
	roles, err := aws.ReadRoles(config, account, provider)
	if err != nil {
		return err
	}
	w.aws = aws.New(account, region, roles...)
	for name, value := range secrets() {
		w.aws.Put(name, value)
	}
	w.aws.AddZone(domain)
	w.names.Delegate(domain, w.aws.Records)
	w.names.Register(network.DNS.Addr(), aws.NameServers...)
	for host, handler := range map[string]http.Handler{
		"sts." + region + ".amazonaws.com":            w.aws.STS(),
		"secretsmanager." + region + ".amazonaws.com": w.aws.SecretsManager(),
		"route53.amazonaws.com":                       w.aws.Route53(),
	} {
		w.internet.Handle(host, handler)
		w.names.Register(network.Internet, host)
	}
	return w.startPodIdentity(ctx, config, provider)
}

// startPodIdentity starts EKS's agent of Pod Identity, which each node would have.
func (w *world) startPodIdentity(ctx context.Context, config []byte, provider aws.Issuer) error {
	roles, err := aws.ReadPodRoles(config, account, provider)
	if err != nil {
		return err
	}
	for _, role := range roles {
		w.identities = append(w.identities, role.Subject)
	}
	agent, err := net.Listen("tcp", network.PodIdentity.String())
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { agent.Close() })
	go http.Serve(agent, w.aws.PodIdentity(provider, roles...)) // its end shows in what asks it
	return nil
}

// startPods runs those that have a program, in a network of their own.
func (w *world) startPods(ctx context.Context) (err error) {
	if w.network, err = network.New(); err != nil {
		return err
	}
	client := w.cluster.Admin.Kubernetes
	w.kubelet, err = kubelet.New(kubelet.Config{
		Client: client, Network: w.network, Programs: w.programs, Dir: filepath.Join(w.dir, "pods"), Files: w.trusted,
	})
	if err != nil {
		return err
	}
	go w.kubelet.Run(ctx) // ends without an error
	server := strings.TrimPrefix(w.cluster.URL(), "https://")
	for _, address := range []netip.AddrPort{network.APIService, network.EKS} {
		if err := network.Route(ctx, address, server); err != nil {
			return err
		}
	}
	services, err := network.WatchServices(ctx, client, func(ip netip.Addr) bool {
		return ip == network.Gateway || w.kubelet.Live(ip)
	})
	if err != nil {
		return err
	}
	w.names.Services(services)
	return nil
}

// standIn starts what EKS and later components would bring.
func (w *world) standIn(ctx context.Context) error {
	client := w.cluster.Admin.Kubernetes
	if err := standins.LoadBalancers(ctx, client, func(err error) { fmt.Println("stand-in:", err) }); err != nil {
		return err
	}
	if err := w.identify(ctx); err != nil {
		return err
	}
	at := netip.AddrPortFrom(network.Gateway, 10251)
	listener, err := net.Listen("tcp", at.String())
	if err != nil {
		return err
	}
	certificate, err := w.internet.Certificate("metrics-server.kube-system.svc")
	if err != nil {
		return err
	}
	go func() {
		if err := standins.Metrics(ctx, client, listener, *certificate); err != nil {
			fmt.Println("stand-in:", err)
		}
	}()
	for _, object := range standins.MetricsAPI(at) {
		if err := w.apply(ctx, object); err != nil {
			return err
		}
	}
	return nil
}

// identify starts EKS's webhook that gives pods their identity.
func (w *world) identify(ctx context.Context) error {
	certificate, err := w.internet.Certificate("127.0.0.1")
	if err != nil {
		return err
	}
	hook := standins.PodIdentity{Region: region, Subjects: w.identities, Certificate: *certificate, CA: w.internet.CA()}
	listener, err := hook.Listen()
	if err != nil {
		return err
	}
	go func() {
		if err := hook.Serve(ctx, listener); err != nil {
			fmt.Println("stand-in:", err)
		}
	}()
	return hook.Register(ctx, w.cluster.Admin.Kubernetes)
}

// apply makes an object, or changes it to this, as an administrator.
func (w *world) apply(ctx context.Context, manifest string) error {
	object := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(manifest), &object.Object); err != nil {
		return err
	}
	admin := w.cluster.Admin
	kind := object.GroupVersionKind()
	mapping, err := admin.Mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return err
	}
	_, err = admin.Dynamic.Resource(mapping.Resource).Namespace(object.GetNamespace()).
		Apply(ctx, object.GetName(), object, metav1.ApplyOptions{FieldManager: "e2e", Force: true})
	return err
}

func (w *world) log(name string) (*os.File, error) {
	return os.Create(filepath.Join(w.dir, name+".log"))
}
