package component

import "github.com/example/fastapi-gitops/generator/manifest"

// syncWave is the annotation by which Argo CD orders the objects of one Application; those of a chart are in wave 0.
const syncWave = "argocd.argoproj.io/sync-wave"

// Before marks objects that the pods of the chart need at their start, such as their secrets.
func Before(objects ...manifest.Object) []manifest.Object { return inWave("-1", objects) }

// After marks objects that only what the chart installs accepts, once it runs: they are of its CRDs, or pass its webhook. All that
// comes after waits for each pod of the chart, and Argo CD 3.2 is not told when a CRD is there: it looks again when another object
// of the Application changes, or after its resync. So nothing else comes after, alerts least of all: what does not start needs them.
func After(objects ...manifest.Object) []manifest.Object { return inWave("1", objects) }

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
