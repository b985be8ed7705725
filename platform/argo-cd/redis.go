package argocd

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// redisReplicas of the server and of the proxy before it, each on a node of its own: two of three elect who leads.
const redisReplicas = 3

var (
	redisNeeds    = component.Requests("50m", "256Mi")
	sentinelNeeds = component.Requests("20m", "32Mi")
	watcherNeeds  = component.Requests("10m", "32Mi") // looks for two leaders
	exporterNeeds = component.Requests("10m", "32Mi")
	haproxyNeeds  = component.Requests("50m", "128Mi")
)

// redisMemory is what the cache may take of the container's memory; then the least used goes.
const redisMemory = "192mb"

// threeRedis hold the cache of rendered manifests and of what runs. It is rebuilt when it is lost, so there is no volume; it
// is kept while a zone is lost since rebuilding takes the repo servers minutes.
func threeRedis(c *plan.Cluster) *redisHA {
	return &redisHA{
		Enabled:              true,
		FullnameOverride:     redisName,
		PriorityClassName:    component.Critical,
		Tolerations:          component.Tolerations(c),
		AdditionalAffinities: component.Affinity(c),
		TopologySpreadConstraints: redisSpread{
			Enabled: true, TopologyKey: corev1.LabelTopologyZone, WhenUnsatisfiable: string(corev1.ScheduleAnyway),
		},
		PodDisruptionBudget: redisDisruption{MaxUnavailable: 1},
		Init:                resources{component.Bounded(startNeeds)},
		Redis:               redisServer{resources{component.Bounded(redisNeeds)}, redisConfig{MaxMemory: redisMemory}},
		Sentinel:            resources{component.Bounded(sentinelNeeds)},
		SplitBrainDetection: resources{component.Bounded(watcherNeeds)},
		Exporter:            exporter{Enabled: true, Resources: component.Bounded(exporterNeeds), ServiceMonitor: &enabled{true}},
		HAProxy: haproxy{
			PriorityClassName:    component.Critical,
			PodDisruptionBudget:  redisDisruption{MaxUnavailable: 1},
			Resources:            component.Bounded(haproxyNeeds),
			AdditionalAffinities: component.Affinity(c),
			Init:                 resources{component.Bounded(startNeeds)},
			ServiceAccount:       token{Automount: false}, // it asks DNS for the servers
			Metrics:              scraped,
		},
	}
}

// oneRedis is for clusters of two zones, where three on nodes of their own may find no room.
func oneRedis() *redis {
	return &redis{
		Resources:      component.Bounded(redisNeeds),
		ReadinessProbe: enabled{true},
		LivenessProbe:  enabled{true},
		ExtraArgs:      []string{"--maxmemory", redisMemory, "--maxmemory-policy", "volatile-lru"},
		Exporter: exporter{
			Enabled: true, Resources: component.Bounded(exporterNeeds), ReadinessProbe: &enabled{true}, LivenessProbe: &enabled{true},
		},
		Metrics: scraped,
	}
}

func redisPods(c *plan.Cluster) []component.Pods {
	if !highlyAvailable(c) {
		return []component.Pods{{Replicas: 1, Requests: sum(redisNeeds, exporterNeeds)}}
	}
	return []component.Pods{
		{Replicas: redisReplicas, Requests: sum(redisNeeds, sentinelNeeds, watcherNeeds, exporterNeeds)},
		{Replicas: redisReplicas, Requests: haproxyNeeds},
	}
}

func sum(lists ...corev1.ResourceList) corev1.ResourceList {
	total := corev1.ResourceList{}
	for _, list := range lists {
		for key, more := range list {
			quantity := total[key]
			quantity.Add(more)
			total[key] = quantity
		}
	}
	return total
}
