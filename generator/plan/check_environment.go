package plan

import (
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// reservedNamespaces belong to Kubernetes and to the platform; no environment may take their names. Nor may one take any
// that begins with kube- (https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/).
var reservedNamespaces = []string{
	"ack-system", "argo-rollouts", "argocd", "aws-for-fluent-bit", "aws-load-balancer-controller", "cert-manager",
	"cluster-autoscaler", "default", "envoy-gateway", "external-dns", "external-secrets", "ingress-nginx",
	"linkerd", "linkerd-cni", "linkerd-viz", "monitoring", "node-exporter", "velero",
	"platform", // the AppProject of that name is the platform's
}

func (c *checks) environment(e *config.Environment) {
	if c.broken(e.Document) {
		return
	}
	if slices.Contains(reservedNamespaces, e.Name) || strings.HasPrefix(e.Name, "kube-") {
		c.report(e.Document, nil, "%q belongs to Kubernetes or the platform: choose another name for the environment", e.Name)
	}
	for name := range e.Sizes {
		if len(validation.IsDNS1123Label(name)) > 0 {
			c.report(e.Document, field.NewPath("sizes").Key(name), "%q is not a name: expected lower-case letters, digits and -", name)
		}
	}
	c.amounts(e)
	if len(e.Sizes) == 0 {
		c.report(e.Document, field.NewPath("sizes"), "an environment needs a size class")
	}
	c.promotion(e)
}

// promotion refuses unknown and circular predecessors.
func (c *checks) promotion(e *config.Environment) {
	at := field.NewPath("after")
	if e.After == "" || !c.known(e.Document, at, "environment", string(e.After), c.environmentNames()) {
		return
	}
	chain := []string{e.Name}
	for next := c.environments[string(e.After)]; next != nil; next = c.environments[string(next.After)] {
		chain = append(chain, next.Name)
		if next.Name == e.Name {
			c.report(e.Document, at, "circular promotion: %s", strings.Join(chain, " after "))
			return
		}
		if len(chain) > len(c.environments) {
			return // a circle that e only leads into: reported at its members
		}
	}
}
