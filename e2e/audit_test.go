package e2e

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"
)

// audit is the log of an API server, of which all before offset was visited.
type audit struct {
	path   string
	offset int64
}

// audited is the log of what the API server is asked from now on.
func (w *world) audited() (*audit, error) {
	a := &audit{path: w.cluster.AuditLog()}
	log, err := os.Stat(a.path)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err == nil {
		a.offset = log.Size()
	}
	return a, err
}

// each visits what was logged since the last visit. A line whose end is not written yet is for the next one, and one that the end of a
// killed server tore is passed over.
func (a *audit) each(visit func(*event)) error {
	log, err := os.Open(a.path)
	if err != nil {
		return err
	}
	defer log.Close()
	if _, err := log.Seek(a.offset, io.SeekStart); err != nil {
		return err
	}
	lines := bufio.NewReader(log)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		a.offset += int64(len(line))
		var e event
		if json.Unmarshal(line, &e) == nil && !(e.Verb == "watch" && e.Stage == "ResponseComplete") { // which has been visited when it began
			visit(&e)
		}
	}
}

// event is what there is to know of an audit.k8s.io/v1 Event.
type event struct {
	Stage      string
	Verb       string
	RequestURI string
	User       struct{ Username string }
	ObjectRef  struct{ APIGroup, Resource, Subresource, Namespace, Name string }

	ResponseStatus struct {
		Code    int
		Message string
	}
}

// takesNo says that a program asks for more than it needs and takes no for an answer: Argo Rollouts looks, once at its start, whether
// there is a mesh that it could route with; trust-manager would tell of Bundles, which have no namespace, in the namespace default,
// where it has no rights since the tree names the namespaces that it writes to.
func (e *event) takesNo() bool {
	switch e.User.Username {
	case "system:serviceaccount:argo-rollouts:argo-rollouts":
		return e.Verb == "list" && (e.ObjectRef.APIGroup == "networking.istio.io" || e.ObjectRef.Resource == "secrets")
	case "system:serviceaccount:cert-manager:trust-manager":
		return e.ObjectRef.Resource == "events" && e.ObjectRef.Namespace == "default"
	}
	return false
}

// late says that somebody asked for something in what is about to go, which controllers do until they hear of it.
func (e *event) late() bool {
	said := e.ResponseStatus.Message
	return strings.Contains(said, "because it is being terminated") || strings.Contains(said, "if the object is being deleted")
}

// refused are the requests of ServiceAccounts that the API server refused until now: forbidden or invalid. A 404 or a conflict is
// how controllers find out, and a webhook is asked before its server is there.
func (w *world) refused() ([]string, error) {
	var refusals []string
	err := (&audit{path: w.cluster.AuditLog()}).each(func(e *event) {
		code := e.ResponseStatus.Code
		if strings.HasPrefix(e.User.Username, "system:serviceaccount:") && !e.takesNo() && !e.late() &&
			(code == http.StatusForbidden || code == http.StatusUnprocessableEntity || code == http.StatusBadRequest) {
			refusals = append(refusals, fmt.Sprintf("%s: %s %s/%s %s/%s: %d %s", e.User.Username, e.Verb, e.ObjectRef.APIGroup, e.ObjectRef.Resource,
				e.ObjectRef.Namespace, e.ObjectRef.Name, code, e.ResponseStatus.Message))
		}
	})
	slices.Sort(refusals)
	return slices.Compact(refusals), err
}
