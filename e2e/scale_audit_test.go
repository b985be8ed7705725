package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"strings"
)

// audit is the log of an API server, of which all before offset has been counted.
type audit struct {
	path   string
	offset int64
}

// request is what there is to know of an audit.k8s.io/v1 Event.
type request struct {
	Verb, RequestURI string
	User             struct{ Username string }
}

// argoCDs says whether Argo CD asked: on the hub by its ServiceAccounts, elsewhere in the role that it takes on.
func (r *request) argoCDs() bool {
	return strings.HasPrefix(r.User.Username, "system:serviceaccount:argocd:argocd-") || strings.Contains(r.User.Username, "-deployer/")
}

// kind is the verb, with what is only tried apart.
func (r *request) kind() string {
	if strings.Contains(r.RequestURI, "dryRun=All") {
		return r.Verb + ", dry run"
	}
	return r.Verb
}

// count adds what Argo CD asked since the last count to counts, by kind.
func (a *audit) count(counts map[string]int) error {
	log, err := os.Open(a.path)
	if err != nil {
		return err
	}
	defer log.Close()
	if _, err := log.Seek(a.offset, io.SeekStart); err != nil {
		return err
	}
	lines := bufio.NewReaderSize(log, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF { // what is left of it is not written yet
			return nil
		}
		if err != nil {
			return err
		}
		a.offset += int64(len(line))
		var r request
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if r.argoCDs() {
			counts[r.kind()]++
		}
	}
}
