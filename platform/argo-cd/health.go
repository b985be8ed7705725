package argocd

import (
	_ "embed"
	"strings"
)

// Health checks in Lua of the kinds for which Argo CD 3.4 has none (its resource_customizations/; those of cert-manager,
// External Secrets and Prometheus are there), and of CRDs, for which it has another. Without one a kind counts as healthy, and
// what needs it does not wait.
var (
	//go:embed health/application.lua
	applicationHealth string
	//go:embed health/ack.lua
	ackHealth string
	//go:embed health/alertmanager.lua
	alertmanagerHealth string
	//go:embed health/bundle.lua
	bundleHealth string
	//go:embed health/crd.lua
	crdHealth string
)

// wildcardHealth is for every kind of the AWS controllers, each of which has a group of its own: only this older form of the
// setting takes wildcards (Argo CD, "Resource Health").
var wildcardHealth = "\"*.services.k8s.aws/*\":\n  health.lua: |\n" + indented(ackHealth, "    ")

// indented moves each line but empty ones to the right.
func indented(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString(by)
		}
		b.WriteString(line)
	}
	return b.String()
}
