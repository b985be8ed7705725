package policy

import (
	"regexp"
	"strings"
	"text/template"
)

// delivered is an Application that Argo CD comes to have: one of the tree, or one that a set makes.
type delivered struct {
	*syncing
	name        string
	project     string
	destination destination
	sources     []source // with their parameters filled in
}

// problem is what is wrong with a set, at a field.
type problem struct{ field, message string }

// findDelivered expands the sets of a fleet.
func (w *world) findDelivered() {
	for _, s := range w.syncings {
		if s.err == nil {
			all, problems := w.expand(s)
			w.delivered, s.problems = append(w.delivered, all...), problems
		}
	}
}

// expand makes the Applications of a set, or returns an Application as it is.
func (w *world) expand(s *syncing) ([]delivered, []problem) {
	if s.set == nil {
		return []delivered{{s, s.id.Name, s.spec.Project, s.spec.Destination, s.sources()}}, nil
	}
	templates, wrong := s.templates()
	if wrong != nil {
		return nil, []problem{*wrong}
	}
	var all []delivered
	var problems []problem
	for i := range s.set.Spec.Generators {
		parameters, wrong := w.parameters(s, &s.set.Spec.Generators[i], at("spec.generators", i))
		problems = append(problems, wrong...)
		for _, p := range parameters {
			d, wrong := s.fill(templates, p)
			if wrong != nil {
				return nil, append(problems, *wrong)
			}
			all = append(all, d)
		}
	}
	return all, problems
}

// texts are those of a set's template in which parameters may stand, by field.
func (s *syncing) texts() map[string]string {
	texts := map[string]string{
		nameField:                          s.set.Spec.Template.Metadata.Name,
		s.field + ".project":               s.spec.Project,
		s.field + ".destination.name":      s.spec.Destination.Name,
		s.field + ".destination.namespace": s.spec.Destination.Namespace,
	}
	for _, source := range s.sources() {
		texts[source.field+".path"] = source.Path
	}
	return texts
}

// nameField is that of the name in a set's template.
const nameField = "spec.template.metadata.name"

// templates are the parsed texts of a set, by field.
func (s *syncing) templates() (map[string]*template.Template, *problem) {
	texts := s.texts()
	parsed := map[string]*template.Template{}
	for _, field := range sortedKeys(texts) {
		t, err := template.New("").Option("missingkey=error").Parse(texts[field])
		if err != nil {
			return nil, &problem{field, err.Error()}
		}
		parsed[field] = t
	}
	return parsed, nil
}

// fill makes the Application of some parameters.
func (s *syncing) fill(templates map[string]*template.Template, p values) (delivered, *problem) {
	var first *problem
	text := func(field, of string) string {
		if !strings.Contains(of, "{{") {
			return of
		}
		var b strings.Builder
		if err := templates[field].Execute(&b, p); err != nil && first == nil {
			first = &problem{field, err.Error()}
		}
		return b.String()
	}
	d := delivered{
		syncing: s, name: text(nameField, s.set.Spec.Template.Metadata.Name), project: text(s.field+".project", s.spec.Project),
		destination: destination{
			Name:      text(s.field+".destination.name", s.spec.Destination.Name),
			Namespace: text(s.field+".destination.namespace", s.spec.Destination.Namespace),
		},
	}
	for _, of := range s.sources() {
		filled := *of.applicationSource
		filled.Path = text(of.field+".path", of.Path)
		d.sources = append(d.sources, source{&filled, of.field})
	}
	return d, first
}

func fillOne(text string, p values) (string, error) {
	t, err := template.New("").Option("missingkey=error").Parse(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, p)
	return b.String(), err
}

var notInNames = regexp.MustCompile(`[^-a-z0-9.]`)

// normalize makes a name of an object from a text, as Argo CD's parameters ending in Normalized are made.
func normalize(text string) string {
	return strings.Trim(notInNames.ReplaceAllString(strings.ToLower(text), "-"), "-.")
}
