package overlay

import (
	"regexp"

	"sigs.k8s.io/kustomize/api/filters/patchjson6902"
	"sigs.k8s.io/kustomize/api/filters/patchstrategicmerge"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// kustomize applies the patch to the YAML of an object by the filters of kustomize's patches, and returns nothing when the
// patch deletes it. A whole kustomization would take ten times as long.
func (p *patch) kustomize(object []byte) ([]byte, error) {
	serial.Lock()
	defer serial.Unlock()
	node, err := yaml.Parse(string(object))
	if err != nil {
		return nil, err
	}
	filter, err := p.filter()
	if err != nil {
		return nil, err
	}
	nodes, err := filter.Filter([]*yaml.RNode{node})
	if err != nil {
		return nil, reason{err}
	}
	if len(nodes) == 0 {
		return nil, nil
	}
	patched, err := nodes[0].String()
	return []byte(patched), err
}

func (p *patch) filter() (kio.Filter, error) {
	if p.merge == nil {
		return patchjson6902.Filter{Patch: p.text}, nil
	}
	node, err := yaml.Parse(p.text)
	return patchstrategicmerge.Filter{Patch: node}, err
}

// reason is kustomize's error without the YAML and Go values that it repeats.
type reason struct{ error }

var repeated = regexp.MustCompile("(?s)\n.*$| in object {.*$")

func (r reason) Error() string { return "kustomize: " + repeated.ReplaceAllString(r.error.Error(), "") }

func (r reason) Unwrap() error { return r.error }
