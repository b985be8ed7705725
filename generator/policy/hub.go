package policy

import (
	"path"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	corev1 "k8s.io/api/core/v1"
)

// hub: what a person applies once is there: the namespace of Argo CD, and the Secret by which it knows its own cluster. Those
// by which it knows the others are there once they have joined.
func (w *world) hub(r *report) {
	hub := w.clusterNamed(w.plan.Hub.Name)
	if hub == nil {
		return
	}
	missing := func(dir string, id manifest.ID, why string) {
		file := path.Join(hub.dir, dir, fileOf(id))
		r.add(&object{Entry: manifest.Entry{Path: file}, id: id}, "", "missing: %s", why)
	}
	if id := (manifest.ID{Kind: "Namespace", Name: argocdNamespace}); hub.get(id) == nil {
		missing("bootstrap", id, "Argo CD has no place to run in")
	}
	if _, there := w.clusterLabels[hub.plan.Name]; !there {
		missing("bootstrap", manifest.ID{Kind: "Secret", Namespace: argocdNamespace, Name: "cluster-" + hub.plan.Name}, "no set finds the hub")
	}
	for _, c := range w.clusters {
		if _, there := w.clusterLabels[c.plan.Name]; c.plan.Joined() && !there {
			id := manifest.ID{Kind: "Secret", Namespace: argocdNamespace, Name: "cluster-" + c.plan.Name}
			missing("argocd", id, "no set finds the cluster")
		}
	}
}

// clusterSecrets: the labels by which the sets find a cluster say which environments it hosts.
func (w *world) clusterSecrets(r *report) {
	for _, c := range w.clusters {
		for _, o := range c.objects {
			secret, ok := o.Object.(*corev1.Secret)
			if !ok || secret.Labels[clusterLabel] != "cluster" {
				continue
			}
			of := w.clusterNamed(secret.StringData["name"])
			if of == nil {
				continue // the rule "plaintext-secret" reports it
			}
			want := of.hostLabels()
			for _, name := range sortedKeys(want) {
				if secret.Labels[name] != want[name] {
					r.add(o, key("metadata.labels", name), "%q: expected %q, or no set finds the cluster", secret.Labels[name], want[name])
				}
			}
			for name := range secret.Labels {
				if _, known := want[name]; !known && strings.HasPrefix(name, "environment/") {
					r.add(o, key("metadata.labels", name), "the cluster does not host it")
				}
			}
			if region := secret.Labels["region"]; region != of.plan.Region {
				r.add(o, "metadata.labels.region", "%q: expected %q", region, of.plan.Region)
			}
		}
	}
}
