package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

const (
	loadEnvironment = "development"
	loadPrefix      = "load-"
	registry        = account + ".dkr.ecr." + region + ".amazonaws.com/"
)

// atOnce is how many apps are changed at once.
var atOnce = flag.Int("apps", 100, "how many apps change at once while things fail")

// load is what things fail under: apps whose pods are kwok's, changed all at once. They have no host, for whose certificate each
// would wait.
type load struct {
	*world
	someone *person
	apps    *argocd.Applications
	names   []string // of the apps that there are
	version int      // of their images
	start   string   // the commit before them
}

func newLoad(w *world, someone *person, apps *argocd.Applications) *load {
	w.cluster.Admin.Mapper.Reset() // there are more kinds than at its first use
	l := &load{world: w, someone: someone, apps: apps, version: 1}
	for n := range *atOnce {
		l.names = append(l.names, loadName(n))
	}
	return l
}

func loadName(n int) string { return fmt.Sprintf("%s%03d", loadPrefix, n) }

// application is the Application of an app.
func application(app string) string { return applicationOf(loadEnvironment, app) }

// image of an app in a version, whose digest nobody has.
func image(app string, version int) string {
	return fmt.Sprintf("%s%s:0.1.%d@sha256:%064d", registry, app, version, version)
}

// writes puts a new app into the clone: app.yaml as README has it, and an image for one environment.
func (l *load) writes(app string) error {
	dir := filepath.Join(l.someone.clone, "apps", app)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for file, text := range map[string]string{
		"app.yaml":      "team: hello\npublic: false\nsettings: {GREETING: Hello}\n",
		"versions.yaml": loadEnvironment + ": " + image(app, l.version) + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pushes has the person push what they committed.
func (l *load) pushes(ctx context.Context) (timing, error) {
	p, err := l.push(ctx, l.someone)
	return timing{pushed: p}, err
}

// commits has the person render and commit what they edited.
func (l *load) commits(ctx context.Context, message string) error {
	_, err := l.someone.types(ctx, "go run ./generator && git add --all && git commit --quiet --message="+message)
	return err
}

// added gives the environment room and adds the apps.
func (l *load) added(ctx context.Context) error {
	start, err := l.git.Head(ctx)
	if err != nil {
		return err
	}
	l.start = start
	const room = `quota: {cpu: "40", memory: 100Gi, storage: 80Gi, pods: 500}`
	if err := l.someone.edits("environments/"+loadEnvironment+".yaml", regexp.MustCompile(`(?m)^quota: .*$`), room); err != nil {
		return err
	}
	for _, app := range l.names {
		if err := l.writes(app); err != nil {
			return err
		}
	}
	if err := l.commits(ctx, "apps"); err != nil {
		return err
	}
	return l.measured("added", func() error {
		took, err := l.pushes(ctx)
		if err != nil {
			return err
		}
		return l.all(ctx, &took)
	})
}

// removed takes the apps and their room away, as all was at first, and waits until the cluster has nothing of them.
func (l *load) removed(ctx context.Context) error {
	_, err := l.someone.types(ctx, "rm -r apps/"+loadPrefix+"* && git checkout "+l.start+" -- apps environments")
	if err != nil {
		return err
	}
	if err := l.commits(ctx, "removed"); err != nil {
		return err
	}
	l.names = nil
	return l.measured("removed", func() error {
		took, err := l.pushes(ctx)
		if err != nil {
			return err
		}
		if err := l.gone(ctx); err != nil {
			return err
		}
		return l.all(ctx, &took)
	})
}

// changes has the person commit a new image of every app.
func (l *load) changes(ctx context.Context) error {
	l.version++
	var images []string
	for _, app := range l.names {
		images = append(images, app+"="+image(app, l.version))
	}
	_, err := l.someone.types(ctx, "go run ./generator image "+strings.Join(images, " ")+" --env "+loadEnvironment+
		fmt.Sprintf(" && git commit --quiet --all --message=images-%d", l.version))
	return err
}

// holding is how many apps are fine with a commit.
func (l *load) holding(all map[string]*argocd.Application, revision string) (n int) {
	for _, name := range l.names {
		if app := all[application(name)]; app != nil && app.Holds(revision) {
			n++
		}
	}
	return n
}

// some waits until so many apps are fine with a commit.
func (l *load) some(ctx context.Context, revision string, n int) error {
	return l.apps.Until(ctx, fmt.Sprintf("%d apps have %s", n, revision), func(all map[string]*argocd.Application) bool {
		return l.holding(all, revision) >= n
	})
}

// all waits until each app is fine with the commit, and then until every Application is fine, and takes the times.
func (l *load) all(ctx context.Context, took *timing) error {
	if err := l.some(ctx, took.revision, len(l.names)); err != nil {
		return err
	}
	took.all = time.Since(took.at)
	err := l.apps.UntilFine(ctx)
	took.fine = time.Since(took.at)
	return err
}

// meanwhile changes all apps, lets something fail while some have the change and others do not, and proves that all is well.
func (l *load) meanwhile(t *testing.T, f fault) {
	subtest(t, "all apps change, and meanwhile: "+f.name, func(t *testing.T) {
		ctx, cancel := l.within(t)
		defer cancel()
		before, err := l.ready(ctx)
		if err != nil {
			t.Fatal(err)
		}
		took, err := l.through(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		l.proves(t, f.name, took, before)
	})
}

// timing is how a change of all apps went.
type timing struct {
	pushed
	had     int           // apps that had the change when something failed
	running int           // and that were being synced
	next    time.Duration // from then until another had it
	all     time.Duration // from the push until all had it
	fine    time.Duration // from the push until every other Application was fine, too
}

func (l *load) through(ctx context.Context, f fault) (took timing, err error) {
	if err := l.changes(ctx); err != nil {
		return took, err
	}
	err = l.measured("changed; fails meanwhile: "+f.name, func() error {
		if took, err = l.pushes(ctx); err != nil {
			return err
		}
		if err := l.some(ctx, took.revision, len(l.names)/4); err != nil {
			return err
		}
		if err := l.fails(ctx, f, &took); err != nil {
			return err
		}
		return l.all(ctx, &took)
	})
	return took, err
}

// fails lets it fail, and measures how long after that the next app has the change.
func (l *load) fails(ctx context.Context, f fault, took *timing) error {
	_ = l.apps.Until(ctx, "", func(all map[string]*argocd.Application) bool {
		took.had = l.holding(all, took.revision)
		for _, name := range l.names {
			if app := all[application(name)]; app != nil && app.Status.OperationState.Phase == "Running" {
				took.running++
			}
		}
		return true
	})
	if took.had == len(l.names) {
		return fmt.Errorf("all %d apps had the change before anything failed", took.had)
	}
	began := time.Now()
	next := make(chan error, 1)
	go func() {
		err := l.some(ctx, took.revision, took.had+1)
		took.next = time.Since(began)
		next <- err
	}()
	if err := f.do(ctx); err != nil {
		return err
	}
	return <-next
}
