package e2e

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/internet/git"
	"github.com/example/fastapi-gitops/e2e/refusal"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// environments of the tree.
var environments = []string{"development", "staging", "production"}

// TestSingleCluster brings the committed tree up from an empty account by the README's commands, until all that it holds is
// Synced and Healthy, sees that it works, changes something, and tries what must be refused.
func TestSingleCluster(t *testing.T) {
	w := newWorld(t)
	someone := w.bootstrap(t)
	apps := w.healthy(t, someone)
	step(t, "certificates of all hosts", time.Minute, func(ctx context.Context) error { return eventually(ctx, w.certificates) })
	step(t, "services answer, each environment with its own secret", time.Minute, func(ctx context.Context) error {
		return eventually(ctx, w.greets)
	})
	step(t, "rights: nothing was refused, here or at AWS, and nobody asked elsewhere", time.Minute, func(context.Context) error {
		return errors.Join(w.rights(), w.strangers())
	})
	step(t, "the mesh's weights and its canary are looked at", time.Minute, w.followCanary(w.alive))
	w.server.Tell(w.webhook)
	step(t, "a change: app.yaml, render, push, webhook, until every pod has it, in production step by step", 5*time.Minute, func(ctx context.Context) error {
		return w.changes(ctx, someone, apps)
	})
	w.faulty(t, someone, apps)
	files, err := tree.Read(rendered)
	if err != nil {
		t.Fatal(err)
	}
	w.cluster.Admin.Mapper.Reset() // by now there are more kinds
	hub := refusal.Hub{Admin: w.cluster.Admin, Applications: apps, Commit: w.git.Commit, Stubborn: *argoCD == "v2"}
	subtest(t, "AppProjects refuse what is not theirs", func(t *testing.T) { refusal.Projects(t, hub, files) })
	subtest(t, "a Secret in plain text never arrives, and its revert heals", func(t *testing.T) {
		refusal.Plaintext(t, hub, refusal.App{
			Application: applicationOf("development", app), Namespace: "development", Deployment: "fastapi-hello",
			Dir: strings.TrimPrefix(rendered, "../") + "/apps/development/fastapi-hello",
		})
	})
}

// subtest is a step that has tests of its own. One that -run leaves out is no step.
func subtest(t *testing.T, name string, run func(*testing.T)) {
	t.Helper()
	start, ran := time.Now(), false
	passed := t.Run(name, func(t *testing.T) {
		ran = true
		run(t)
	})
	if ran {
		record.Step(name, time.Since(start), !passed)
	}
}

// healthy waits until the tree has arrived, and gives secrets their values meanwhile.
func (w *world) healthy(t *testing.T, someone *person) (apps *argocd.Applications) {
	t.Helper()
	start := time.Now()
	step(t, "the cluster has made the secrets that people fill, and they do", 6*time.Minute, func(ctx context.Context) (err error) {
		if apps, err = argocd.Watch(w.alive, w.cluster.Admin.Dynamic); err != nil {
			return err
		}
		go w.onDuty(w.alive, someone, apps)
		err = apps.UntilOf(ctx, clusterName+"-aws", "has made the secrets", (*argocd.Application).Fine)
		if err != nil {
			return err
		}
		return someone.fills(ctx)
	})
	step(t, "all Applications Synced and Healthy", 6*time.Minute, func(ctx context.Context) error {
		want, err := applications(rendered)
		if err != nil {
			return err
		}
		return arrive(ctx, apps, want)
	})
	for _, app := range apps.All() {
		record.Row("Applications", []string{"Application", "seconds until Synced and Healthy", "objects", "tries again"}, app.Name,
			seconds(apps.FirstFine(app.Name).Sub(start)), len(app.Status.Resources), app.Status.OperationState.RetryCount)
	}
	return apps
}

// webhook tells Argo CD of a push, as the repository's host does.
func (w *world) webhook(ctx context.Context, push git.Push) {
	hook := git.Webhook{URL: "https://argocd-server.argocd.svc.cluster.local/api/webhook", Secret: webhookSecret, Host: "github.com",
		Client: &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}} // by the Service, not the Ingress
	if err := hook.Send(ctx, push); err != nil {
		fmt.Println("webhook:", err)
	}
}

// changes has a person change what an app says, and waits until it says so in every environment.
func (w *world) changes(ctx context.Context, p *person, apps *argocd.Applications) error {
	const greeting = "Hello, proof!"
	if err := p.edits("apps/fastapi-hello/app.yaml", regexp.MustCompile(`Hello, \w+!`), greeting); err != nil {
		return err
	}
	if _, err := p.types(ctx, "go run ./generator && git commit --quiet --all --message=greeting"); err != nil {
		return err
	}
	change, err := w.push(ctx, p)
	if err != nil {
		return err
	}
	for _, environment := range environments {
		if environment == production {
			if err := w.comes(ctx); err != nil {
				return err
			}
		}
		err := apps.UntilOf(ctx, applicationOf(environment, app), "has the commit", func(a *argocd.Application) bool { return a.Holds(change.revision) })
		if err == nil {
			err = eventually(ctx, func(ctx context.Context) error { return w.says(ctx, environment, greeting) })
		}
		if err != nil {
			return err
		}
		record.Row("A change, by webhook", []string{"environment", "seconds from push to healthy with it"}, environment,
			change.seconds())
	}
	return nil
}

// eventually tries until there is no error, or time is up.
func eventually(ctx context.Context, try func(context.Context) error) error {
	return every(ctx, 500*time.Millisecond, try)
}

// every does so, with that time between two tries.
func every(ctx context.Context, between time.Duration, try func(context.Context) error) error {
	for {
		err := try(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		case <-time.After(between):
		}
	}
}

// bootstrap is what a person does with the README at hand.
func (w *world) bootstrap(t *testing.T) *person {
	t.Helper()
	p := w.newPerson(t, "home")
	w.followed(t, p)
	return p
}

// newPerson has a clone, in a home of that name.
func (w *world) newPerson(t *testing.T, home string) (p *person) {
	t.Helper()
	step(t, "git clone", time.Minute, func(ctx context.Context) (err error) {
		p, err = w.person(ctx, home)
		return err
	})
	return p
}

// followed has a person type README's commands, and do what they say.
func (w *world) followed(t *testing.T, p *person) {
	t.Helper()
	commands, err := commandsOf("../README.md", "\n## From an empty AWS account\n", "\n## ", regexp.MustCompile(`(?m)^    .*$`))
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range commands {
		if printed := inputs(w.typed(t, p, command)); len(printed) > 0 {
			step(t, "put key and zone into clusters/, render, push", time.Minute, func(ctx context.Context) error {
				return p.puts(ctx, printed)
			})
		}
	}
}

// typed has a person type a command, after which there may be a cluster to look at.
func (w *world) typed(t *testing.T, p *person, command string) (said string) {
	t.Helper()
	step(t, "`"+command+"`", 6*time.Minute, func(ctx context.Context) (err error) {
		if said, err = p.types(ctx, command); err != nil {
			return err
		}
		return w.learn()
	})
	return said
}

// input is a field of a file, and what a command printed for it.
type input struct{ field, file, value string }

// inputs are those that a command printed, as "encryptionKey of clusters/fleet/cluster.yaml: arn:...".
func inputs(said string) (all []input) {
	for _, found := range regexp.MustCompile(`(?m)(\w+) of (clusters/\S+\.yaml): (\S+)\s*$`).FindAllStringSubmatch(said, -1) {
		all = append(all, input{found[1], found[2], found[3]})
	}
	return all
}

// puts does with the key and the zone that were printed what README says.
func (p *person) puts(ctx context.Context, printed []input) error {
	for _, in := range printed {
		line := regexp.MustCompile(`(?m)^` + in.field + `: .*$`)
		if err := p.edits(in.file, line, in.field+": "+in.value); err != nil {
			return err
		}
	}
	if len(printed) < 2 {
		return fmt.Errorf("printed: %v, want a zone and a key of each cluster", printed)
	}
	_, err := p.types(ctx, "go run ./generator && git commit --quiet --all --message=account && git push --quiet")
	return err
}
