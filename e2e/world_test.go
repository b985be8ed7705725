package e2e

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/acme"
	"github.com/example/fastapi-gitops/e2e/canary"
	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/internet"
	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/internet/git"
	"github.com/example/fastapi-gitops/e2e/internet/sso"
	"github.com/example/fastapi-gitops/e2e/kubelet"
	"github.com/example/fastapi-gitops/e2e/network"
)

// What the committed tree and the programs of package programs say of the account and the cluster.
const (
	account     = "111122223333"
	region      = "ap-south-1"
	fleet       = "single-cluster"
	domain      = "hello.example.com"
	clusterName = "hello"
	repository  = "example/fastapi-gitops.git"
	rendered    = "../rendered/" + fleet + "/" + clusterName
	accountFile = "../eksctl/" + fleet + "/account.yaml"
	eksctlFile  = "../eksctl/" + fleet + "/" + clusterName + ".yaml"
)

// world is everything that the tree finds around it: an internet, an account at AWS, and a cluster without anything on it.
type world struct {
	dir      string          // of this run: data, logs
	ctx      context.Context // ends with the test
	internet *internet.Internet
	names    *network.Names
	network  *network.Network
	git      *git.Repository
	server   *git.Server
	disk     git.Disk // of the server
	aws      *aws.Account
	acme     *acme.Authority
	people   *httptest.Server // answers their program aws
	zone     string           // its id
	stack    []aws.Role       // of the account's stack, if clusters join
	made     sync.Map         // of AWS Controllers for Kubernetes, by kind and name
	lost     sync.Map         // of these, what they have deleted at AWS
	programs []kubelet.Program
	trusted  map[string]string // files of every pod
	clusters int               // that there were
	eks
	spokes []*controlplane.Cluster // that the Argo CD of the cluster goes to
	shop   *canary.App             // the app in production
	login  *sso.Provider           // where people sign in
	duty   sync.Mutex              // held while an operator looks whether a window holds production back
}

// newWorld starts everything. It ends with the test; its logs stay if the test fails.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := newInternet(t)
	var err error
	if w.programs, err = imagePrograms(w.dir); err != nil {
		t.Fatal(err)
	}
	w.raise(t)
	return w
}

// newInternet is a world without a cluster.
func newInternet(t *testing.T) *world {
	t.Helper()
	dir, err := os.MkdirTemp("", "e2e-")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	w := &world{dir: dir, ctx: ctx}
	t.Cleanup(func() {
		w.figures()
		if t.Failed() && *hold {
			fmt.Println("holding until an interrupt; kubeconfig:", filepath.Join(dir, "admin.yaml"))
			interrupted, release := signal.NotifyContext(ctx, os.Interrupt)
			<-interrupted.Done()
			release()
		}
		stop()
		for _, c := range w.controlPlanes() {
			c.Stop()
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
	step(t, "the internet: git, charts, AWS", time.Minute, func(context.Context) error { return w.startInternet(ctx) })
	return w
}

// step does one thing within a time, that of two idle cores, records it, and ends the test if it fails.
func step(t *testing.T, name string, limit time.Duration, do func(context.Context) error) {
	t.Helper()
	ctx, cancel := within(t, limit)
	defer cancel()
	start := time.Now()
	err := do(ctx)
	record.Step(name, time.Since(start), err != nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// within ends after that time of two idle cores, and before the time of all tests is over, which would leave no report.
func within(t *testing.T, limit time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	end := time.Now().Add(time.Duration(*patience * float64(limit)))
	if over, set := t.Deadline(); set && over.Add(-time.Minute).Before(end) {
		end = over.Add(-time.Minute)
	}
	return context.WithDeadline(t.Context(), end)
}

// controlPlanes are all that have started, the one that runs Argo CD first.
func (w *world) controlPlanes() []*controlplane.Cluster {
	if w.cluster == nil {
		return nil
	}
	return append([]*controlplane.Cluster{w.cluster}, w.spokes...)
}

// log makes a log that stays if the test fails.
func (w *world) log(name string) (*os.File, error) {
	return os.Create(filepath.Join(w.dir, name+".log"))
}
