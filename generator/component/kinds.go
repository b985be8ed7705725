package component

import "k8s.io/apimachinery/pkg/runtime/schema"

// Kind is a kind of object and whether it has a namespace.
type Kind struct {
	schema.GroupKind
	Namespaced bool
}

// Namespaced kinds are written as kubectl writes them, Kind.group, such as Deployment.apps.
func Namespaced(kinds ...string) []Kind { return kindsOf(true, kinds) }

// ClusterScoped kinds are written likewise.
func ClusterScoped(kinds ...string) []Kind { return kindsOf(false, kinds) }

func kindsOf(namespaced bool, names []string) []Kind {
	kinds := make([]Kind, len(names))
	for i, name := range names {
		kinds[i] = Kind{GroupKind: schema.ParseGroupKind(name), Namespaced: namespaced}
	}
	return kinds
}
