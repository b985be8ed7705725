// Package manifest holds what every stage agrees on: a typed Kubernetes object, its identity, its place in the rendered
// tree and its canonical YAML.
package manifest

import (
	"path"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Object is a typed Kubernetes object with its type meta filled in.
type Object interface {
	metav1.Object
	runtime.Object
}

// Entry is one object and the file that holds it.
type Entry struct {
	Path   string // slash-separated, relative to the repository, such as rendered/single-cluster/hello/…
	Object Object
}

// Place puts objects into a directory, one file each.
func Place(dir string, objects ...Object) []Entry {
	entries := make([]Entry, len(objects))
	for i, object := range objects {
		entries[i] = Entry{Path: path.Join(dir, Filename(object)), Object: object}
	}
	return entries
}

// Filename is the file name of an object, <kind>-<name>.yaml in lower case: it follows from identity alone.
func Filename(object Object) string {
	kind := object.GetObjectKind().GroupVersionKind().Kind
	return strings.ToLower(kind) + "-" + object.GetName() + ".yaml"
}
