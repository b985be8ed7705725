package bootstrap

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
	"github.com/example/fastapi-gitops/generator/plan"
)

// application is what there is to know of the Application that installs Argo CD, which then takes over what is made here.
type application struct {
	Spec struct {
		Sources []source `json:"sources"`
	} `json:"spec"`
}

type source struct {
	RepoURL        string `json:"repoURL"`
	Chart          string `json:"chart"`
	TargetRevision string `json:"targetRevision"`
	Helm           struct {
		ReleaseName  string          `json:"releaseName"`
		ValuesObject json.RawMessage `json:"valuesObject"`
	} `json:"helm"`
}

// install renders the chart of Argo CD's own Application with its values. Helm knows of no kinds here but Kubernetes' own, and
// so leaves out what others bring, such as ServiceMonitors: Argo CD adds them once they are there.
func (b Bootstrap) install() (step, error) {
	file := path.Join(b.Hub.ComponentDir("argo-cd"), "application.yaml")
	var app application
	if err := b.read(file, &app); err != nil {
		return step{}, err
	}
	i := slices.IndexFunc(app.Spec.Sources, func(s source) bool { return s.Chart != "" })
	if i < 0 {
		return step{}, fmt.Errorf("%s: no chart among its sources", file)
	}
	chart := app.Spec.Sources[i]
	render := external.New("helm", "template", chart.Helm.ReleaseName).With(chart.address()...).With("--version="+chart.TargetRevision,
		"--namespace="+plan.ArgoCDNamespace, "--kube-version="+b.Hub.Kubernetes, "--skip-tests", "--values=-").Reading(chart.Helm.ValuesObject)
	return step{says: "install Argo CD", from: &render, remedy: b.login()}, nil
}

// address is how Helm names the chart: Argo CD writes a registry without its scheme.
func (s source) address() []string {
	if strings.Contains(s.RepoURL, "://") {
		return []string{s.Chart, "--repo=" + s.RepoURL}
	}
	return []string{"oci://" + s.RepoURL + "/" + s.Chart}
}

// login says how Helm gets to read a mirror in a registry: it keeps the password in a file of the person's, which is the
// person's to decide.
func (b Bootstrap) login() string {
	registry, _, ok := b.Hub.Fleet.ChartsECR()
	if !ok {
		mirror, inRegistry := strings.CutPrefix(b.Hub.Fleet.Charts, "oci://")
		host, _, _ := strings.Cut(mirror, "/")
		if !inRegistry {
			return ""
		}
		return fmt.Sprintf("if helm may not read the charts: %s", external.New("helm", "registry", "login", host))
	}
	return fmt.Sprintf("if helm may not read the charts: %s | %s",
		external.New("aws", "ecr", "get-login-password", "--region="+registry.Region),
		external.New("helm", "registry", "login", "--username=AWS", "--password-stdin", registry.Host()))
}
