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

// expand makes the Applications of a set, or returns an Application as it is.
func (w *world) expand(s *syncing) ([]delivered, []problem) {
	if s.set == nil {
		return []delivered{{s, s.id.Name, s.spec.Project, s.spec.Destination, s.sources()}}, nil
	}
	templates, err := s.templates()
	if err != nil {
		return nil, []problem{{s.field, err.Error()}}
	}
	var all []delivered
	var problems []problem
	for i := range s.set.Spec.Generators {
		parameters, wrong := w.parameters(s, &s.set.Spec.Generators[i], at("spec.generators", i))
		problems = append(problems, wrong...)
		for _, p := range parameters {
			d, err := s.fill(templates, p)
			if err != nil {
				return nil, append(problems, problem{s.field, err.Error()})
			}
			all = append(all, d)
		}
	}
	return all, problems
}

// templates are the parsed texts of a set, by text.
func (s *syncing) templates() (map[string]*template.Template, error) {
	texts := []string{s.set.Spec.Template.Metadata.Name, s.spec.Project, s.spec.Destination.Name, s.spec.Destination.Namespace}
	for _, source := range s.sources() {
		texts = append(texts, source.Path)
	}
	parsed := map[string]*template.Template{}
	for _, text := range texts {
		t, err := template.New("").Option("missingkey=error").Parse(text)
		if err != nil {
			return nil, err
		}
		parsed[text] = t
	}
	return parsed, nil
}

// fill makes the Application of some parameters.
func (s *syncing) fill(templates map[string]*template.Template, p values) (delivered, error) {
	var firstErr error
	text := func(of string) string {
		if !strings.Contains(of, "{{") {
			return of
		}
		var b strings.Builder
		if err := templates[of].Execute(&b, p); err != nil && firstErr == nil {
			firstErr = err
		}
		return b.String()
	}
	d := delivered{
		syncing: s, name: text(s.set.Spec.Template.Metadata.Name), project: text(s.spec.Project),
		destination: destination{Name: text(s.spec.Destination.Name), Namespace: text(s.spec.Destination.Namespace)},
	}
	for _, of := range s.sources() {
		filled := *of.applicationSource
		filled.Path = text(of.Path)
		d.sources = append(d.sources, source{&filled, of.field})
	}
	return d, firstErr
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
