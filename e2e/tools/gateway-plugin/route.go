package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// pluginName is that under which a Rollout configures upstream's plugin.
const pluginName = "argoproj-labs/gatewayAPI"

// The label that a route has while its weights are not those of Git, unless the Rollout says otherwise.
const (
	inProgressKey   = "rollouts.argoproj.io/gatewayapi-canary"
	inProgressValue = "in-progress"
)

// config is what a Rollout says to the plugin.
type config struct {
	Namespace              string  `json:"namespace"` // the Rollout's where empty
	HTTPRoute              string  `json:"httpRoute"`
	HTTPRoutes             []named `json:"httpRoutes"`
	GRPCRoute              string  `json:"grpcRoute"`
	GRPCRoutes             []named `json:"grpcRoutes"`
	DisableInProgressLabel bool    `json:"disableInProgressLabel"`
	InProgressLabelKey     string  `json:"inProgressLabelKey"`
	InProgressLabelValue   string  `json:"inProgressLabelValue"`
}

type named struct {
	Name            string `json:"name"`
	UseHeaderRoutes bool   `json:"useHeaderRoutes"`
}

type route struct {
	resource schema.GroupVersionResource
	name     string
}

func configOf(rollout *v1alpha1.Rollout) (config, error) {
	c := config{InProgressLabelKey: inProgressKey, InProgressLabelValue: inProgressValue}
	decoder := json.NewDecoder(bytes.NewReader(rollout.Spec.Strategy.Canary.TrafficRouting.Plugins[pluginName]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return c, fmt.Errorf("configuration of %s: %w", pluginName, err)
	}
	if c.Namespace == "" {
		c.Namespace = rollout.Namespace
	}
	if len(c.routes()) == 0 {
		return c, fmt.Errorf("configuration of %s: no route", pluginName)
	}
	return c, nil
}

// routes are all that the weights go into.
func (c config) routes() []route {
	var all []route
	add := func(resource schema.GroupVersionResource, name string) {
		if name != "" {
			all = append(all, route{resource, name})
		}
	}
	for _, r := range c.HTTPRoutes {
		add(httpRoutes, r.Name)
	}
	add(httpRoutes, c.HTTPRoute)
	for _, r := range c.GRPCRoutes {
		add(grpcRoutes, r.Name)
	}
	add(grpcRoutes, c.GRPCRoute)
	return all
}

// mark labels a route whose weights are not those of Git, by which Argo CD leaves it alone.
func (c config) mark(object *unstructured.Unstructured, inProgress bool) {
	if c.DisableInProgressLabel {
		return
	}
	labels := maps.Clone(object.GetLabels())
	if labels == nil {
		labels = map[string]string{}
	}
	if inProgress {
		labels[c.InProgressLabelKey] = c.InProgressLabelValue
	} else {
		delete(labels, c.InProgressLabelKey)
	}
	object.SetLabels(labels)
}

// weigh writes the weights into each rule of the route, but for those that lead to the canary alone. Both Services must be there.
func weigh(object *unstructured.Unstructured, canary, stable string, weight int64) error {
	weights := map[string]int64{canary: weight, stable: 100 - weight}
	found := map[string]bool{}
	spec, _ := object.Object["spec"].(map[string]any)
	rules, _ := spec["rules"].([]any)
	for _, r := range rules {
		rule, _ := r.(map[string]any)
		backends, _ := rule["backendRefs"].([]any)
		if len(backends) == 1 && nameOf(backends[0]) == canary {
			continue
		}
		for _, b := range backends {
			name := nameOf(b)
			if w, ok := weights[name]; ok {
				b.(map[string]any)["weight"] = w
				found[name] = true
			}
		}
	}
	if !found[canary] || !found[stable] {
		return errors.New("the backends have not both Services, " + canary + " and " + stable)
	}
	return nil
}

func nameOf(backend any) string {
	reference, _ := backend.(map[string]any)
	name, _ := reference["name"].(string)
	return name
}
