package e2e

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/standins"
	"sigs.k8s.io/yaml"
)

// TestSingleCluster brings the committed tree up from an empty account by the README's commands, until all that it holds is
// Synced and Healthy, and then tries what must be refused.
func TestSingleCluster(t *testing.T) {
	w := newWorld(t)
	step(t, "what else EKS brings: "+standins.List, time.Minute, func(context.Context) error { return w.standIn(t.Context()) })
	w.bootstrap(t)
	var apps *argocd.Applications
	step(t, "watch the Applications", time.Minute, func(ctx context.Context) (err error) {
		apps, err = argocd.Watch(t.Context(), w.cluster.Admin.Dynamic)
		return err
	})
	start := time.Now()
	step(t, "all Applications Synced and Healthy", 6*time.Minute, func(ctx context.Context) error {
		want, err := applications()
		if err != nil {
			return err
		}
		return apps.Until(ctx, "bring-up", func(all map[string]*argocd.Application) bool {
			return len(all) >= len(want) && !slices.ContainsFunc(want, func(name string) bool {
				return all[name] == nil || !all[name].Fine()
			})
		})
	})
	for _, app := range apps.All() {
		record.Row("Applications", []string{"Application", "seconds until Synced and Healthy", "objects", "tries again"}, app.Name,
			fmt.Sprintf("%.1f", apps.FirstFine(app.Name).Sub(start).Seconds()), len(app.Status.Resources), app.Status.OperationState.RetryCount)
	}
}

// bootstrap is what a person does with the README at hand.
func (w *world) bootstrap(t *testing.T) {
	t.Helper()
	commands, err := bootstrapCommands()
	if err != nil {
		t.Fatal(err)
	}
	var p *person
	step(t, "git clone", time.Minute, func(ctx context.Context) error {
		p, err = w.person(ctx)
		return err
	})
	for _, command := range commands {
		var said string
		step(t, "`"+command+"`", 6*time.Minute, func(ctx context.Context) error {
			said, err = p.types(ctx, command)
			return err
		})
		if key := regexp.MustCompile(`arn:aws:kms:\S+:key/[0-9a-f-]+`).FindString(said); key != "" {
			step(t, "put the key into clusters/, render, commit, push", time.Minute, func(ctx context.Context) error {
				return p.puts(ctx, key)
			})
		}
	}
}

// puts does with the encryption key what README says.
func (p *person) puts(ctx context.Context, key string) error {
	file := filepath.Join("clusters", fleet, clusterName+".yaml")
	if err := p.edits(file, regexp.MustCompile(`(?m)^encryptionKey: .*$`), "encryptionKey: "+key); err != nil {
		return err
	}
	said, err := p.types(ctx, "go run ./generator && git status --short rendered && git commit --quiet --all --message=key && git push --quiet")
	if err == nil && strings.Contains(said, " rendered/") {
		err = fmt.Errorf("the key changed rendered/, which shall be what is committed:\n%s", said)
	}
	return err
}

// applications are those that the tree makes: the root, one a component, and one an app in each environment.
func applications() ([]string, error) {
	names := []string{"root", "platform-" + clusterName}
	files, err := fs.Glob(os.DirFS(tree), "platform/*/application.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(tree, file))
		if err != nil {
			return nil, err
		}
		var app struct{ Metadata struct{ Name string } }
		if err := yaml.Unmarshal(data, &app); err != nil {
			return nil, err
		}
		names = append(names, app.Metadata.Name)
	}
	apps, err := fs.Glob(os.DirFS(tree), "apps/*/*")
	for _, app := range apps {
		environment, name := filepath.Base(filepath.Dir(app)), filepath.Base(app)
		names = append(names, clusterName+"-"+environment+"-"+name)
	}
	return names, err
}
