package manifest

import "strings"

// ID names an object within one cluster.
type ID struct {
	Group     string // empty for the core group
	Kind      string
	Namespace string // empty for cluster-scoped kinds
	Name      string
}

// IDOf returns the identity of an object.
func IDOf(object Object) ID {
	gvk := object.GetObjectKind().GroupVersionKind()
	return ID{Group: gvk.Group, Kind: gvk.Kind, Namespace: object.GetNamespace(), Name: object.GetName()}
}

// String is Kind/namespace/name, or Kind/name for a cluster-scoped object.
func (id ID) String() string {
	parts := []string{id.Kind}
	if id.Namespace != "" {
		parts = append(parts, id.Namespace)
	}
	return strings.Join(append(parts, id.Name), "/")
}
