package policy

import (
	"slices"
	"strconv"
	"strings"
)

// waves: where one Application syncs an AppProject along with what names it, the AppProject is in an earlier wave. Within a
// wave Argo CD applies kinds that it does not know by the alphabet, so an ApplicationSet would come first, fail for want of its
// project and be looked at again only minutes later.
func waves(w *world, r *report) {
	for _, c := range w.clusters {
		for _, o := range c.objects {
			if argoKind(o, "AppProject") {
				w.comesFirst(o, r)
			}
		}
	}
}

// comesFirst judges one AppProject. It is reported once: it has one wave, and many may name it.
func (w *world) comesFirst(project *object, r *report) {
	for _, d := range w.delivered {
		if !d.takes(project) {
			continue
		}
		for _, s := range w.syncings {
			if s.spec.Project == project.id.Name && d.takes(s.object) && project.wave() >= s.object.wave() {
				r.add(project, key("metadata.annotations", syncWave), "wave %d: expected one before %s, which names it in wave %d",
					project.wave(), s.id, s.object.wave())
				return
			}
		}
	}
}

const syncWave = "argocd.argoproj.io/sync-wave"

// wave is that in which Argo CD applies an object.
func (o *object) wave() int {
	wave, _ := strconv.Atoi(o.Object.GetAnnotations()[syncWave]) // what is no number means 0, and rule annotation reports it
	return wave
}

// takes says whether an Application syncs an object.
func (d delivered) takes(o *object) bool {
	return slices.ContainsFunc(d.sources, func(from source) bool {
		return from.Chart == "" && strings.HasPrefix(o.Path, from.Path+"/") && from.holds(o.Path)
	})
}
