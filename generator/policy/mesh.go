package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/meshpol"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// proxyPrefix is that of the annotations by which a pod sizes its Linkerd proxy.
const proxyPrefix = "config.linkerd.io/proxy-"

// sidecar is what the pod's proxy requests and may use, as its annotations say.
func (p *pod) sidecar() (requests, limits corev1.ResourceList) {
	return sidecarAmounts(p.template.Annotations)
}

func sidecarAmounts(annotations map[string]string) (requests, limits corev1.ResourceList) {
	requests, limits = corev1.ResourceList{}, corev1.ResourceList{}
	for _, name := range needsRequest {
		if q, err := resource.ParseQuantity(annotations[proxyPrefix+string(name)+"-request"]); err == nil {
			requests[name] = q
		}
		if q, err := resource.ParseQuantity(annotations[proxyPrefix+string(name)+"-limit"]); err == nil {
			limits[name] = q
		}
	}
	return requests, limits
}

// usualSidecar is what the plan gives each proxy.
var usualSidecar = corev1.ResourceList{
	corev1.ResourceCPU:              resource.MustParse(plan.Sidecar.CPU),
	corev1.ResourceMemory:           resource.MustParse(plan.Sidecar.Memory),
	corev1.ResourceEphemeralStorage: resource.MustParse(plan.Sidecar.Storage),
}

// mesh: the pods of apps are in the mesh, with a proxy of a stated size: the quota is reckoned with it, and an
// unbounded proxy would be the first to be killed.
func mesh(p *pod, r *report) {
	if p.app == nil {
		return
	}
	field := p.at + ".metadata.annotations"
	if inject := p.template.Annotations[injectAnnotation]; inject != "" && inject != "enabled" {
		r.add(p.object, key(field, injectAnnotation), "%q: the app would talk without the mesh", inject)
	}
	if inbound := p.template.Annotations[meshpol.DefaultPolicy]; inbound != "" && inbound != "deny" {
		r.add(p.object, key(field, meshpol.DefaultPolicy), "%q: expected deny, as the namespace has it", inbound)
	}
	requests, limits := p.sidecar()
	for _, name := range needsRequest {
		p.proxyAmount(field, name, "-request", requests, r)
	}
	for _, name := range needsLimit {
		p.proxyAmount(field, name, "-limit", limits, r)
		request, limit := requests[name], limits[name]
		if !limit.IsZero() && request.Cmp(limit) > 0 {
			r.add(p.object, key(field, proxyPrefix+string(name)+"-limit"), "%s is below the request of %s", limit.String(), request.String())
		}
	}
	p.skipped(field, r)
}

// proxyAmount judges one annotation that sizes the proxy.
func (p *pod) proxyAmount(field string, name corev1.ResourceName, suffix string, list corev1.ResourceList, r *report) {
	annotation := proxyPrefix + string(name) + suffix
	amount, stated := list[name]
	usual := usualSidecar[name]
	switch text := p.template.Annotations[annotation]; {
	case !stated:
		r.add(p.object, key(field, annotation), "%q: expected a quantity such as %s", text, usual.String())
	case !near(amount, usual):
		r.add(p.object, key(field, annotation), "%s is far from the usual %s", text, usual.String())
	}
}

// skipped: traffic of the app's own ports must not go around the proxy.
func (p *pod) skipped(field string, r *report) {
	for _, which := range []string{"skip-inbound-ports", "opaque-ports"} {
		annotation := "config.linkerd.io/" + which
		for item := range strings.SplitSeq(p.template.Annotations[annotation], ",") {
			if item == "" {
				continue
			}
			first, last, err := portRange(item)
			if err != nil {
				r.add(p.object, key(field, annotation), "%v", err)
				continue
			}
			if c := p.main(); c != nil && slices.ContainsFunc(c.Ports, func(port corev1.ContainerPort) bool { return first <= port.ContainerPort && port.ContainerPort <= last }) {
				r.add(p.object, key(field, annotation), "%s: requests to the app would go around the mesh", item)
			}
		}
	}
}

// portRange reads a port, or a range such as 8000-8010.
func portRange(text string) (first, last int32, err error) {
	from, to, isRange := strings.Cut(strings.TrimSpace(text), "-")
	if !isRange {
		to = from
	}
	a, errA := strconv.ParseInt(from, 10, 32)
	b, errB := strconv.ParseInt(to, 10, 32)
	if errA != nil || errB != nil || a > b {
		return 0, 0, fmt.Errorf("%q is no port or range of ports", text)
	}
	return int32(a), int32(b), nil
}
