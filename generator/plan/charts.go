package plan

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// privateECR is the address of a path in a private registry of Amazon ECR
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html).
var privateECR = regexp.MustCompile(`^oci://([0-9]{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?(?:/(.*))?$`)

// ChartsECR is the registry of Amazon ECR that mirrors the fleet's charts, and their path in it; false where another does
// or none.
func (f *Fleet) ChartsECR() (r Registry, prefix string, ok bool) {
	parts := privateECR.FindStringSubmatch(f.Charts)
	if parts == nil {
		return Registry{}, "", false
	}
	return Registry{Account: parts[1], Region: parts[2]}, parts[3], true
}

// argoCD checks what the fleet says of credentials against the addresses that they are for.
func (c *checks) argoCD(f *config.Fleet) {
	at := field.NewPath("argocd")
	if f.ArgoCD.PublicRepository && strings.HasPrefix(string(f.Repository), "ssh:") {
		c.report(f.Document, at.Child("publicRepository"), "%s is read over ssh, which always asks for a key: use https, or leave this out", f.Repository)
	}
	if host, unknown := unknownHost(f); unknown {
		c.report(f.Document, field.NewPath("repository"), "Argo CD does not know the ssh key of %s: list in argocd.knownHosts what ssh-keyscan %s says", host, host)
	}
	charts := at.Child("privateCharts")
	switch {
	case !f.ArgoCD.PrivateCharts:
	case f.Charts == "":
		c.report(f.Document, charts, "the charts are the public ones: say in charts where they are mirrored, or leave this out")
	case strings.HasPrefix(string(f.Charts), "https:"):
		c.report(f.Document, charts, "helm takes the password of %s as an argument, which everybody on the machine can read: mirror the charts in a registry (oci://…)", f.Charts)
	case privateECR.MatchString(string(f.Charts)):
		c.report(f.Document, charts, "%s is a registry of Amazon ECR, whose token is fetched anyway: leave this out", f.Charts)
	}
}

// knownHosts are those whose ssh keys Argo CD comes with (configs.ssh.knownHosts of the chart argo-cd 10.1.1).
var knownHosts = []string{"bitbucket.org", "github.com", "gitlab.com", "ssh.dev.azure.com", "ssh.github.com", "vs-ssh.visualstudio.com"}

// unknownHost is the host of a repository that is read over ssh, if nobody says its key.
func unknownHost(f *config.Fleet) (string, bool) {
	u, err := url.Parse(string(f.Repository))
	if err != nil {
		return "", false // the file that says it is broken
	}
	return u.Hostname(), u.Scheme == "ssh" && !slices.Contains(knownHosts, u.Hostname()) && len(f.ArgoCD.KnownHosts) == 0
}
