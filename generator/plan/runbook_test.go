package plan

import "testing"

func TestRunbook(t *testing.T) {
	for alert, want := range map[string]string{
		"ErrorBudgetBurn":    "docs/runbooks/error-budget-burn.md",
		"ExternalDNSStale":   "docs/runbooks/external-dns-stale.md",
		"ArgoCDAppNotSynced": "docs/runbooks/argo-cd-app-not-synced.md",
		"AWSResourceFailing": "docs/runbooks/aws-resource-failing.md",
	} {
		if got := RunbookFile(alert); got != want {
			t.Errorf("RunbookFile(%q) = %s, want %s", alert, got, want)
		}
	}
	f := &Fleet{Repository: "ssh://git@git.example.com/a/b.git", Branch: "main"}
	if got, want := f.Runbook("IngressDown"), "https://git.example.com/a/b/blob/main/docs/runbooks/ingress-down.md"; got != want {
		t.Errorf("Runbook = %s, want %s", got, want)
	}
}
