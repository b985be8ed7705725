package argocd

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Application is what the proof asks of one (argo-cd, pkg/apis/application/v1alpha1).
type Application struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Project string `json:"project"`
	} `json:"spec"`
	Status struct {
		Sync struct {
			Status    string   `json:"status"`
			Revision  string   `json:"revision"`
			Revisions []string `json:"revisions"`
		} `json:"sync"`
		Health struct {
			Status  string `json:"status"`
			Message string `json:"message"`
		} `json:"health"`
		OperationState struct {
			Phase      string      `json:"phase"`
			Message    string      `json:"message"`
			RetryCount int         `json:"retryCount"`
			FinishedAt metav1.Time `json:"finishedAt"`
			SyncResult struct {
				Revision  string           `json:"revision"`
				Revisions []string         `json:"revisions"`
				Resources []ResourceResult `json:"resources"`
			} `json:"syncResult"`
		} `json:"operationState"`
		ReconciledAt metav1.Time `json:"reconciledAt"`
		Conditions   []struct {
			Type    string `json:"type"`
			Message string `json:"message"`
		} `json:"conditions"`
		Resources []ResourceStatus `json:"resources"`
		History   []Synchronized   `json:"history"`
	} `json:"status"`
}

// Synchronized is a sync that ended well; later ones have higher IDs.
type Synchronized struct {
	ID       int64  `json:"id"`
	Revision string `json:"revision"`
}

// ResourceResult is what became of an object in a sync.
type ResourceResult struct {
	Group     string `json:"group"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Status    string `json:"status"`
	Message   string `json:"message"`
	HookPhase string `json:"hookPhase"`
}

// ResourceStatus is how an object is.
type ResourceStatus struct {
	Group     string `json:"group"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Status    string `json:"status"`
	Health    struct {
		Status  string `json:"status"`
		Message string `json:"message"`
	} `json:"health"`
}

// Fine reports whether it is Synced and Healthy, with its sync over.
func (a *Application) Fine() bool {
	return a.Status.Sync.Status == "Synced" && a.Status.Health.Status == "Healthy" &&
		(a.Status.OperationState.Phase == "Succeeded" || a.Status.OperationState.Phase == "")
}

// Holds reports whether it is fine with that commit of the repository.
func (a *Application) Holds(revision string) bool {
	return a.Fine() && (a.Status.Sync.Revision == revision || slices.Contains(a.Status.Sync.Revisions, revision))
}

// Says is all of its messages in one line.
func (a *Application) Says() string {
	said := []string{a.Status.OperationState.Message, a.Status.Health.Message}
	for _, c := range a.Status.Conditions {
		said = append(said, c.Type+": "+c.Message)
	}
	for _, r := range a.Status.OperationState.SyncResult.Resources {
		if r.Status == "SyncFailed" {
			said = append(said, fmt.Sprintf("%s %s/%s: %s", r.Kind, r.Namespace, r.Name, r.Message))
		}
	}
	for _, r := range a.Status.Resources {
		if r.Health.Status != "" && r.Health.Status != "Healthy" || r.Status == "OutOfSync" {
			said = append(said, strings.TrimSpace(fmt.Sprintf("%s %s/%s %s %s %s", r.Kind, r.Namespace, r.Name, r.Status, r.Health.Status, r.Health.Message)))
		}
	}
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), "; ")
}
