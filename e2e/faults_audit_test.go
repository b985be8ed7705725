package e2e

import (
	"net/http"
	"strings"
)

const (
	applicationController = "system:serviceaccount:argocd:argocd-application-controller"
	replicaSetController  = "system:serviceaccount:kube-system:replicaset-controller"
)

// tally is what the API server's log has of the load.
type tally struct {
	applied map[string]int // Deployments by name, how often by Argo CD
	deleted []string       // by Argo CD
	pods    int            // made
}

// again is how often Argo CD applied a Deployment that it had applied already.
func (t tally) again() (n int) {
	for _, times := range t.applied {
		n += times - 1
	}
	return n
}

// tallied reads the log on.
func (l *load) tallied(log *audit) (tally, error) {
	t := tally{applied: map[string]int{}}
	err := log.each(func(e *event) {
		o := e.ObjectRef
		failed := e.ResponseStatus.Code >= http.StatusBadRequest
		if o.Namespace != loadEnvironment || o.Subresource != "" || failed || e.dryRun() {
			return
		}
		switch {
		case e.User.Username == replicaSetController && e.Verb == "create" && o.Resource == "pods" && l.mine(o.Name):
			t.pods++
		case e.User.Username != applicationController:
		case strings.HasPrefix(e.Verb, "delete"):
			t.deleted = append(t.deleted, o.Resource+"/"+o.Name)
		case e.Verb == "patch" && o.Resource == "deployments" && l.mine(o.Name):
			t.applied[o.Name]++
		}
	})
	return t, err
}

// mine says that an object is of the load; a pod has no name when it is asked for.
func (l *load) mine(name string) bool { return name == "" || strings.HasPrefix(name, loadPrefix) }
