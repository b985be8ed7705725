package policy

import (
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// containers: the pods of an app run the app alone, in a container of its name: the autoscaler, dashboards and logs find
// it by that. What the mesh adds is not in the tree.
func containers(p *pod, r *report) {
	if p.app == nil {
		return
	}
	if len(p.template.Spec.Containers) == 0 {
		r.add(p.object, p.spec("containers"), "missing: a pod needs a container")
	}
	names := map[string]bool{}
	for c := range p.containers() {
		switch {
		case names[c.Name]:
			r.add(p.object, c.at+".name", "another container is called %q too", c.Name)
		case c.Name != p.app.name:
			r.add(p.object, c.at+".name", "%q: expected %q alone; another container needs a waiver", c.Name, p.app.name)
		}
		names[c.Name] = true
		variables(p, c, r)
		if c.Stdin || c.TTY {
			r.add(p.object, c.at+".tty", "nobody sits at a terminal here")
		}
	}
	if len(p.template.Spec.EphemeralContainers) > 0 {
		r.add(p.object, p.spec("ephemeralContainers"), "only kubectl debug adds these, to a running pod")
	}
}

// variables judges the names of environment variables; of two of one name the last wins.
func variables(p *pod, c container, r *report) {
	seen := map[string]bool{}
	for i, e := range c.Env {
		field := at(c.at+".env", i)
		for _, wrong := range validation.IsEnvVarName(e.Name) {
			r.add(p.object, field+".name", "%q: %s", e.Name, wrong)
		}
		if seen[e.Name] {
			r.add(p.object, field+".name", "%s is set twice", e.Name)
		}
		seen[e.Name] = true
		if e.ValueFrom != nil && e.Value != "" {
			r.add(p.object, field+".valueFrom", "a value as well: the API server takes one of them")
		}
	}
}

// pinned is an image with a registry, a repository and a digest; a tag before the digest is for people.
var pinned = regexp.MustCompile(`^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?@sha256:[0-9a-f]{64}$`)

// images: a tag can be moved, a digest cannot: what was scanned and tested is what runs.
func images(p *pod, r *report) {
	for c := range p.containers() {
		switch {
		case c.Image == "":
			r.add(p.object, c.at+".image", "missing")
		case !strings.Contains(c.Image, "@sha256:"):
			r.add(p.object, c.at+".image", "%q has no digest: expected repository:tag@sha256:…", c.Image)
		case !pinned.MatchString(c.Image):
			r.add(p.object, c.at+".image", "%q: expected registry/repository:tag@sha256: and 64 hex digits", c.Image)
		}
		oneOf(r, p.object, c.at+".imagePullPolicy", c.ImagePullPolicy, corev1.PullIfNotPresent, corev1.PullAlways)
	}
}
