package e2e

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"sigs.k8s.io/yaml"
)

// arrive waits until all of these are there and fine.
func arrive(ctx context.Context, apps *argocd.Applications, want []string) error {
	var away []string
	err := apps.Until(ctx, "all arrive", func(all map[string]*argocd.Application) bool {
		away = missing(all, want)
		return len(away) == 0 && !slices.ContainsFunc(want, func(name string) bool { return !all[name].Fine() })
	})
	if err != nil && len(away) > 0 {
		err = fmt.Errorf("%w\nnot there: %s", err, strings.Join(away, ", "))
	}
	return err
}

func missing(all map[string]*argocd.Application, names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return all[name] != nil })
}

// applications are those that a tree makes, the rendered folder of the cluster: the root, one a component, and one an app in each
// environment.
func applications(rendered string) ([]string, error) {
	names := []string{"root", "platform-" + clusterName}
	files, err := fs.Glob(os.DirFS(rendered), "platform/*/application.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(rendered, file))
		if err != nil {
			return nil, err
		}
		var app struct{ Metadata struct{ Name string } }
		if err := yaml.Unmarshal(data, &app); err != nil {
			return nil, err
		}
		names = append(names, app.Metadata.Name)
	}
	apps, err := fs.Glob(os.DirFS(rendered), "apps/*/*")
	for _, app := range apps {
		environment, name := filepath.Base(filepath.Dir(app)), filepath.Base(app)
		names = append(names, applicationOf(environment, name))
	}
	return names, err
}
