package plan

import (
	"regexp"
	"strings"
)

// Runbook is the page of the fleet's repository that says what to do about an alert: docs/runbooks/error-budget-burn.md for
// ErrorBudgetBurn.
func (f *Fleet) Runbook(alert string) string {
	site := strings.Replace(f.Repository, "ssh://git@", "https://", 1)
	return strings.TrimSuffix(site, ".git") + "/blob/" + f.Branch + "/" + RunbookFile(alert)
}

// RunbookFile is where that page stands in the repository.
func RunbookFile(alert string) string {
	return "docs/runbooks/" + strings.ToLower(wordStart.ReplaceAllString(alert, "$1$3-$2$4")) + ".md"
}

// wordStart is between two words of a name such as ExternalDNSStale: after a small letter, and before the last of some capitals.
var wordStart = regexp.MustCompile(`([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])`)
