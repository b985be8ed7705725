package charts

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// argoCDSource is our templates with Argo CD's own highly available installation, an object a file, out of which they take
// what the chart has.
func argoCDSource(modules Modules, module string) (Source, error) {
	files, err := installation(modules, module)
	if err != nil {
		return Source{}, err
	}
	newest, err := installation(modules, newestArgoCD)
	if err != nil {
		return Source{}, err
	}
	for name, object := range newest {
		if path.Dir(name) == definitions || strings.HasPrefix(name, "install/role-") {
			files[name] = object
		}
	}
	for _, folder := range []string{"crds", "argo-cd"} {
		more, err := ours(folder)
		if err != nil {
			return Source{}, err
		}
		maps.Copy(files, more)
	}
	version, err := imageTag(files["install/deployment-argocd-server.yaml"])
	return Source{AppVersion: version, Files: files}, err
}

// newestArgoCD has the CRDs and Roles for every version, as the chart has them: the CRDs of 2.14 lack a field that the tree sets,
// and its ApplicationSet controller has no right to the lease that it elects its leader by.
const newestArgoCD = "github.com/argoproj/argo-cd/v3"

// installation is what the module installs, split.
func installation(modules Modules, module string) (map[string][]byte, error) {
	root, err := modules(module)
	if err != nil {
		return nil, err
	}
	manifests, err := os.ReadFile(filepath.Join(root, "manifests", "ha", "install.yaml"))
	if err != nil {
		return nil, err
	}
	files, err := split(manifests)
	if err != nil {
		return nil, fmt.Errorf("module %s: %w", module, err)
	}
	return files, nil
}

// split puts each object into a file of its own: CRDs into definitions, the others into install, by kind and name.
func split(manifests []byte) (map[string][]byte, error) {
	files := map[string][]byte{}
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(manifests)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		var object struct {
			Kind     string
			Metadata struct{ Name string }
		}
		if err := yaml.Unmarshal(document, &object); err != nil {
			return nil, err
		}
		switch object.Kind {
		case "": // comments alone
		case "CustomResourceDefinition":
			files[path.Join(definitions, object.Metadata.Name+".yaml")] = document
		default:
			files["install/"+strings.ToLower(object.Kind)+"-"+object.Metadata.Name+".yaml"] = document
		}
	}
}

// imageTag is that of the first container of a workload.
func imageTag(workload []byte) (string, error) {
	var object struct {
		Spec struct {
			Template struct {
				Spec struct {
					Containers []struct{ Image string }
				}
			}
		}
	}
	if err := yaml.Unmarshal(workload, &object); err != nil {
		return "", err
	}
	for _, c := range object.Spec.Template.Spec.Containers {
		if _, tag, found := strings.Cut(c.Image, ":"); found {
			return tag, nil
		}
	}
	return "", errors.New("no image with a tag")
}
