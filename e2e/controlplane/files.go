package controlplane

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/keyutil"
)

//go:embed audit.yaml
var auditPolicy []byte

// The users that RBAC's default bindings are for (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#core-component-roles).
const (
	userControllerManager = "system:kube-controller-manager"
	userScheduler         = "system:kube-scheduler"
	groupMasters          = "system:masters"
)

// writeFiles puts all that the programs read below Config.Dir.
func (c *Cluster) writeFiles() error {
	files, err := c.pki()
	if err != nil {
		return err
	}
	for name, user := range map[string]string{
		"controller-manager.kubeconfig": userControllerManager,
		"scheduler.kubeconfig":          userScheduler,
	} {
		if files[name], err = c.Kubeconfig("", user); err != nil {
			return err
		}
	}
	if files["admin.kubeconfig"], err = c.Kubeconfig("", "admin", groupMasters); err != nil {
		return err
	}
	if files["stages.yaml"], err = stages(c.Config.Real); err != nil {
		return err
	}
	files["audit.yaml"] = auditPolicy
	if c.Config.Authenticator != "" {
		if files["authenticator.kubeconfig"], err = authenticator(c.Config.Authenticator); err != nil {
			return err
		}
	}
	for name, content := range files {
		if err := write(c.Config.path(name), content); err != nil {
			return err
		}
	}
	return os.MkdirAll(c.Config.path("logs"), 0o755)
}

// authenticator is how the API server asks what is at a URL (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication).
func authenticator(url string) ([]byte, error) {
	const name = "authenticator"
	return clientcmd.Write(api.Config{
		Clusters:       map[string]*api.Cluster{name: {Server: url}},
		AuthInfos:      map[string]*api.AuthInfo{name: {}},
		Contexts:       map[string]*api.Context{name: {Cluster: name, AuthInfo: name}},
		CurrentContext: name,
	})
}

func write(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

// pki is the content of the files below pki/. Clients of aggregated API servers have an authority of their own: a
// certificate of the clients' authority must not be able to speak for any user.
func (c *Cluster) pki() (map[string][]byte, error) {
	proxy, err := newAuthority(c.Config.Name + " front proxy")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, issue := range map[string]func() (pair, error){
		"ca":          c.ca.pair,
		"apiserver":   func() (pair, error) { return c.ca.server(c.Config.hosts()...) },
		"proxy-ca":    proxy.pair,
		"front-proxy": func() (pair, error) { return proxy.client("front-proxy-client") },
	} {
		p, err := issue()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files["pki/"+name+".crt"], files["pki/"+name+".key"] = p.cert, p.key
	}
	files["pki/service-account.key"], err = keyPEM()
	return files, err
}

func keyPEM() ([]byte, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	return keyutil.MarshalPrivateKeyToPEM(key)
}
