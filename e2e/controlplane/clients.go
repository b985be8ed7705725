package controlplane

import (
	"fmt"
	"strconv"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Clients speak to the API server as one user.
type Clients struct {
	Rest       *rest.Config
	Kubernetes kubernetes.Interface
	Dynamic    dynamic.Interface
	Mapper     meta.ResettableRESTMapper // Reset it once new kinds are there
}

// NewClients are those of a configuration.
func NewClients(config *rest.Config) (*Clients, error) {
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, err
	}
	k, err := kubernetes.NewForConfigAndClient(config, client)
	if err != nil {
		return nil, err
	}
	d, err := dynamic.NewForConfigAndClient(config, client)
	if err != nil {
		return nil, err
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(k.Discovery()))
	return &Clients{Rest: config, Kubernetes: k, Dynamic: d, Mapper: mapper}, nil
}

// As are the clients of a user who is in groups: a person of an EKS access entry, for one.
func (c *Cluster) As(user string, groups ...string) (*Clients, error) {
	p, err := c.ca.client(user, groups...)
	if err != nil {
		return nil, fmt.Errorf("certificate of %s: %w", user, err)
	}
	authority, err := c.ca.pair()
	if err != nil {
		return nil, err
	}
	return NewClients(&rest.Config{
		Host:            c.URL(),
		TLSClientConfig: rest.TLSClientConfig{CAData: authority.cert, CertData: p.cert, KeyData: p.key},
		QPS:             -1, // what is measured is the server, not our own limit
	})
}

// URL of the API server on this machine.
func (c *Cluster) URL() string { return "https://127.0.0.1:" + strconv.Itoa(c.Config.Port) }

// Kubeconfig is the file of a user who is in groups, with their certificate in it, for the server at a URL; for URL
// when it is empty.
func (c *Cluster) Kubeconfig(server, user string, groups ...string) ([]byte, error) {
	p, err := c.ca.client(user, groups...)
	if err != nil {
		return nil, fmt.Errorf("certificate of %s: %w", user, err)
	}
	authority, err := c.ca.pair()
	if err != nil {
		return nil, err
	}
	if server == "" {
		server = c.URL()
	}
	name := c.Config.Name
	return clientcmd.Write(api.Config{
		Clusters:       map[string]*api.Cluster{name: {Server: server, CertificateAuthorityData: authority.cert}},
		AuthInfos:      map[string]*api.AuthInfo{user: {ClientCertificateData: p.cert, ClientKeyData: p.key}},
		Contexts:       map[string]*api.Context{name: {Cluster: name, AuthInfo: user}},
		CurrentContext: name,
	})
}

// CA is the certificate of the authority behind the API server and its clients, as PEM.
func (c *Cluster) CA() ([]byte, error) {
	p, err := c.ca.pair()
	return p.cert, err
}
