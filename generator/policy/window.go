package policy

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/plan"
)

// windows: the times at which automated syncs are denied or allowed are those of the environment's file.
func (w *world) windows(o *object, p *appProject, r *report) {
	var want []config.Window
	if i := slices.IndexFunc(w.plan.Environments, func(e *plan.Environment) bool { return e.Name == o.id.Name }); i >= 0 {
		want = w.plan.Environments[i].Sync.Windows
	}
	if len(p.Spec.SyncWindows) != len(want) {
		r.add(o, "spec.syncWindows", "%d windows: expected the %d of environments/%s.yaml", len(p.Spec.SyncWindows), len(want), o.id.Name)
		return
	}
	for i, got := range p.Spec.SyncWindows {
		o.window(at("spec.syncWindows", i), got, want[i], r)
	}
}

func (o *object) window(field string, got syncWindow, want config.Window, r *report) {
	zone := string(want.TimeZone)
	if zone == "" {
		zone = "UTC"
	}
	for _, compared := range []struct{ name, got, want string }{
		{"kind", got.Kind, string(want.Kind)},
		{"schedule", got.Schedule, string(want.Schedule)},
		{"duration", got.Duration, want.Duration.String()},
		{"timeZone", got.TimeZone, zone},
	} {
		if compared.got != compared.want {
			r.add(o, field+"."+compared.name, "%q: expected %q, by environments/%s.yaml", compared.got, compared.want, o.id.Name)
		}
	}
	if got.ManualSync != want.Manual {
		r.add(o, field+".manualSync", "%t: expected %t, by environments/%s.yaml", got.ManualSync, want.Manual, o.id.Name)
	}
	if !slices.Equal(got.Applications, []string{"*"}) || len(got.Namespaces)+len(got.Clusters) > 0 {
		r.add(o, field+".applications", "%q: expected every application of the project", got.Applications)
	}
}
