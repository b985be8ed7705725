// Package tree reads the committed manifests of a cluster and applies them as they are.
package tree

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"

	"github.com/example/fastapi-gitops/e2e/controlplane"
)

// manager of the fields that are applied, Argo CD's
// (https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply).
const manager = "argocd-controller"

// File is one object.
type File struct {
	Path   string // below the directory that was read, with slashes
	Object *unstructured.Unstructured
}

// Into converts the object into a type of Kubernetes, or one with some of its fields.
func (f File) Into(object any) error {
	content, err := f.Object.MarshalJSON()
	if err == nil {
		err = json.Unmarshal(content, object) // which, unlike Kubernetes' converter, needs no tags
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	return nil
}

// Files of a directory.
type Files []File

// Read reads every object in the directory of a cluster, such as rendered/single-cluster/hello, sorted by path. An error
// names the file.
func Read(dir string) (Files, error) {
	var files Files
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		content, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		object, err := Object(content)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		files = append(files, File{Path: path, Object: object})
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: no manifests", dir)
	}
	return files, err
}

// Object decodes one manifest.
func Object(manifest []byte) (*unstructured.Unstructured, error) {
	object := &unstructured.Unstructured{}
	return object, yaml.UnmarshalStrict(manifest, &object.Object)
}

// In are the files below some folders.
func (files Files) In(folders ...string) Files {
	return files.where(func(f File) bool {
		return slices.ContainsFunc(folders, func(folder string) bool { return strings.HasPrefix(f.Path, folder+"/") })
	})
}

// Of are the files of a kind.
func (files Files) Of(kind string) Files {
	return files.where(func(f File) bool { return f.Object.GetKind() == kind })
}

// Names are those of the objects.
func (files Files) Names() []string {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Object.GetName()
	}
	return names
}

func (files Files) where(keep func(File) bool) Files {
	return slices.DeleteFunc(slices.Clone(files), func(f File) bool { return !keep(f) })
}

// Environments are the namespaces that apps run in: those with the label environment.
func (files Files) Environments() []string {
	return files.Of("Namespace").where(func(f File) bool { return f.Object.GetLabels()["environment"] != "" }).Names()
}

// Apply applies the files on the server, Namespaces first. An error names the file.
func (files Files) Apply(ctx context.Context, clients *controlplane.Clients) error {
	namespaces := files.Of("Namespace")
	rest := files.where(func(f File) bool { return f.Object.GetKind() != "Namespace" })
	for _, f := range slices.Concat(namespaces, rest) {
		if _, err := Apply(ctx, clients, f.Object, metav1.ApplyOptions{}); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	return nil
}

// Apply applies one object on the server, as Argo CD does.
func Apply(ctx context.Context, c *controlplane.Clients, object *unstructured.Unstructured, options metav1.ApplyOptions) (*unstructured.Unstructured, error) {
	client, err := Client(c, object)
	if err != nil {
		return nil, err
	}
	options.FieldManager, options.Force = manager, true
	return client.Apply(ctx, object.GetName(), object, options)
}

// Client is for objects of that kind and namespace. Without a namespace it is for those of the cluster.
func Client(c *controlplane.Clients, object *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	kind := object.GroupVersionKind()
	mapping, err := c.Mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return nil, err
	}
	return c.Dynamic.Resource(mapping.Resource).Namespace(object.GetNamespace()), nil
}
