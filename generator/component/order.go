package component

import "github.com/example/fastapi-gitops/generator/manifest"

// syncWave is the annotation by which Argo CD orders the objects of one Application; those of a chart are in wave 0.
const syncWave = "argocd.argoproj.io/sync-wave"

// Before marks objects that the pods of the chart need at their start, such as their secrets.
func Before(objects ...manifest.Object) []manifest.Object { return inWave("-1", objects) }

// Objects are those of a component beside its chart. Those that are not marked come after it, since only what the
// chart installs accepts them: they are of its CRDs, or pass its webhook.
func (i *Installed) Objects() []manifest.Object {
	if i.Pin == nil {
		return i.Parts.Objects
	}
	for _, o := range i.Parts.Objects {
		if o.GetAnnotations()[syncWave] == "" {
			inWave("1", []manifest.Object{o})
		}
	}
	return i.Parts.Objects
}

func inWave(wave string, objects []manifest.Object) []manifest.Object {
	for _, o := range objects {
		annotations := o.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations[syncWave] = wave
		o.SetAnnotations(annotations)
	}
	return objects
}
