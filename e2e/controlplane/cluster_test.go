package controlplane

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const realRepository = "example.com:5000/real"

// TestCluster has one cluster for all that asks for one.
func TestCluster(t *testing.T) {
	groups, err := Groups(clusterConfigFile)
	if err != nil {
		t.Fatal(err)
	}
	nodes, err := Nodes(groups)
	if err != nil {
		t.Fatal(err)
	}
	c := start(t, Config{
		Name: "hello", Nodes: nodes, Audit: true, Issuer: "https://oidc.example.com/id/E2E", SANs: []string{"e2e.example.com"},
		Real: []string{realRepository}, Authenticator: knowsOne(t), Without: []string{"bootstrap-signer-controller"},
	})
	t.Run("parallel", func(t *testing.T) {
		for name, test := range map[string]func(*testing.T, *Cluster){
			"pod security": testPodSecurity, "deployment": testDeployment, "job": testJob, "user": testUser,
			"broken image": testBrokenImage, "pod that runs elsewhere": testReal, "names of the server": testServerNames,
			"service account": testServiceAccount, "bearer of another token": testBearer,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, c)
			})
		}
	})
	t.Run("audit", func(t *testing.T) { testAudit(t, c) })
	t.Run("autoscale", func(t *testing.T) { testAutoscale(t, c, groups) })
	t.Run("restart", func(t *testing.T) { testRestart(t, c) })
	for _, name := range Names {
		t.Logf("%s: %v", name, c.Usage()[name])
	}
}

func start(t *testing.T, config Config) *Cluster {
	t.Helper()
	config.Programs, config.Dir = programs, t.TempDir()
	began := time.Now()
	c, err := Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	t.Logf("%s started in %.1f s", config.Name, time.Since(began).Seconds())
	return c
}

// eventually is for what controllers do in their own time.
func eventually(t *testing.T, check func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()
	for {
		err := check(ctx)
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatal(err)
		case <-time.After(25 * time.Millisecond):
		}
	}
}

func namespace(t *testing.T, c *Cluster, name string, labels map[string]string) {
	t.Helper()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}
	if _, err := c.Admin.Kubernetes.CoreV1().Namespaces().Create(t.Context(), ns, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, func(ctx context.Context) error { // pods are refused until then
		_, err := c.Admin.Kubernetes.CoreV1().ServiceAccounts(name).Get(ctx, "default", metav1.GetOptions{})
		return err
	})
}

func testPodSecurity(t *testing.T, c *Cluster) {
	namespace(t, c, "restricted", map[string]string{"pod-security.kubernetes.io/enforce": "restricted"})
	privileged := true
	pod := podOf("privileged", "example.com/app:1")
	pod.Spec.Containers[0].SecurityContext = &corev1.SecurityContext{Privileged: &privileged}
	_, err := c.Admin.Kubernetes.CoreV1().Pods("restricted").Create(t.Context(), pod, metav1.CreateOptions{})
	if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "PodSecurity") {
		t.Errorf("got %v", err)
	}
}

func testUser(t *testing.T, c *Cluster) {
	kubeconfig, err := c.Kubeconfig("", "ann", "hello-developers")
	if err != nil {
		t.Fatal(err)
	}
	config, err := clientcmd.RESTConfigFromKubeConfig(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	ann, err := NewClients(config)
	if err != nil {
		t.Fatal(err)
	}
	user := whoAmI(t, ann)
	if user.Username != "ann" || !slices.Equal(user.Groups, []string{"hello-developers", "system:authenticated"}) {
		t.Errorf("got %v", user)
	}
	if _, err := ann.Kubernetes.CoreV1().Secrets("default").List(t.Context(), metav1.ListOptions{}); !apierrors.IsForbidden(err) {
		t.Errorf("a group without a role reads Secrets: %v", err)
	}
}

func whoAmI(t *testing.T, c *Clients) authenticationv1.UserInfo {
	t.Helper()
	review, err := c.Kubernetes.AuthenticationV1().SelfSubjectReviews().
		Create(t.Context(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return review.Status.UserInfo
}

// testServiceAccount checks that a token is for the API server by default, though another issued it by its name.
func testServiceAccount(t *testing.T, c *Cluster) {
	token, err := c.Admin.Kubernetes.CoreV1().ServiceAccounts("default").
		CreateToken(t.Context(), "default", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	config := rest.AnonymousClientConfig(c.Admin.Rest)
	config.BearerToken = token.Status.Token
	clients, err := NewClients(config)
	if err != nil {
		t.Fatal(err)
	}
	if user := whoAmI(t, clients); user.Username != "system:serviceaccount:default:default" {
		t.Errorf("got %v", user)
	}
}

// testServerNames checks what the certificate is for, and that the build knows its version.
func testServerNames(t *testing.T, c *Cluster) {
	for _, name := range []string{"e2e.example.com", "kubernetes.default.svc", serviceIP} {
		config := *c.Admin.Rest
		config.ServerName = name
		clients, err := NewClients(&config)
		if err != nil {
			t.Fatal(err)
		}
		version, err := clients.Kubernetes.Discovery().ServerVersion()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if version.GitVersion != "v1.35.4" {
			t.Errorf("got version %s", version.GitVersion)
		}
	}
}

func testAudit(t *testing.T, c *Cluster) {
	eventually(t, func(context.Context) error {
		log, err := os.ReadFile(c.AuditLog())
		if err != nil {
			return err
		}
		for line := range bytes.Lines(log) {
			if bytes.Contains(line, []byte(`"username":"ann"`)) && bytes.Contains(line, []byte(`"code":403`)) {
				return nil
			}
		}
		return fmt.Errorf("no entry of what ann was refused in %d bytes", len(log))
	})
}

func testRestart(t *testing.T, c *Cluster) {
	before := c.Process(APIServer)
	if err := c.Restart(APIServer); err != nil {
		t.Fatal(err)
	}
	if after := c.Process(APIServer); after == before || before.Err() != nil {
		t.Errorf("the same process, or one that ended by itself: %v", before.Err())
	}
	if _, err := c.Admin.Kubernetes.CoreV1().Namespaces().Get(t.Context(), "restricted", metav1.GetOptions{}); err != nil {
		t.Errorf("the data did not survive: %v", err)
	}
	if err := c.Restart(Names...); err != nil {
		t.Errorf("all at once: %v", err)
	}
	for _, name := range Names {
		if err := c.Process(name).Err(); err != nil {
			t.Error(err)
		}
	}
	if err := c.Restart("kubelet"); err == nil {
		t.Error("an unknown program was restarted")
	}
}

func within(t *testing.T, prefix, address string) {
	t.Helper()
	ip, err := netip.ParseAddr(address)
	if err != nil || !netip.MustParsePrefix(prefix).Contains(ip) {
		t.Errorf("address %q is not of %s", address, prefix)
	}
}
