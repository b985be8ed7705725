package config

import (
	"path"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
)

// Inputs are the decoded files of a repository, each kind sorted by name.
type Inputs struct {
	Fleets       []Fleet
	Environments []Environment
	Apps         []App
	AppNames     []string // also of apps that were not read
	// Broken holds the paths of the documents that are missing or did not decode; what they say is not to be relied on.
	Broken map[string]bool
}

// Decode decodes every document. The inputs are usable but for the documents named in Broken.
func (s *Sources) Decode() (*Inputs, input.Problems) {
	d := decoding{inputs: &Inputs{AppNames: s.Apps, Broken: map[string]bool{}}, sources: s, patches: s.patchesByApp()}
	names := make([]string, 0, len(s.Documents))
	for name := range s.Documents {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		d.document(name)
	}
	d.clusters(names)
	return d.inputs, d.problems
}

type decoding struct {
	inputs   *Inputs
	sources  *Sources
	patches  map[string]map[string]*Patch // by app and environment
	problems input.Problems
}

// document decodes a file by its place; the clusters of a fleet come once all fleets are known.
func (d *decoding) document(name string) {
	document := d.sources.Documents[name]
	switch dir, base := path.Split(name); {
	case base == "fleet.yaml":
		fleet := Fleet{Name: path.Base(dir), Document: document}
		d.decode(name, &fleet)
		d.inputs.Fleets = append(d.inputs.Fleets, fleet)
	case dir == "environments/":
		environment := Environment{Name: stem(base), Document: document}
		d.decode(name, &environment)
		d.inputs.Environments = append(d.inputs.Environments, environment)
	case base == "app.yaml":
		app := App{Name: path.Base(dir), Document: document, Patches: d.patches[path.Base(dir)]}
		d.decode(name, &app)
		if versions, ok := d.sources.Documents[dir+"versions.yaml"]; ok {
			app.Versions.Document = versions
			d.decode(dir+"versions.yaml", &app.Versions.Images)
		}
		d.inputs.Apps = append(d.inputs.Apps, app)
	}
}

func (d *decoding) clusters(names []string) {
	for i := range d.inputs.Fleets {
		fleet := &d.inputs.Fleets[i]
		dir := path.Join("clusters", fleet.Name) + "/"
		for _, name := range names {
			if base, ok := strings.CutPrefix(name, dir); ok && base != "fleet.yaml" {
				cluster := Cluster{Name: stem(base), Document: d.sources.Documents[name]}
				d.decode(name, &cluster)
				fleet.Clusters = append(fleet.Clusters, cluster)
			}
		}
	}
}

// decode decodes a document; one that could not be parsed is broken already.
func (d *decoding) decode(name string, into any) {
	document := d.sources.Documents[name]
	if document == nil {
		d.inputs.Broken[name] = true
		return
	}
	if problems := document.Decode(into); len(problems) > 0 {
		d.inputs.Broken[name] = true
		d.problems = append(d.problems, problems...)
	}
}

// patchesByApp sorts apps/<app>/patches/<environment>.yaml by app and environment.
func (s *Sources) patchesByApp() map[string]map[string]*Patch {
	byApp := map[string]map[string]*Patch{}
	for name, documents := range s.Patches {
		app := path.Base(path.Dir(path.Dir(name)))
		if byApp[app] == nil {
			byApp[app] = map[string]*Patch{}
		}
		byApp[app][stem(path.Base(name))] = &Patch{Path: name, Documents: documents}
	}
	return byApp
}

func stem(base string) string { return strings.TrimSuffix(base, ".yaml") }
