package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/internet/git"
)

// gitHangs has the git server accept requests and answer none for a while; those that it has then are never answered.
func (l *load) gitHangs(ctx context.Context) error {
	defer l.server.Interpose(git.Hang)()
	select {
	case <-time.After(silence):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// silent has the git server fail so as soon as it has taken a push and told of it, when all ask for what nobody has yet. What runs
// stays as it is meanwhile.
func (l *load) silent(t *testing.T, name string, fails git.Between) {
	subtest(t, "all apps change, and from the push on "+name, func(t *testing.T) {
		ctx, cancel := l.within(t)
		defer cancel()
		before := l.prepared(ctx, t)
		whole := func() { l.server.Interpose(nil) }
		defer whole()
		defer l.server.Tell(l.webhook)
		l.server.Tell(func(ctx context.Context, push git.Push) {
			l.server.Interpose(fails)
			l.webhook(ctx, push)
		})
		var took timing
		err := l.measured("changed; from the push on "+name, func() (err error) {
			if took, err = l.pushes(ctx); err != nil {
				return err
			}
			<-time.After(silence)
			err = l.still(ctx, before)
			if whole(); err != nil {
				return err
			}
			return l.resumes(ctx, &took)
		})
		if err != nil {
			t.Fatal(err)
		}
		l.proves(t, "from the push on "+name, took, before)
	})
}

// resumes waits until a commit that nobody could fetch is everywhere.
func (l *load) resumes(ctx context.Context, took *timing) error {
	back := time.Now()
	if err := l.some(ctx, took.revision, 1); err != nil {
		return err
	}
	took.next = time.Since(back)
	return l.all(ctx, took)
}

// silence is how long the git server answers nobody.
const silence = time.Minute

// refusedPush has the person push what cannot arrive: they are told so, and the branch is where it was.
func (l *load) refusedPush(ctx context.Context, told string) error {
	before, err := l.git.Head(ctx)
	if err != nil {
		return err
	}
	_, err = l.someone.types(ctx, "git push")
	if err == nil || !strings.Contains(err.Error(), told) {
		return fmt.Errorf("the push says %v, want %q", err, told)
	}
	after, err := l.git.Head(ctx)
	if err == nil && after != before {
		err = fmt.Errorf("the branch went from %s to %s by a push that failed", before, after)
	}
	return err
}

// arrives pushes what the person committed, waits for it in all apps, and proves that it came once.
func (l *load) arrives(t *testing.T, name string, before state) {
	ctx, cancel := l.within(t)
	defer cancel()
	var took timing
	err := l.measured("changed; before: "+name, func() (err error) {
		if took, err = l.pushes(ctx); err != nil {
			return err
		}
		return l.all(ctx, &took)
	})
	if err != nil {
		t.Fatal(err)
	}
	l.proves(t, name, took, before)
}

// within is the time of one fault.
func (l *load) within(t *testing.T) (context.Context, context.CancelFunc) {
	return within(t, 8*time.Minute)
}

// prepared is what there is before a change that the person has committed.
func (l *load) prepared(ctx context.Context, t *testing.T) state {
	t.Helper()
	before, err := l.ready(ctx)
	if err == nil {
		err = l.changes(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	return before
}

// fullDisk fills the disk of the git server before a push.
func (l *load) fullDisk(t *testing.T) {
	ctx, cancel := l.within(t)
	defer cancel()
	before := l.prepared(ctx, t)
	free, err := l.disk.Fill()
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(l.refusedPush(ctx, "No space left on device"), l.unmoved(ctx, before), free())
	if err != nil {
		t.Fatal(err)
	}
	l.arrives(t, "the git server's disk is full", before)
}

// cutPush cuts the connection in the middle of a pack. Then the commit goes to another branch, which changes nothing, and to main.
func (l *load) cutPush(t *testing.T) {
	ctx, cancel := l.within(t)
	defer cancel()
	before := l.prepared(ctx, t)
	whole := l.server.Interpose(git.CutPush(1000))
	err := l.refusedPush(ctx, "error: ")
	whole()
	if err == nil {
		_, err = l.someone.types(ctx, "git push --quiet origin HEAD:refs/heads/next")
	}
	if err := errors.Join(err, l.unmoved(ctx, before)); err != nil {
		t.Fatal(err)
	}
	l.arrives(t, "a push is cut off, and goes to another branch first", before)
}

// unrendered pushes inputs alone: CI refuses the commit, and in the cluster nothing changes until somebody renders.
func (l *load) unrendered(t *testing.T) {
	ctx, cancel := l.within(t)
	defer cancel()
	before := l.prepared(ctx, t)
	_, err := l.someone.types(ctx, "git checkout --quiet HEAD~ -- rendered && git commit --quiet --amend --no-edit")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.someone.types(ctx, "go run ./generator check"); err == nil || !strings.Contains(err.Error(), "stale") {
		t.Errorf("generator check of a commit without what it renders to: %v", err)
	}
	if _, err := l.pushes(ctx); err != nil {
		t.Fatal(err)
	}
	if err := l.unmoved(ctx, before); err != nil {
		t.Fatal(err)
	}
	if err := l.commits(ctx, "rendered"); err != nil {
		t.Fatal(err)
	}
	l.arrives(t, "inputs come without what they render to", before)
}

// unmoved has Argo CD look at git, and sees that it finds nothing to do.
func (l *load) unmoved(ctx context.Context, before state) error {
	var names []string
	for _, app := range l.names {
		names = append(names, application(app))
	}
	if err := l.apps.Compare(ctx, names...); err != nil {
		return err
	}
	for _, name := range names {
		app := l.apps.Get(name)
		if !app.Fine() {
			return fmt.Errorf("%s is %s and %s by a push that did not arrive: %s", name, app.Status.Sync.Status, app.Status.Health.Status, app.Says())
		}
		if since := since(app.Status.History, before.history[name]); len(since) > 0 {
			return fmt.Errorf("%s was synced by a push that did not arrive: %v", name, since)
		}
	}
	return l.still(ctx, before)
}

// still sees that the cluster is as it was.
func (l *load) still(ctx context.Context, before state) error {
	now, err := l.state(ctx)
	if err != nil {
		return err
	}
	if n := differences(before.objects, now.objects); n > 0 {
		return fmt.Errorf("%d objects changed by a push that did not arrive", n)
	}
	for app, was := range before.versions {
		if now.versions[app] != was {
			return fmt.Errorf("deployment %s changed by a push that did not arrive", app)
		}
	}
	return nil
}
