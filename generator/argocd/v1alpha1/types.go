// Package v1alpha1 is argoproj.io/v1alpha1 as far as the module of Argo CD 2.14, whose types we write, lacks a field that the
// installed version has: RetryStrategy.Refresh. A field here takes the place of the one of its name in the embedded struct;
// what is not here, upstream's package has.
package v1alpha1

import (
	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

type (
	// Application syncs a source to a destination. It has no status: that is the controller's to write.
	Application struct {
		metav1.TypeMeta   `json:",inline"`
		metav1.ObjectMeta `json:"metadata"`
		Spec              ApplicationSpec `json:"spec"`
	}
	// ApplicationSpec is what an Application syncs, where to and when.
	ApplicationSpec struct {
		v1alpha1.ApplicationSpec `json:",inline"`
		SyncPolicy               *SyncPolicy `json:"syncPolicy,omitempty"`
	}
	// SyncPolicy is when and how an Application syncs.
	SyncPolicy struct {
		v1alpha1.SyncPolicy `json:",inline"`
		Retry               *RetryStrategy `json:"retry,omitempty"`
	}
	// RetryStrategy is how often and when a failed sync is tried again.
	RetryStrategy struct {
		v1alpha1.RetryStrategy `json:",inline"`
		// Refresh takes the latest revision for each try, not that of the first one. Since Argo CD 3.2 ("Automated Sync Policy",
		// Automatic Retry Refresh on new revisions).
		Refresh bool `json:"refresh,omitempty"`
	}

	// ApplicationSet makes Applications of a template.
	ApplicationSet struct {
		metav1.TypeMeta   `json:",inline"`
		metav1.ObjectMeta `json:"metadata"`
		Spec              ApplicationSetSpec `json:"spec"`
	}
	// ApplicationSetSpec is what an ApplicationSet makes Applications from.
	ApplicationSetSpec struct {
		v1alpha1.ApplicationSetSpec `json:",inline"`
		Template                    ApplicationSetTemplate `json:"template"`
	}
	// ApplicationSetTemplate is the Application that a set makes for each of its parameters.
	ApplicationSetTemplate struct {
		v1alpha1.ApplicationSetTemplateMeta `json:"metadata"`
		Spec                                ApplicationSpec `json:"spec"`
	}
)

// DeepCopyObject implements runtime.Object. What the spec points to is shared: nothing changes it once it is built.
func (a *Application) DeepCopyObject() runtime.Object {
	copied := *a
	return &copied
}

// DeepCopyObject implements runtime.Object, like that of Application.
func (s *ApplicationSet) DeepCopyObject() runtime.Object {
	copied := *s
	return &copied
}
