package controlplane

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/e2e/process"
)

// Names of the programs, for Config.Programs, Cluster.Process and Cluster.Restart.
const (
	Etcd              = "etcd"
	APIServer         = "kube-apiserver"
	ControllerManager = "kube-controller-manager"
	Scheduler         = "kube-scheduler"
	Kwok              = "kwok"
)

// Names are all programs in the order in which they start.
var Names = []string{Etcd, APIServer, ControllerManager, Scheduler, Kwok}

// command is how a program of the cluster runs.
func (c Config) command(name string) process.Command {
	args := map[string]func() []string{
		Etcd: c.etcd, APIServer: c.apiServer, ControllerManager: c.controllerManager, Scheduler: c.scheduler, Kwok: c.kwok,
	}[name]
	return process.Command{
		Name:  c.Name + ": " + name,
		Path:  c.Programs[name],
		Argv0: name,
		Args:  args(),
		Env:   []string{"HOME=" + c.Dir, "PATH=" + os.Getenv("PATH"), "GOGC=300", "GOMEMLIMIT=2GiB"}, // memory is cheaper than time
		Log:   c.path("logs", name+".log"),
	}
}

func (c Config) local(scheme string, offset int) string {
	return scheme + "://127.0.0.1:" + strconv.Itoa(c.Port+offset)
}

// etcd writes nothing through to the disk: the data is worth no more than the run.
func (c Config) etcd() []string {
	client, peer := c.local("http", 1), c.local("http", 2)
	return []string{
		"--data-dir=" + c.path("etcd"),
		"--listen-client-urls=" + client, "--advertise-client-urls=" + client,
		"--listen-peer-urls=" + peer, "--initial-advertise-peer-urls=" + peer, "--initial-cluster=default=" + peer,
		"--unsafe-no-fsync", "--log-level=warn",
	}
}

// apiServer has the authorizers of EKS and all admission that is on by default, Pod Security among it
// (https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html lists EKS's).
func (c Config) apiServer() []string {
	args := []string{
		"--etcd-servers=" + c.local("http", 1),
		"--bind-address=127.0.0.1", "--secure-port=" + strconv.Itoa(c.Port),
		"--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--allow-privileged=true",
		"--client-ca-file=" + c.path("pki/ca.crt"),
		"--tls-cert-file=" + c.path("pki/apiserver.crt"), "--tls-private-key-file=" + c.path("pki/apiserver.key"),
		"--service-account-issuer=" + c.Issuer, "--api-audiences=" + audience,
		"--service-account-key-file=" + c.path("pki/service-account.key"),
		"--service-account-signing-key-file=" + c.path("pki/service-account.key"),
		"--service-cluster-ip-range=" + serviceCIDR,
		"--requestheader-client-ca-file=" + c.path("pki/proxy-ca.crt"), "--requestheader-allowed-names=front-proxy-client",
		"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + c.path("pki/front-proxy.crt"), "--proxy-client-key-file=" + c.path("pki/front-proxy.key"),
		"--profiling=false",
	}
	if c.Audit { // in one file, however large
		args = append(args, "--audit-policy-file="+c.path("audit.yaml"), "--audit-log-path="+c.auditLog(), "--audit-log-maxsize=100000")
	}
	if c.Authenticator != "" {
		args = append(args, "--authentication-token-webhook-config-file="+c.path("authenticator.kubeconfig"),
			"--authentication-token-webhook-version=v1")
	}
	return args
}

func (c Config) auditLog() string { return c.path("logs", "audit.log") }

// clientFlags are those that the controller manager and the scheduler share: each is alone, and serves nothing.
func (c Config) clientFlags(kubeconfig string) []string {
	return []string{
		"--kubeconfig=" + c.path(kubeconfig), "--leader-elect=false", "--secure-port=0", "--profiling=false",
		"--kube-api-qps=200", "--kube-api-burst=400",
	}
}

func (c Config) controllerManager() []string {
	return append(c.clientFlags("controller-manager.kubeconfig"),
		"--controllers="+strings.Join(append([]string{"*"}, c.without()...), ","),
		"--use-service-account-credentials", "--cluster-name="+c.Name,
		"--service-account-private-key-file="+c.path("pki/service-account.key"), "--root-ca-file="+c.path("pki/ca.crt"),
		"--cluster-signing-cert-file="+c.path("pki/ca.crt"), "--cluster-signing-key-file="+c.path("pki/ca.key"))
}

func (c Config) without() []string {
	var off []string
	for _, name := range c.Without {
		off = append(off, "-"+name)
	}
	return off
}

func (c Config) scheduler() []string { return c.clientFlags("scheduler.kubeconfig") }

func (c Config) kwok() []string {
	return []string{
		"--kubeconfig=" + c.path("admin.kubeconfig"), "--config=" + c.path("stages.yaml"),
		"--manage-all-nodes=true", "--node-lease-duration-seconds=40",
		"--cidr=" + c.PodCIDR, "--node-ip=" + nodeIP(0),
	}
}

// nodeIP is the address of a node by its number.
func nodeIP(n int) string { return fmt.Sprintf("10.20.%d.%d", 1+n/250, 1+n%250) }
