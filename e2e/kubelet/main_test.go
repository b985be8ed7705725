package kubelet

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

const (
	image       = "registry.example.com/tools/reporter"
	singleImage = "registry.example.com/tools/single" // of one owner's pods one runs
)

// cluster and kubelet are those of all tests; each test has its namespace.
var (
	cluster *controlplane.Cluster
	kubelet *Kubelet
)

func TestMain(m *testing.M) {
	Stage()
	if filepath.Base(os.Args[0]) == "reporter" {
		reporter()
	}
	programs, err := tools.Handed(context.Background(), tools.Etcd, tools.Kubernetes, tools.Kwok)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(sandbox.Enter(func() int {
		code, err := inside(m, programs)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return code
	}))
}

func inside(m *testing.M, programs tools.Programs) (int, error) {
	dir, err := os.MkdirTemp("", "kubelet-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	config := controlplane.Config{
		Name: "kubelet", Dir: filepath.Join(dir, "cluster"), Nodes: []*corev1.Node{node()}, Real: []string{image, singleImage},
		Programs: programs,
	}
	if cluster, err = controlplane.Start(ctx, config); err != nil {
		return 0, err
	}
	defer cluster.Stop()
	net, err := network.New()
	if err != nil {
		return 0, err
	}
	if kubelet, err = New(testConfig(net, filepath.Join(dir, "kubelet"))); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- kubelet.Run(ctx) }()
	code := m.Run()
	cancel()
	return code, <-ended
}

func testConfig(net Network, dir string) Config {
	program := Program{
		Image:      image,
		Binary:     map[string]string{"reporter": "/proc/self/exe"},
		Entrypoint: []string{"reporter"},
		Env:        []string{"IMAGE=yes", "OVERRIDDEN=image"},
		WorkingDir: "/home/reporter",
		User:       4321, Group: 4321,
		Files:          map[string]string{"/opt/tool": "/etc/hostname"},
		InitContainers: true,
	}
	executable, err := os.Executable()
	if err == nil {
		program.Binary["reporter"] = executable
	}
	single := program
	single.Image, single.Replicas = singleImage, 1
	return Config{
		Client: cluster.Admin.Kubernetes, Network: net, Programs: []Program{program, single}, Dir: dir,
		Backoff: 200e6, Period: 100e6, // ns
	}
}

func node() *corev1.Node {
	room := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("8"), corev1.ResourceMemory: resource.MustParse("16Gi"),
		corev1.ResourcePods: resource.MustParse("100"),
	}
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: "one", Annotations: map[string]string{"kwok.x-k8s.io/node": "fake"}},
		Status:     corev1.NodeStatus{Capacity: room, Allocatable: room},
	}
}
