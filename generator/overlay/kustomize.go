package overlay

import (
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// kustomize applies one patch to the YAML of one object, and returns nothing when the patch deletes it.
func kustomize(object []byte, patch types.Patch) ([]byte, error) {
	serial.Lock()
	defer serial.Unlock()
	kustomization, err := yaml.Marshal(types.Kustomization{Resources: []string{"object.yaml"}, Patches: []types.Patch{patch}})
	if err != nil {
		return nil, err
	}
	memory := filesys.MakeFsInMemory()
	for name, data := range map[string][]byte{"object.yaml": object, "kustomization.yaml": kustomization} {
		if err := memory.WriteFile(name, data); err != nil {
			return nil, err
		}
	}
	patched, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(memory, ".")
	if err != nil {
		return nil, reason{err}
	}
	if patched.Size() == 0 {
		return nil, nil
	}
	return patched.AsYaml()
}

// reason is kustomize's error without the names of the files in memory and the YAML that it repeats.
type reason struct{ error }

var repeated = regexp.MustCompile("(?s): `.*`$|\n.*$")

func (r reason) Error() string {
	parts := strings.SplitAfter(repeated.ReplaceAllString(r.error.Error(), ""), "error: ")
	return "kustomize: " + parts[len(parts)-1]
}

func (r reason) Unwrap() error { return r.error }
