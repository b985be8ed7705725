package externaldns

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart external-dns 1.21.1 that differ from its own. It runs once: it elects no leader, so two would
// write the same records, and the chart stops the old pod before it starts a new one. While none runs, names stay as they are.
type values struct {
	Sources            []string                    `json:"sources,omitempty"`
	Policy             string                      `json:"policy"`
	TXTOwnerID         string                      `json:"txtOwnerId"`
	TXTPrefix          string                      `json:"txtPrefix"`
	DomainFilters      []string                    `json:"domainFilters"`
	AnnotationPrefix   string                      `json:"annotationPrefix"`
	ManagedRecordTypes []string                    `json:"managedRecordTypes"`
	ExtraArgs          map[string]string           `json:"extraArgs"`
	Env                []corev1.EnvVar             `json:"env"`
	LogFormat          string                      `json:"logFormat"`
	ServiceMonitor     enabled                     `json:"serviceMonitor"`
	PriorityClassName  string                      `json:"priorityClassName"`
	Resources          corev1.ResourceRequirements `json:"resources"`
	Tolerations        []corev1.Toleration         `json:"tolerations,omitempty"`
	Affinity           *corev1.Affinity            `json:"affinity,omitempty"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// owner begins the names of the texts that own records, which are labels of their own before a host: one that is the domain
// itself has its text in the zone as well.
const owner = "external-dns-"

var requests = component.Requests("20m", "128Mi") // it holds every Service and Ingress

func valuesFor(c *plan.Cluster) values {
	return values{
		Sources: sources(c.Fleet),
		// what nobody asks for any more goes, which the texts confine to what this cluster wrote
		Policy:        "sync",
		TXTOwnerID:    c.Fleet.Name + "/" + c.Name,
		TXTPrefix:     owner + "%{record_type}.",
		DomainFilters: []string{c.Fleet.Domain},
		// what external-dns 0.22 has by default, without reading the other
		AnnotationPrefix: "external-dns.kubernetes.io/",
		// load balancers at AWS have aliases, which are addresses
		ManagedRecordTypes: []string{"A", "AAAA"},
		ExtraArgs: map[string]string{
			"aws-zone-type": "public",
			// names of other kinds would lead to nodes and pods
			"service-type-filter": string(corev1.ServiceTypeLoadBalancer),
		},
		Env:               []corev1.EnvVar{{Name: "AWS_REGION", Value: c.Region}},
		LogFormat:         "json",
		ServiceMonitor:    enabled{true},
		PriorityClassName: component.Critical,
		Resources:         component.Bounded(requests),
		Tolerations:       component.Tolerations(c),
		Affinity:          component.Affinity(c),
	}
}

// sources are the chart's, which are Services and Ingresses, or the routes of a Gateway, which has the load balancer's name.
func sources(f *plan.Fleet) []string {
	if f.ByGateway() {
		return []string{"service", "gateway-httproute"}
	}
	return nil
}
