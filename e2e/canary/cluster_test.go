package canary_test

import (
	"context"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"

	"github.com/example/fastapi-gitops/e2e/charts"
	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/internet"
	"github.com/example/fastapi-gitops/e2e/kubelet"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/prometheus"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/standins"
	"github.com/example/fastapi-gitops/e2e/tools"
)

const (
	tree     = "../../rendered/single-cluster/hello"
	app      = tree + "/apps/production/fastapi-hello"
	registry = "111122223333.dkr.ecr.ap-south-1.amazonaws.com/fastapi-hello"
	faulty   = "faulty" // tag of a version that fails every request
	plugin   = "rollouts-plugin-trafficrouter-gatewayapi"
)

// bench is a cluster with Argo Rollouts, Prometheus and the network of pods.
type bench struct {
	*testing.T
	*controlplane.Cluster
	kubelet *kubelet.Kubelet
	dir     string
}

func newBench(t *testing.T) *bench {
	b := &bench{T: t, dir: t.TempDir()}
	images := b.images()
	var real []string
	for _, p := range images {
		real = append(real, p.Image)
	}
	room := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("8"), corev1.ResourceMemory: resource.MustParse("16Gi"),
		corev1.ResourcePods: resource.MustParse("100"), corev1.ResourceEphemeralStorage: resource.MustParse("20Gi"),
	}
	node := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: "one", Annotations: map[string]string{"kwok.x-k8s.io/node": "fake"}},
		Status:     corev1.NodeStatus{Capacity: room, Allocatable: room},
	}
	var err error
	b.Cluster, err = controlplane.Start(t.Context(), controlplane.Config{
		Name: "canary", Dir: filepath.Join(b.dir, "cluster"), Nodes: []*corev1.Node{node}, Real: slices.Compact(real),
		Programs: programs, Audit: true,
	})
	b.check(err)
	t.Cleanup(b.Stop)
	b.connect(images)
	return b
}

func (b *bench) check(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) images() []kubelet.Program {
	self, err := os.Executable()
	b.check(err)
	sound := kubelet.Program{
		Image: registry, Binary: map[string]string{"service": self}, Entrypoint: []string{"service"},
		User: 10001, Group: 10001, Replicas: 1,
	}
	bad := sound
	bad.Tag, bad.Env = faulty, []string{"FAULTY=yes"}
	const controller = "rollouts-controller"
	return []kubelet.Program{sound, bad,
		{Image: "ghcr.io/argoproj-labs/" + plugin, User: 999, Files: map[string]string{"/bin/" + plugin: programs["gateway-plugin"]}},
		{Image: "quay.io/argoproj/argo-rollouts", Binary: map[string]string{controller: programs[controller]},
			Entrypoint: []string{controller}, WorkingDir: "/home/argo-rollouts", User: 999, Group: 999, Replicas: 1, InitContainers: true}}
}

// connect runs the pods, in the network with its names.
func (b *bench) connect(images []kubelet.Program) {
	ctx := b.Context()
	b.check(sandbox.Overlay("/etc/resolv.conf", network.ResolvConf("")))
	bridge, err := network.New()
	b.check(err)
	b.kubelet, err = kubelet.New(kubelet.Config{
		Client: b.Admin.Kubernetes, Network: bridge, Programs: images, Dir: filepath.Join(b.dir, "pods"),
		Backoff: 200 * time.Millisecond, Period: 200 * time.Millisecond,
	})
	b.check(err)
	ended := make(chan struct{})
	go func() { defer close(ended); _ = b.kubelet.Run(ctx) }()
	b.Cleanup(func() { <-ended })
	names, err := network.ServeNames(ctx)
	b.check(err)
	b.check(network.Route(ctx, network.APIService, strings.TrimPrefix(b.URL(), "https://")))
	services, err := network.WatchServices(ctx, b.Admin.Kubernetes, func(ip netip.Addr) bool {
		return ip == network.Gateway || b.kubelet.Live(ip)
	})
	b.check(err)
	names.Services(services)
	b.definitions()
	b.check(standins.Established(ctx, b.Admin.Dynamic, schema.GroupResource{Group: "gateway.networking.k8s.io", Resource: "httproutes"}))
	b.check(services.FollowRoutes(ctx, b.Admin.Dynamic))
	b.hurry(ctx)
}

// definitions installs the kinds that do not come with a chart.
func (b *bench) definitions() {
	module, err := tools.Module(b.Context(), "sigs.k8s.io/gateway-api")
	b.check(err)
	for _, kind := range []string{"httproutes", "grpcroutes"} {
		b.applyFile(filepath.Join(module, "config/crd/standard/gateway.networking.k8s.io_"+kind+".yaml"))
	}
	b.Admin.Mapper.Reset()
}

// hurry starts Prometheus at the address that the analysis asks, and shortens the times of that.
func (b *bench) hurry(ctx context.Context) {
	at := netip.AddrPortFrom(network.Gateway, 9090)
	kubeconfig, err := b.Kubeconfig("", "prometheus", "system:masters")
	b.check(err)
	monitor, err := os.ReadFile(app + "/servicemonitor-fastapi-hello.yaml")
	b.check(err)
	_, err = prometheus.Start(ctx, prometheus.Config{
		Program: programs["prometheus"], Dir: filepath.Join(b.dir, "prometheus"), Kubeconfig: kubeconfig, Monitors: [][]byte{monitor},
		Interval: 500 * time.Millisecond, Listen: at,
	})
	b.check(err)
	for _, object := range prometheus.Objects("monitoring", "kube-prometheus-stack-prometheus", at) {
		b.apply([]byte(object))
	}
	authority, err := internet.New(b.Output())
	b.check(err)
	certificate, err := authority.Certificate("127.0.0.1")
	b.check(err)
	haste := standins.Haste{Times: standins.Hurry, Certificate: *certificate, CA: authority.CA()}
	b.check(haste.Run(ctx, b.Admin.Kubernetes, func(err error) { b.Error(err) }))
}

// install applies the stand-in of a chart with the values of the tree, and the component's own objects.
func (b *bench) install(component string) {
	module := func(path string) (string, error) { return tools.Module(b.Context(), path) }
	packaged, err := charts.For(os.DirFS(tree), "github.com/argoproj/argo-cd/v3", module)
	b.check(err)
	releases, err := charts.Releases(os.DirFS(tree))
	b.check(err)
	for i, release := range releases {
		if release.Chart != component {
			continue
		}
		rendered, err := release.Render(b.Context(), programs["helm"], "v1.35.4", packaged[i].Archive)
		b.check(err)
		b.apply([]byte(`{apiVersion: v1, kind: Namespace, metadata: {name: ` + release.Namespace + `}}`))
		b.apply(rendered)
	}
	files, err := filepath.Glob(filepath.Join(tree, "platform", component, "objects", "*.yaml"))
	b.check(err)
	for _, file := range files {
		b.applyFile(file)
	}
	b.Admin.Mapper.Reset()
}

func (b *bench) applyFile(path string) {
	b.Helper()
	text, err := os.ReadFile(path)
	b.check(err)
	b.apply(text)
}

// elsewhere are kinds of the tree that nothing here reads.
var elsewhere = []string{"PrometheusRule", "ServiceMonitor", "HorizontalPodAutoscaler"}

// apply makes the objects, or changes them to this.
func (b *bench) apply(manifests []byte) {
	b.Helper()
	objects, err := charts.Objects(manifests)
	b.check(err)
	for _, o := range objects {
		if !slices.Contains(elsewhere, o.GetKind()) {
			b.eventually("apply "+o.GetKind()+" "+o.GetName(), func() error { return b.put(o) })
		}
	}
}

func (b *bench) put(o *unstructured.Unstructured) error {
	client, err := b.client(o)
	if err != nil {
		return err
	}
	_, err = client.Apply(b.Context(), o.GetName(), o, metav1.ApplyOptions{FieldManager: "e2e", Force: true})
	return err
}

func (b *bench) client(o *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	kind := o.GroupVersionKind()
	mapping, err := b.Admin.Mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		b.Admin.Mapper.Reset() // a definition may have become one meanwhile
		return nil, err
	}
	return b.Admin.Dynamic.Resource(mapping.Resource).Namespace(o.GetNamespace()), nil
}

// eventually tries what waits for a definition or a namespace.
func (b *bench) eventually(what string, try func() error) {
	b.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			b.Fatalf("%s: %v", what, err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
