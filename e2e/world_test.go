package e2e

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/acme"
	"github.com/example/fastapi-gitops/e2e/canary"
	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/internet"
	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/internet/git"
	"github.com/example/fastapi-gitops/e2e/kubelet"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/standins"
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
	disk       git.Disk // of the server
	aws        *aws.Account
	acme       *acme.Authority
	people     *httptest.Server    // answers their program aws
	zone       string              // its id
	identities map[string]aws.Role // by Pod Identity, of ServiceAccounts as the subjects of their tokens
	cluster    *controlplane.Cluster
	kubelet    *kubelet.Kubelet
	programs   []kubelet.Program
	services   *network.Services
	shop       *canary.App       // the app in production
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
		if w.disk != "" {
			w.disk.Close() // of no use without the programs
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
		{"what else EKS brings: " + standins.List, w.standIn},
	} {
		step(t, s.name, time.Minute, func(context.Context) error { return s.do(ctx) })
	}
	return w
}

// step does one thing within a time, that of two idle cores, records it, and ends the test if it fails.
func step(t *testing.T, name string, limit time.Duration, do func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(*patience*float64(limit)))
	defer cancel()
	start := time.Now()
	err := do(ctx)
	record.Step(name, time.Since(start), err != nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// log makes a log that stays if the test fails.
func (w *world) log(name string) (*os.File, error) {
	return os.Create(filepath.Join(w.dir, name+".log"))
}
