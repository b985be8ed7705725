package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// workday is a person at work with a tree that is up.
type workday struct {
	*world
	someone *person
	apps    *argocd.Applications
}

// day is what people do with a tree that is up. Each task leaves the tree as it was.
func day(t *testing.T, w *world, someone *person, apps *argocd.Applications) {
	d := workday{w, someone, apps}
	for _, task := range []struct {
		name string
		do   func(*testing.T)
	}{
		{"an image goes through the environments", d.releases},
		{"drift is healed", d.drift},
		{"what git no longer holds is pruned", d.prunes},
		{"what is protected goes by consent alone", d.consents},
		{"a window holds production back", d.windows},
		{"a chart's pin moves", d.pin},
		{"a patch comes and goes", d.patch},
		{"a version that does not start", d.stillborn},
	} {
		subtest(t, task.name, func(t *testing.T) {
			before, err := w.git.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer d.restores(t, before)
			task.do(t)
		})
	}
	step(t, "rights: nothing was refused in all of this, here or at AWS, and nobody asked elsewhere", time.Minute, func(context.Context) error {
		return errors.Join(w.rights(), w.strangers())
	})
}

// restores puts back what a task that failed has left of its changes.
func (d workday) restores(t *testing.T, before string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	defer cancel()
	_, err := d.someone.types(ctx, "git reset --quiet --hard && git clean --force -d --quiet && git pull --quiet && { git diff --quiet "+before+
		" HEAD || { git revert --no-edit "+before+"..HEAD && git push --quiet; }; }")
	if err != nil {
		t.Errorf("the tree is not as it was before: %v", err)
	}
}

// pushes has the person change the clone by a command, commit all of it and push.
func (d workday) pushes(ctx context.Context, command string) (p pushed, err error) {
	if _, err := d.someone.types(ctx, command+" && git add --all && git commit --quiet --message=work"); err != nil {
		return p, err
	}
	return d.push(ctx, d.someone)
}

// reverts has the person take back all since a commit, by commits that do so.
func (d workday) reverts(ctx context.Context, since string) (p pushed, err error) {
	if _, err := d.someone.types(ctx, "git revert --no-edit "+since+"..HEAD"); err != nil {
		return p, err
	}
	return d.push(ctx, d.someone)
}

// comesTo waits until an Application is fine with a commit.
func (d workday) comesTo(ctx context.Context, application string, p pushed) error {
	return d.apps.UntilOf(ctx, application, "has the commit", func(a *argocd.Application) bool { return a.Holds(p.revision) })
}

// applicationOf is the name of an app's Application.
func applicationOf(environment, app string) string {
	return clusterName + "-" + environment + "-" + app
}

// unharmed sees that all requests were answered well.
func unharmed(answers map[int]int) error {
	if len(answers) != 1 || answers[http.StatusOK] == 0 {
		return fmt.Errorf("answers by status: %v, want no other than 200", answers)
	}
	return nil
}
