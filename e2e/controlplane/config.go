// Package controlplane runs a Kubernetes cluster as plain processes: etcd, kube-apiserver, kube-controller-manager and
// kube-scheduler, set up like EKS does, and kwok in the place of the kubelets.
//
// Nodes have addresses of 10.20.1.0/24 at which nothing listens. kwok gives its pods addresses of 10.20.64.0/19
// (Config.PodCIDR). Pods of the images in Config.Real are none of kwok's: whoever runs those gives them addresses of
// 10.20.96.0/19, sets their status, and deletes them when they are to go.
package controlplane

import (
	"cmp"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
)

// Config is what a cluster is started from. Several run side by side when their Dir and Port differ.
type Config struct {
	Name string // of the cluster, for errors and kubeconfigs
	Dir  string // for keys, data and, below logs, the programs' output; made when it is missing, kept at the end
	// Programs are the paths of the programs by their names: Etcd, APIServer and so on.
	Programs map[string]string
	// Port of the API server on 127.0.0.1; 6443 when 0. The two after it are etcd's.
	Port int
	// Names and addresses by which the API server is called beside those of the Service kubernetes.
	SANs []string
	// Issuer of ServiceAccount tokens, the OpenID provider of an EKS cluster; https://kubernetes.default.svc when empty.
	Issuer string
	// Audit every request with its metadata to the file that Cluster.AuditLog names.
	Audit bool
	// Authenticator is the URL of what knows the bearers of other tokens than ServiceAccounts', by TokenReviews, as EKS has one
	// for IAM; none when empty. The sandbox trusts its certificate.
	Authenticator string
	// Without are controllers of the controller manager that do not run, such as horizontal-pod-autoscaler-controller.
	Without []string
	// Nodes to start with; see Nodes.
	Nodes []*corev1.Node
	// PodCIDR is where kwok's pods have their addresses, the first address included; 10.20.64.1/19 when empty.
	PodCIDR string
	// Real are the repositories of images, without tag and digest, that kwok leaves alone: a pod whose first container
	// is of one of them runs elsewhere; see Repository.
	Real []string
}

const (
	serviceCIDR = "172.20.0.0/16" // what eksctl's kubernetesNetworkConfig says, and EKS uses beside 10.100.0.0/16
	serviceIP   = "172.20.0.1"    // the first of it is the Service kubernetes
	audience    = "https://kubernetes.default.svc"
)

func (c Config) withDefaults() Config {
	c.Port = cmp.Or(c.Port, 6443)
	c.Issuer = cmp.Or(c.Issuer, audience)
	c.PodCIDR = cmp.Or(c.PodCIDR, "10.20.64.1/19")
	return c
}

func (c Config) path(elements ...string) string {
	return filepath.Join(append([]string{c.Dir}, elements...)...)
}

// hosts that the API server's certificate is for.
func (c Config) hosts() []string {
	return append([]string{
		"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
		"localhost", "127.0.0.1", serviceIP,
	}, c.SANs...)
}
