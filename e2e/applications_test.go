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
	var missing []string
	err := apps.Until(ctx, "bring-up", func(all map[string]*argocd.Application) bool {
		missing = slices.DeleteFunc(slices.Clone(want), func(name string) bool { return all[name] != nil })
		return len(missing) == 0 && !slices.ContainsFunc(want, func(name string) bool { return !all[name].Fine() })
	})
	if err != nil && len(missing) > 0 {
		err = fmt.Errorf("%w\nnot there: %s", err, strings.Join(missing, ", "))
	}
	return err
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
		names = append(names, clusterName+"-"+environment+"-"+name)
	}
	return names, err
}
