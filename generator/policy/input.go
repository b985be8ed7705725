package policy

import (
	"fmt"
	"slices"
	"strings"

	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// inputs: what app.yaml and versions.yaml say is what the objects hold. Patches are for what these files cannot say: a
// patch that overrules them would leave a reader with two answers.
func inputs(o *object, r *report) {
	if o.app == nil || o.app.plan == nil {
		return
	}
	w := o.app.plan
	switch t := o.Object.(type) {
	case *appsv1.Deployment:
		podInputs(w, podOf(o), r)
		if w.Canary == nil && t.Spec.Replicas != nil {
			expect(r, o, "spec.replicas", *t.Spec.Replicas, w.Replicas.Min, "replicas.min")
		}
	case *rollouts.Rollout:
		rolloutInputs(w, o, &t.Spec, r)
	case *autoscalingv2.HorizontalPodAutoscaler:
		scaleInputs(w, o, &t.Spec, r)
	case *gatewayv1.HTTPRoute:
		publicInputs(w, o, t, r)
	case *networkingv1.Ingress:
		routeInputs(w, o, &t.Spec, r)
	case *monitoringv1.ServiceMonitor:
		scrapeInputs(w, o, t.Spec.Endpoints, r)
	}
}

// expect reports a value that differs from the one that a field of app.yaml resolves to.
func expect[T comparable](r *report, o *object, field string, got, want T, from string) {
	if got != want {
		r.add(o, field, "%v: expected %v, which %s of apps/%s/app.yaml resolves to: change it there", got, want, from, o.app.name)
	}
}

func podInputs(w *plan.Workload, p *pod, r *report) {
	c := p.main()
	if c == nil {
		return
	}
	if c.Image != w.Image {
		r.add(p.object, c.at+".image", "%q: expected %s, which apps/%s/versions.yaml says", c.Image, w.Image, w.Name)
	}
	if !slices.Equal(c.Command, w.Command) {
		expect(r, p.object, c.at+".command", fmt.Sprint(c.Command), fmt.Sprint(w.Command), "command")
	}
	if !slices.ContainsFunc(c.Ports, func(port corev1.ContainerPort) bool { return port.ContainerPort == w.Port }) {
		field := c.at + ".ports"
		if len(c.Ports) > 0 {
			field += "[0].containerPort"
		}
		r.add(p.object, field, "no port %d, on which the app serves by port of apps/%s/app.yaml", w.Port, w.Name)
	}
	probeInputs(w, p, c, r)
	settingInputs(w, p, c, r)
	mountInputs(w, p, c, r)
}

func probeInputs(w *plan.Workload, p *pod, c *container, r *report) {
	for _, probe := range probesOf(c) {
		if probe.Probe == nil || probe.HTTPGet == nil {
			continue
		}
		want, from := w.Probes.Live, "probes.live"
		if probe.name == "readinessProbe" {
			want, from = w.Probes.Ready, "probes.ready"
		}
		expect(r, p.object, c.at+"."+probe.name+".httpGet.path", probe.HTTPGet.Path, want, from)
	}
}

// settingInputs lets patches add variables, but not change or drop those of app.yaml.
func settingInputs(w *plan.Workload, p *pod, c *container, r *report) {
	for _, name := range sortedKeys(w.Settings) {
		i := slices.IndexFunc(c.Env, func(e corev1.EnvVar) bool { return e.Name == name })
		if i < 0 {
			r.add(p.object, c.at+".env", "no variable %s, which settings of apps/%s/app.yaml has", name, w.Name)
			continue
		}
		expect(r, p.object, at(c.at+".env", i, ".value"), c.Env[i].Value, w.Settings[name], "settings."+name)
	}
}

func scaleInputs(w *plan.Workload, o *object, spec *autoscalingv2.HorizontalPodAutoscalerSpec, r *report) {
	expect(r, o, "spec.minReplicas", deref(spec.MinReplicas), w.Replicas.Min, "replicas.min")
	expect(r, o, "spec.maxReplicas", spec.MaxReplicas, w.Replicas.Max, "replicas.max")
	for i, m := range spec.Metrics {
		if c := m.ContainerResource; c != nil && c.Name == corev1.ResourceCPU {
			expect(r, o, at("spec.metrics", i, ".containerResource.target.averageUtilization"), deref(c.Target.AverageUtilization), w.Replicas.CPU, "replicas.cpu")
		}
	}
}

// routeInputs lets patches add hosts and paths to the one of app.yaml.
func routeInputs(w *plan.Workload, o *object, spec *networkingv1.IngressSpec, r *report) {
	i := slices.IndexFunc(spec.Rules, func(rule networkingv1.IngressRule) bool { return rule.Host == w.Host })
	if i < 0 {
		if len(spec.Rules) > 0 {
			expect(r, o, "spec.rules[0].host", spec.Rules[0].Host, w.Host, "host")
		}
		return
	}
	http := spec.Rules[i].HTTP
	if http == nil || len(http.Paths) == 0 {
		return // the rule "ingress" reports it
	}
	if !slices.ContainsFunc(http.Paths, func(p networkingv1.HTTPIngressPath) bool { return p.Path == w.Path }) {
		expect(r, o, at("spec.rules", i, ".http.paths[0].path"), http.Paths[0].Path, w.Path, "path")
	}
}

// publicInputs likewise.
func publicInputs(w *plan.Workload, o *object, t *gatewayv1.HTTPRoute, r *report) {
	all := claimed(o)
	if t.Name != w.PublicRoute() || len(all) == 0 {
		return // the rule "gateway" reports it
	}
	if !slices.ContainsFunc(all, func(c claim) bool { return c.host == w.Host }) {
		expect(r, o, all[0].hostField, all[0].host, w.Host, "host")
	} else if !slices.ContainsFunc(all, func(c claim) bool { return c.route == route{w.Host, w.Path} }) {
		expect(r, o, all[0].pathField, all[0].path, w.Path, "path")
	}
}

// scrapeInputs lets patches add endpoints to the one of app.yaml.
func scrapeInputs(w *plan.Workload, o *object, endpoints []monitoringv1.Endpoint, r *report) {
	if len(endpoints) > 0 && !slices.ContainsFunc(endpoints, func(e monitoringv1.Endpoint) bool { return e.Path == w.Metrics }) {
		expect(r, o, "spec.endpoints[0].path", endpoints[0].Path, w.Metrics, "metrics")
	}
}

// mountInputs: app.yaml promises a writable /tmp of a size, and each secret under /etc/secrets.
func mountInputs(w *plan.Workload, p *pod, c *container, r *report) {
	sources := map[string]string{} // where each volume that app.yaml gives is to be mounted
	for i, v := range p.template.Spec.Volumes {
		switch {
		case v.EmptyDir != nil && w.Scratch != nil:
			sources[v.Name] = "/tmp"
			if size := v.EmptyDir.SizeLimit; size != nil && size.Cmp(*w.Scratch) != 0 {
				expect(r, p.object, at(p.spec("volumes"), i, ".emptyDir.sizeLimit"), size.String(), w.Scratch.String(), "scratch")
			}
		case v.Secret != nil:
			if name, own := strings.CutPrefix(v.Secret.SecretName, w.Name+"-"); own && slices.Contains(w.Secrets, name) {
				sources[v.Name] = "/etc/secrets/" + name
			}
		}
	}
	for i, m := range c.VolumeMounts {
		if want, given := sources[m.Name]; given && m.MountPath != want {
			r.add(p.object, at(c.at+".volumeMounts", i, ".mountPath"), "%q: expected %s, where the app looks for it", m.MountPath, want)
		}
	}
}
