package e2e

import "strings"

// argoCDs says whether Argo CD asked: on the hub by its ServiceAccounts, elsewhere in the role that it takes on.
func (e *event) argoCDs() bool {
	return strings.HasPrefix(e.User.Username, "system:serviceaccount:argocd:argocd-") || strings.Contains(e.User.Username, "-deployer/")
}

// dryRun says that it is only tried.
func (e *event) dryRun() bool { return strings.Contains(e.RequestURI, "dryRun=All") }

// countArgoCD adds what Argo CD asked since the last visit to counts: by verb, with what is only tried apart.
func (a *audit) countArgoCD(counts map[string]int) error {
	return a.each(func(e *event) {
		switch {
		case !e.argoCDs():
		case e.dryRun():
			counts[e.Verb+", dry run"]++
		default:
			counts[e.Verb]++
		}
	})
}
