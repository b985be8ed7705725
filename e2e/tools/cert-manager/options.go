package main

import (
	"time"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/cert-manager/cert-manager/pkg/apis/certmanager"
	"github.com/cert-manager/cert-manager/pkg/controller"
)

// defaults are those of cert-manager's ControllerConfiguration, as far as the controllers need a value.
// https://cert-manager.io/docs/reference/api-docs/#controller.config.cert-manager.io/v1alpha1.ControllerConfiguration
func defaults() controller.ContextOptions {
	return controller.ContextOptions{
		KubernetesAPIQPS:   20,
		KubernetesAPIBurst: 50,
		IssuerOptions: controller.IssuerOptions{
			ClusterResourceNamespace:        "kube-system",
			ClusterIssuerAmbientCredentials: true,
		},
		ACMEOptions: controller.ACMEOptions{
			HTTP01SolverResourceRequestCPU:    resource.MustParse("10m"),
			HTTP01SolverResourceRequestMemory: resource.MustParse("64Mi"),
			HTTP01SolverResourceLimitsCPU:     resource.MustParse("100m"),
			HTTP01SolverResourceLimitsMemory:  resource.MustParse("64Mi"),
			ACMEHTTP01SolverRunAsNonRoot:      true,
			DNS01CheckRetryPeriod:             10 * time.Second,
		},
		IngressShimOptions: controller.IngressShimOptions{
			DefaultIssuerKind:                 "Issuer",
			DefaultIssuerGroup:                certmanager.GroupName,
			DefaultAutoCertificateAnnotations: []string{"kubernetes.io/tls-acme"},
		},
		CertificateOptions: controller.CertificateOptions{
			CopiedAnnotationPrefixes:                 []string{"*", "-kubectl.kubernetes.io/", "-fluxcd.io/", "-argocd.argoproj.io/"},
			CertificateRequestMinimumBackoffDuration: time.Hour,
			CertificateRequestMaximumBackoffDuration: 32 * time.Hour,
		},
		SchedulerOptions: controller.SchedulerOptions{MaxConcurrentChallenges: 60},
	}
}

// addFlags declares the flags that the chart passes, and kubeconfig for outside of a pod. They set the options once complete is called.
func addFlags(flags *pflag.FlagSet, options *controller.ContextOptions) (complete func(), namespace *string) {
	flags.StringVar(&options.ClusterResourceNamespace, "cluster-resource-namespace", options.ClusterResourceNamespace,
		"the namespace of the Secrets of a ClusterIssuer")
	flags.StringVar(&options.Kubeconfig, "kubeconfig", "", "the file to reach the API server by; the pod's ServiceAccount if empty")
	flags.StringVar(&options.HTTP01SolverImage, "acme-http01-solver-image", "", "the image that answers HTTP-01 challenges")
	flags.IntVar(&options.MaxConcurrentChallenges, "max-concurrent-challenges", options.MaxConcurrentChallenges,
		"how many challenges may be under way")
	flags.StringSliceVar(&options.DNS01Nameservers, "dns01-recursive-nameservers", nil,
		"host:port of the servers that DNS-01 challenges are looked up at; those of /etc/resolv.conf if empty")
	recursiveOnly := flags.Bool("dns01-recursive-nameservers-only", false, "whether only these are asked, not the zone's own")
	namespace = flags.String("leader-election-namespace", "kube-system", "the namespace of the Lease")
	return func() { options.DNS01CheckAuthoritative = !*recursiveOnly }, namespace
}
