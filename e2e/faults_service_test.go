package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/canary"
)

// served sends requests to the service of development while a version comes and a program of the control plane is killed.
func (l *load) served(t *testing.T, program string) {
	ctx, cancel := l.within(t)
	defer cancel()
	l.version++
	version := fmt.Sprintf("%s:0.1.%d@sha256:%s", serviceImage, l.version, strings.Repeat("a", 64))
	_, err := l.someone.types(ctx, "go run ./generator image fastapi-hello="+version+" --env "+loadEnvironment+
		" && git commit --quiet --all --message=version")
	if err != nil {
		t.Fatal(err)
	}
	load := canary.Send(ctx, "http://fastapi-hello."+loadEnvironment+".svc.cluster.local/", perSecond)
	took, err := l.pushes(ctx)
	if err == nil {
		err = l.replaced(ctx, took.revision, program)
	}
	if err != nil {
		t.Fatal(err)
	}
	answers := load.Answers()
	record.Row("Requests while a version comes", []string{"killed", "seconds from push to healthy", "answers by status"}, program,
		took.seconds(), fmt.Sprint(answers))
	if err := unharmed(answers); err != nil {
		t.Error(err)
	}
}

// replaced kills the program once the version is applied and its pods are not all there.
func (l *load) replaced(ctx context.Context, revision, program string) error {
	name := application("fastapi-hello")
	err := l.apps.UntilOf(ctx, name, "is being replaced", func(a *argocd.Application) bool {
		return a.Status.OperationState.SyncResult.Revision == revision && a.Status.Health.Status == "Progressing" || a.Holds(revision)
	})
	if err != nil {
		return err
	}
	if a := l.apps.Get(name); a.Holds(revision) {
		return fmt.Errorf("%s had the version before %s failed", name, program)
	}
	if err := l.cluster.Restart(program); err != nil {
		return err
	}
	return l.apps.UntilOf(ctx, name, "has the version", func(a *argocd.Application) bool { return a.Holds(revision) })
}
