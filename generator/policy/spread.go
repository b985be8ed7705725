package policy

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// spreadOver are what may fail as a whole and must not take every replica along.
var spreadOver = []string{corev1.LabelTopologyZone, corev1.LabelHostname}

// spread: replicas are spread over zones and nodes, and nothing binds them to one.
func spread(p *pod, r *report) {
	if p.app == nil {
		return
	}
	spec := &p.template.Spec
	field := p.spec("topologySpreadConstraints")
	for _, topology := range spreadOver {
		if !slices.ContainsFunc(spec.TopologySpreadConstraints, func(c corev1.TopologySpreadConstraint) bool { return c.TopologyKey == topology }) {
			r.add(p.object, field, "none over %s", topology)
		}
	}
	for i := range spec.TopologySpreadConstraints {
		constraint(p, at(field, i), spec.TopologySpreadConstraints[:i], &spec.TopologySpreadConstraints[i], r)
	}
	if spec.NodeName != "" {
		r.add(p.object, p.spec("nodeName"), "%q: binds every replica to one node", spec.NodeName)
	}
}

// constraint judges one constraint, of which some come before.
func constraint(p *pod, field string, before []corev1.TopologySpreadConstraint, c *corev1.TopologySpreadConstraint, r *report) {
	if !slices.Contains(spreadOver, c.TopologyKey) {
		r.add(p.object, field+".topologyKey", "no node has the label %q%s", c.TopologyKey, hint(c.TopologyKey, spreadOver))
	}
	if c.MaxSkew != 1 {
		r.add(p.object, field+".maxSkew", "%d: expected 1, as even as it can be", c.MaxSkew)
	}
	if c.WhenUnsatisfiable == "" {
		r.add(p.object, field+".whenUnsatisfiable", "missing")
	}
	oneOf(r, p.object, field+".whenUnsatisfiable", c.WhenUnsatisfiable, corev1.ScheduleAnyway, corev1.DoNotSchedule)
	if !slices.Contains(c.MatchLabelKeys, appsv1.DefaultDeploymentUniqueLabelKey) {
		r.add(p.object, field+".matchLabelKeys", "expected %s: during a rollout the old pods would count too (KEP-3243)", appsv1.DefaultDeploymentUniqueLabelKey)
	}
	for j, name := range c.MatchLabelKeys {
		if slices.Contains(c.MatchLabelKeys[:j], name) {
			r.add(p.object, at(field+".matchLabelKeys", j), "%s is listed twice", name)
		}
	}
	for _, other := range before {
		if other.TopologyKey == c.TopologyKey && other.WhenUnsatisfiable == c.WhenUnsatisfiable {
			r.add(p.object, field+".topologyKey", "another one is over %s too", c.TopologyKey)
		}
	}
}
