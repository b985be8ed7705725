package argocd

import (
	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Held is what each project holds, and so all that it needs to allow.
type Held struct {
	kinds map[string]map[Kind]bool
	// pinned are the repositories of what the platform installs, destinations where its objects go.
	pinned       map[string]bool
	destinations map[v1alpha1.ApplicationDestination]bool
}

// Kind is a kind and whether its objects have a namespace.
type Kind struct {
	metav1.GroupKind
	Namespaced bool
}

// NewHeld is that of projects that hold nothing yet.
func NewHeld() *Held {
	return &Held{
		kinds:        map[string]map[Kind]bool{},
		pinned:       map[string]bool{},
		destinations: map[v1alpha1.ApplicationDestination]bool{},
	}
}

// Add notes entries that a project holds.
func (h *Held) Add(project string, entries ...manifest.Entry) {
	for _, entry := range entries {
		id := manifest.IDOf(entry.Object)
		h.add(project, Kind{metav1.GroupKind{Group: id.Group, Kind: id.Kind}, id.Namespace != ""})
	}
}

// AddPinned notes what the chart or directory of a component installs, which is not in the tree.
func (h *Held) AddPinned(c *plan.Cluster, i component.Installed) {
	for _, namespace := range i.Namespaces() {
		h.destinations[v1alpha1.ApplicationDestination{Name: c.Name, Namespace: namespace}] = true
	}
	if i.Pin == nil {
		return
	}
	h.pinned[pinnedRepository(c.Fleet, i)] = true
	for _, kind := range i.Installs {
		h.add(PlatformProject, Kind{metav1.GroupKind(kind.GroupKind), kind.Namespaced})
	}
}

func (h *Held) add(project string, kind Kind) {
	if h.kinds[project] == nil {
		h.kinds[project] = map[Kind]bool{}
	}
	h.kinds[project][kind] = true
}
