package policy

import (
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
)

// finalizers are those that Argo CD acts on when an Application is deleted.
var finalizers = []string{
	"resources-finalizer.argocd.argoproj.io", "resources-finalizer.argocd.argoproj.io/background",
	"resources-finalizer.argocd.argoproj.io/foreground", "post-delete-finalizer.argocd.argoproj.io",
}

// applicationSets: a set makes Applications by Go templates that fail on a parameter that is not there, keeps what runs
// when the set itself goes, and orders nothing by itself, since RollingSync turns self-heal off.
func applicationSets(w *world, r *report) {
	for _, s := range w.syncings {
		if s.set == nil {
			s.finalizers("metadata.finalizers", s.Object.GetFinalizers(), r)
			continue
		}
		spec := &s.set.Spec
		s.finalizers("spec.template.metadata.finalizers", spec.Template.Metadata.Finalizers, r)
		if !spec.GoTemplate {
			r.add(s.object, "spec.goTemplate", "expected true: the old templates leave unknown parameters as they are")
		}
		if !slices.Equal(spec.GoTemplateOptions, []string{"missingkey=error"}) {
			r.add(s.object, "spec.goTemplateOptions", "%q: expected missingkey=error, or a misspelt parameter becomes <no value>", spec.GoTemplateOptions)
		}
		if spec.TemplatePatch != nil {
			r.add(s.object, "spec.templatePatch", "text that becomes part of an Application, which nothing here can check")
		}
		if spec.Strategy != nil {
			r.add(s.object, "spec.strategy", "%q: RollingSync turns self-heal off; sync waves order the platform", spec.Strategy.Type)
		}
		if len(spec.Generators) != 1 {
			r.add(s.object, "spec.generators", "%d: expected one", len(spec.Generators))
		}
		e := w.environmentOf(s)
		s.keeps(e, r)
		if e != nil {
			s.ofEnvironment(e, r)
		}
	}
}

func (s *syncing) finalizers(field string, list []string, r *report) {
	for i, f := range list {
		if !slices.Contains(finalizers, f) {
			r.add(s.object, at(field, i), "%q is not known: the object could never be deleted%s", f, hint(f, finalizers))
		}
	}
}

// environmentOf is the environment whose apps a set is for; nil for the platform.
func (w *world) environmentOf(s *syncing) *plan.Environment {
	for _, e := range w.plan.Environments {
		if e.Name == s.spec.Project {
			return e
		}
	}
	return nil
}

// ofEnvironment judges what the sets of apps have besides: the label by which people find them, and the finalizer that
// takes an app's objects along.
func (s *syncing) ofEnvironment(e *plan.Environment, r *report) {
	s.ignores(r)
	m := &s.set.Spec.Template.Metadata
	if m.Labels["environment"] != e.Name {
		r.add(s.object, "spec.template.metadata.labels.environment", "%q: expected %q", m.Labels["environment"], e.Name)
	}
	if e.Sync.Prune && !slices.ContainsFunc(m.Finalizers, func(f string) bool { return strings.HasPrefix(f, "resources-finalizer.") }) {
		r.add(s.object, "spec.template.metadata.finalizers", "expected %s: an app that is removed from git would run on", finalizers[1])
	}
}

// keeps judges what becomes of Applications when their parameters or the set go.
func (s *syncing) keeps(e *plan.Environment, r *report) {
	p := s.set.Spec.SyncPolicy
	if p == nil || !p.PreserveResourcesOnDeletion {
		r.add(s.object, "spec.syncPolicy.preserveResourcesOnDeletion", "expected true: everything that runs would go with the set")
	}
	if p == nil {
		return
	}
	oneOf(r, s.object, "spec.syncPolicy.applicationsSync", deref(p.ApplicationsSync), "create-only", "create-update", "sync")
	if mode := deref(p.ApplicationsSync); e != nil && !e.Sync.Prune && mode != "create-only" && mode != "create-update" {
		r.add(s.object, "spec.syncPolicy.applicationsSync", "%q: expected create-update, since %s prunes nothing by itself", mode, e.Name)
	} else if (e == nil || e.Sync.Prune) && mode != "" && mode != "sync" {
		r.add(s.object, "spec.syncPolicy.applicationsSync", "%q: an app that is removed from git would stay", mode)
	}
}
