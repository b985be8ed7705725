package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/charts"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// pin moves a chart to a later version, and back.
func (d workday) pin(t *testing.T) {
	const component, label = moving, "helm.sh/chart"
	var before, committed string
	arrives := func(ctx context.Context, version string, p pushed) error {
		err := d.apps.UntilOf(ctx, clusterName+"-"+component, "has chart "+version, func(a *argocd.Application) bool { return a.Holds(version) })
		if err != nil {
			return err
		}
		deployment, err := d.object(ctx, "Deployment.apps", component, component)
		if err != nil {
			return err
		}
		if got := deployment.GetLabels()[label]; got != component+"-"+version {
			return fmt.Errorf("the Deployment is of chart %s, want %s", got, version)
		}
		record.Row("A chart's pin", []string{"chart", "version", "seconds from push to healthy"}, component, version, p.seconds())
		return nil
	}
	step(t, "a chart's pin moves", 5*time.Minute, func(ctx context.Context) (err error) {
		if committed, err = d.git.Head(ctx); err != nil {
			return err
		}
		file := "platform/" + component + "/Chart.yaml"
		chart, err := os.ReadFile(filepath.Join(d.someone.clone, file))
		if err != nil {
			return err
		}
		pinned := regexp.MustCompile(`(?m)^    version: (.*)$`)
		before = string(pinned.FindSubmatch(chart)[1])
		later := charts.After(before)
		if err := d.someone.edits(file, pinned, "    version: "+later); err != nil {
			return err
		}
		p, err := d.pushes(ctx, "go run ./generator")
		if err != nil {
			return err
		}
		return arrives(ctx, later, p)
	})
	step(t, "it moves back", 3*time.Minute, func(ctx context.Context) error {
		p, err := d.reverts(ctx, committed)
		if err != nil {
			return err
		}
		return arrives(ctx, before, p)
	})
}

// patch adds the patches that the docs show, and takes them away.
func (d workday) patch(t *testing.T) {
	const environment = "development"
	folder := filepath.Join("apps", app, "patches")
	arrives := func(ctx context.Context, command, what string, seconds int64, selected bool) error {
		p, err := d.pushes(ctx, command)
		if err != nil {
			return err
		}
		if err := d.comesTo(ctx, applicationOf(environment, app), p); err != nil {
			return err
		}
		deployment, err := d.object(ctx, "Deployment.apps", environment, app)
		if err != nil {
			return err
		}
		waits, _, err := unstructured.NestedInt64(deployment.Object, "spec", "minReadySeconds")
		if err != nil {
			return err
		}
		_, selects, err := unstructured.NestedMap(deployment.Object, "spec", "template", "spec", "nodeSelector")
		if err == nil && (waits != seconds || selects != selected) {
			err = fmt.Errorf("%s: minReadySeconds %d, nodeSelector %t, want %d and %t", what, waits, selects, seconds, selected)
		}
		if err != nil {
			return err
		}
		record.Row("A patch", []string{"what", "seconds from push to healthy"}, what, p.seconds())
		return nil
	}
	step(t, "the patches of the docs come", 5*time.Minute, func(ctx context.Context) error {
		docs, err := os.ReadFile("../docs/patches.md")
		if err != nil {
			return err
		}
		_, shown, _ := strings.Cut(string(docs), "```yaml\n")
		shown, _, _ = strings.Cut(shown, "```")
		if err := os.Mkdir(filepath.Join(d.someone.clone, folder), 0o755); err != nil {
			return err
		}
		file := filepath.Join(d.someone.clone, folder, environment+".yaml")
		if err := os.WriteFile(file, []byte(strings.ReplaceAll(shown, "shop", app)), 0o644); err != nil {
			return err
		}
		return arrives(ctx, "go run ./generator", "added", 10, true)
	})
	step(t, "and go", 3*time.Minute, func(ctx context.Context) error {
		return arrives(ctx, "rm -r "+folder+" && go run ./generator", "removed", 0, false)
	})
}
