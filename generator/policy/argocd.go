package policy

import (
	"encoding/json"
	"reflect"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// argocdNamespace is the namespace in which Argo CD runs.
const argocdNamespace = "argocd"

// The parts of Argo CD's API (argoproj.io/v1alpha1) that rules look at. Only its builders import Argo CD itself.
type (
	appProject struct {
		Spec struct {
			SourceRepos                []string           `json:"sourceRepos"`
			SourceNamespaces           []string           `json:"sourceNamespaces"`
			Destinations               []destination      `json:"destinations"`
			ClusterResourceWhitelist   []metav1.GroupKind `json:"clusterResourceWhitelist"`
			ClusterResourceBlacklist   []metav1.GroupKind `json:"clusterResourceBlacklist"`
			NamespaceResourceWhitelist []metav1.GroupKind `json:"namespaceResourceWhitelist"`
			NamespaceResourceBlacklist []metav1.GroupKind `json:"namespaceResourceBlacklist"`
			SyncWindows                []syncWindow       `json:"syncWindows"`
			Roles                      []struct {
				Name string `json:"name"`
			} `json:"roles"`
		} `json:"spec"`
	}
	syncWindow struct {
		Kind         string   `json:"kind"`
		Schedule     string   `json:"schedule"`
		Duration     string   `json:"duration"`
		Applications []string `json:"applications"`
		Namespaces   []string `json:"namespaces"`
		Clusters     []string `json:"clusters"`
		ManualSync   bool     `json:"manualSync"`
		TimeZone     string   `json:"timeZone"`
	}
	destination struct {
		Server    string `json:"server"`
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
	}
	application struct {
		Metadata metav1.ObjectMeta `json:"metadata"`
		Spec     applicationSpec   `json:"spec"`
	}
	applicationSpec struct {
		Project     string              `json:"project"`
		Source      *applicationSource  `json:"source"`
		Sources     []applicationSource `json:"sources"`
		Destination destination         `json:"destination"`
		SyncPolicy  *syncPolicy         `json:"syncPolicy"`

		IgnoreDifferences []ignoredDifference `json:"ignoreDifferences"`
	}
	ignoredDifference struct {
		Kind                  string   `json:"kind"`
		JSONPointers          []string `json:"jsonPointers"`
		JQPathExpressions     []string `json:"jqPathExpressions"`
		ManagedFieldsManagers []string `json:"managedFieldsManagers"`
	}
	applicationSource struct {
		RepoURL        string           `json:"repoURL"`
		TargetRevision string           `json:"targetRevision"`
		Path           string           `json:"path"`
		Chart          string           `json:"chart"`
		Directory      *sourceDirectory `json:"directory"`
	}
	sourceDirectory struct {
		Recurse bool   `json:"recurse"`
		Include string `json:"include"`
		Exclude string `json:"exclude"`
	}
	syncPolicy struct {
		Automated *struct {
			Prune      bool `json:"prune"`
			SelfHeal   bool `json:"selfHeal"`
			AllowEmpty bool `json:"allowEmpty"`
		} `json:"automated"`
		SyncOptions []string `json:"syncOptions"`
		Retry       *struct {
			Limit   int64 `json:"limit"`
			Refresh bool  `json:"refresh"`
			Backoff *struct {
				Duration    string `json:"duration"`
				Factor      *int64 `json:"factor"`
				MaxDuration string `json:"maxDuration"`
			} `json:"backoff"`
		} `json:"retry"`
	}
	applicationSet struct {
		Spec struct {
			GoTemplate        bool        `json:"goTemplate"`
			GoTemplateOptions []string    `json:"goTemplateOptions"`
			Generators        []generator `json:"generators"`
			Template          struct {
				Metadata struct {
					Name        string            `json:"name"`
					Labels      map[string]string `json:"labels"`
					Annotations map[string]string `json:"annotations"`
					Finalizers  []string          `json:"finalizers"`
				} `json:"metadata"`
				Spec applicationSpec `json:"spec"`
			} `json:"template"`
			TemplatePatch *string `json:"templatePatch"`
			SyncPolicy    *struct {
				PreserveResourcesOnDeletion bool    `json:"preserveResourcesOnDeletion"`
				ApplicationsSync            *string `json:"applicationsSync"`
			} `json:"syncPolicy"`
			Strategy *struct {
				Type string `json:"type"`
			} `json:"strategy"`
		} `json:"spec"`
	}
	generator struct {
		Clusters *struct {
			Selector metav1.LabelSelector `json:"selector"`
			Template overriding           `json:"template"`
			Values   map[string]string    `json:"values"`
		} `json:"clusters"`
		Git *struct {
			Template    overriding     `json:"template"`
			RepoURL     string         `json:"repoURL"`
			Revision    string         `json:"revision"`
			Directories []gitDirectory `json:"directories"`
		} `json:"git"`
		Matrix *struct {
			Template   overriding  `json:"template"`
			Generators []generator `json:"generators"`
		} `json:"matrix"`
	}
	gitDirectory struct {
		Path    string `json:"path"`
		Exclude bool   `json:"exclude"`
	}
	// overriding is a template within a generator, which would replace parts of the set's own.
	overriding struct {
		Metadata struct {
			Name string `json:"name"`
		} `json:"metadata"`
		Spec applicationSpec `json:"spec"`
	}
)

// empty says whether the template replaces nothing.
func (t *overriding) empty() bool { return reflect.DeepEqual(*t, overriding{}) }

// decodeArgo reads an object of Argo CD's API through its JSON. With an error comes what could be read.
func decodeArgo[T any](o *object) (*T, error) {
	into := new(T)
	data, err := json.Marshal(o.Object)
	if err != nil {
		return into, err
	}
	return into, json.Unmarshal(data, into)
}

// argoKind says whether an object is of a kind of Argo CD's API.
func argoKind(o *object, kind string) bool { return o.id.Group == "argoproj.io" && o.id.Kind == kind }
