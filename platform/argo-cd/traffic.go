package argocd

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Ports of the chart's containers.
const (
	controllerMetrics    = 8082
	serverMetrics        = 8083
	repoServerPort       = 8081
	repoServerMetrics    = 8084
	appSetMetrics        = 8080
	notificationsMetrics = 9001
	redisPort            = 6379
	sentinelPort         = 26379
	redisMetrics         = 9121
	haproxyMetrics       = 9101
)

// redisName is that of the three Redis servers.
const redisName = prefix + "-redis-ha"

// part is the pods of a part of Argo CD, by the chart's label, and redisPart those of the subchart. Each is a label by which
// the Service before these pods selects them as well: the VPC CNI lets traffic to a Service through if the policy's labels
// select the Service's (amazon-network-policy-controller-k8s, pkg/resolvers/endpoints.go), and this is how a part reaches
// another.
func part(name string) plan.Neighbour {
	return plan.Neighbour{Namespace: plan.ArgoCDNamespace, Labels: map[string]string{"app.kubernetes.io/name": prefix + "-" + name}}
}

func redisPart(name string) plan.Neighbour {
	return plan.Neighbour{Namespace: plan.ArgoCDNamespace, Labels: map[string]string{"app": name}}
}

var (
	controllerPods    = part("application-controller")
	serverPods        = plan.ArgoCDServer
	repoServerPods    = part("repo-server")
	appSetPods        = part("applicationset-controller")
	notificationsPods = part("notifications-controller")
	secretInitPods    = part("redis-secret-init")
	redisPodsAlone    = part("redis")
	redisServerPods   = redisPart("redis-ha")
	haproxyPods       = redisPart("redis-ha-haproxy")
)

// traffic is what each part needs to talk with, and no more; Argo CD's own policies in the chart leave egress open.
func traffic(c *plan.Cluster) []component.Traffic {
	cache := redisPodsAlone
	if highlyAvailable(c) {
		cache = haproxyPods
	}
	api, scrape := component.Connect(component.APIServer(c), component.HTTPS), component.PodsOf(plan.Prometheus)
	render := to(repoServerPods, repoServerPort)
	all := []component.Traffic{
		{
			Name: "application-controller", Pods: controllerPods.Labels,
			From: []component.Connection{component.Connect(scrape, controllerMetrics)},
			To:   append([]component.Connection{api, render, to(cache, redisPort)}, otherClusters(c)...),
		}, {
			Name: "server", Pods: serverPods.Labels,
			From: []component.Connection{to(c.Fleet.IngressController(), plan.ArgoCDServerPort), component.Connect(scrape, serverMetrics)},
			To:   append(append([]component.Connection{api, render, to(cache, redisPort)}, login(c)...), otherClusters(c)...),
		}, {
			Name: "repo-server", Pods: repoServerPods.Labels,
			From: append(from(repoServerPort, controllerPods, serverPods, appSetPods, notificationsPods), component.Connect(scrape, repoServerMetrics)),
			To:   []component.Connection{to(cache, redisPort), component.Connect(component.Internet(c), sourcePorts(c.Fleet)...)},
		}, {
			Name: "applicationset-controller", Pods: appSetPods.Labels,
			From: []component.Connection{component.Connect(scrape, appSetMetrics)},
			To:   append([]component.Connection{api, render}, otherClusters(c)...),
		}, {
			Name: "redis-secret-init", Pods: secretInitPods.Labels,
			To: []component.Connection{api},
		},
	}
	if c.Fleet.ArgoCD.Slack != "" {
		all = append(all, component.Traffic{
			Name: "notifications-controller", Pods: notificationsPods.Labels,
			From: []component.Connection{component.Connect(scrape, notificationsMetrics)},
			To:   []component.Connection{api, render, component.Connect(component.Internet(c), component.HTTPS)},
		})
	}
	return append(all, redisTraffic(c)...)
}

// redisTraffic is that of the cache, by way of the proxies where there are three.
func redisTraffic(c *plan.Cluster) []component.Traffic {
	clients, scrape := from(redisPort, controllerPods, serverPods, repoServerPods), component.PodsOf(plan.Prometheus)
	if !highlyAvailable(c) {
		return []component.Traffic{{
			Name: "redis", Pods: redisPodsAlone.Labels,
			From: append(clients, component.Connect(scrape, redisMetrics)),
		}}
	}
	servers := to(redisServerPods, redisPort, sentinelPort)
	return []component.Traffic{
		{
			Name: "redis-ha-haproxy", Pods: haproxyPods.Labels,
			From: append(clients, component.Connect(scrape, haproxyMetrics)),
			To:   []component.Connection{servers},
		}, {
			Name: "redis-ha", Pods: redisServerPods.Labels,
			From: []component.Connection{servers, to(haproxyPods, redisPort, sentinelPort), component.Connect(scrape, redisMetrics)},
			To:   []component.Connection{servers},
		},
	}
}

// to is a connection with pods on ports of the side that is connected to.
func to(pods plan.Neighbour, ports ...int32) component.Connection {
	return component.Connect(component.PodsOf(pods), ports...)
}

// from are connections of several kinds of pods to one port.
func from(port int32, pods ...plan.Neighbour) []component.Connection {
	var connections []component.Connection
	for _, p := range pods {
		connections = append(connections, to(p, port))
	}
	return connections
}

// login is the way to the identity provider.
func login(c *plan.Cluster) []component.Connection {
	if c.Fleet.ArgoCD.SSO == nil {
		return nil
	}
	return []component.Connection{component.Connect(component.Internet(c), portOf(string(c.Fleet.ArgoCD.SSO.Issuer)))}
}

// otherClusters are reached with the role of the pod, which AWS checks.
func otherClusters(c *plan.Cluster) []component.Connection {
	if len(c.Fleet.Clusters) == 1 {
		return nil
	}
	return []component.Connection{
		component.Connect(component.Internet(c), component.HTTPS),
		component.Connect(component.PodIdentityAgent(), plan.PodIdentityAgentPort),
	}
}

// sourcePorts are those of git and of charts: a mirror's own, or that of the public repositories.
func sourcePorts(f *plan.Fleet) []int32 {
	ports := []int32{component.HTTPS}
	for _, address := range []string{f.Repository, f.Charts} {
		if port := portOf(address); address != "" && port != component.HTTPS {
			ports = append(ports, port)
		}
	}
	return ports
}

// portOf is the port of a URL that the inputs admit.
func portOf(address string) int32 {
	u, err := url.Parse(address)
	if err != nil {
		return component.HTTPS
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		return int32(port)
	}
	if strings.HasPrefix(address, "ssh:") {
		return sshPort
	}
	return component.HTTPS
}

const sshPort = 22
