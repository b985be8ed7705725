package config

import (
	"maps"
	"slices"

	"github.com/example/fastapi-gitops/generator/input"
)

// Documents are the files of the inputs but for patches: fleets with their clusters, environments, apps with their versions.
func (in *Inputs) Documents() []*input.Document {
	var documents []*input.Document
	for _, fleet := range in.Fleets {
		documents = append(documents, fleet.Document)
		for _, cluster := range fleet.Clusters {
			documents = append(documents, cluster.Document)
		}
	}
	for _, environment := range in.Environments {
		documents = append(documents, environment.Document)
	}
	for _, app := range in.Apps {
		documents = append(documents, app.Document)
		if app.Versions.Document != nil {
			documents = append(documents, app.Versions.Document)
		}
	}
	return documents
}

// With returns the inputs with one document decoded anew, which is cheaper than decoding all of them. It shares the rest.
func (in *Inputs) With(document *input.Document) (*Inputs, input.Problems) {
	changed := *in
	changed.Fleets = slices.Clone(in.Fleets)
	for i := range changed.Fleets {
		fleet := &changed.Fleets[i]
		if fleet.Document.Path == document.Path {
			*fleet = Fleet{Name: fleet.Name, Document: document, Clusters: fleet.Clusters}
			return &changed, document.Decode(fleet)
		}
		for j := range fleet.Clusters {
			if fleet.Clusters[j].Document.Path == document.Path {
				fleet.Clusters = slices.Clone(fleet.Clusters)
				fleet.Clusters[j] = Cluster{Name: fleet.Clusters[j].Name, Document: document}
				return &changed, document.Decode(&fleet.Clusters[j])
			}
		}
	}
	changed.Environments = slices.Clone(in.Environments)
	for i := range changed.Environments {
		if environment := &changed.Environments[i]; environment.Document.Path == document.Path {
			*environment = Environment{Name: environment.Name, Document: document}
			return &changed, document.Decode(environment)
		}
	}
	return changed.withApp(document)
}

// withApp decodes the file of an app anew.
func (in *Inputs) withApp(document *input.Document) (*Inputs, input.Problems) {
	in.Apps = slices.Clone(in.Apps)
	for i := range in.Apps {
		app := &in.Apps[i]
		switch {
		case app.Document.Path == document.Path:
			*app = App{Name: app.Name, Document: document, Versions: app.Versions, Patches: app.Patches}
			return in, document.Decode(app)
		case app.Versions.Document != nil && app.Versions.Document.Path == document.Path:
			app.Versions = Versions{Document: document}
			return in, document.Decode(&app.Versions.Images)
		}
	}
	return in, nil
}

// WithPatch returns the inputs with one document of an app's patches replaced.
func (in *Inputs) WithPatch(app, environment string, i int, document *input.Document) *Inputs {
	changed := *in
	changed.Apps = slices.Clone(in.Apps)
	for j := range changed.Apps {
		if a := &changed.Apps[j]; a.Name == app {
			patch := *a.Patches[environment]
			patch.Documents = slices.Clone(patch.Documents)
			patch.Documents[i] = document
			a.Patches = maps.Clone(a.Patches)
			a.Patches[environment] = &patch
		}
	}
	return &changed
}
