package e2e

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"k8s.io/apimachinery/pkg/types"
)

// leaving is the environment whose namespace is to go, and whose name that of the Application which asks.
const leaving, asking = "development", clusterName + "-namespaces"

// claim is a volume that somebody made in the namespace.
const claim = `kubectl --namespace=` + leaving + ` apply --filename=- <<'END'
{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "notes"},
 "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
END
`

// consents takes an environment out of git: by a slip, which is taken back, and then with an admin's word, as README says.
func (d workday) consents(t *testing.T) {
	var before types.UID
	var committed string
	step(t, "an environment leaves git: its namespace waits for consent, and holds up nothing", 4*time.Minute, func(ctx context.Context) (err error) {
		d.cluster.Admin.Mapper.Reset()
		if committed, err = d.git.Head(ctx); err != nil {
			return err
		}
		if _, err := d.someone.types(ctx, claim); err != nil {
			return err
		}
		namespace, err := d.object(ctx, "Namespace.", "", leaving)
		if err != nil {
			return err
		}
		before = namespace.GetUID()
		return d.asks(ctx)
	})
	step(t, "who did not mean it takes it back: the namespace was never away", 5*time.Minute, func(ctx context.Context) error {
		return d.takesBack(ctx, committed, before)
	})
	step(t, "it leaves again, and an admin consents: the namespace goes, and what is at AWS stays", 5*time.Minute, d.approves)
	step(t, "a revert makes all of it again, with its secrets", 5*time.Minute, func(ctx context.Context) error {
		p, err := d.reverts(ctx, committed)
		if err != nil {
			return err
		}
		if err := d.comesTo(ctx, applicationOf(leaving, app), p); err != nil {
			return err
		}
		if err := eventually(ctx, d.greets); err != nil {
			return err
		}
		d.pruned("an environment that comes back: its service answers with its secret", p)
		return d.apps.UntilFine(ctx)
	})
}

// asks has the person remove the environment, and waits until Argo CD asks for consent, with all else done.
func (d workday) asks(ctx context.Context) error {
	p, err := d.removes(ctx)
	if err != nil {
		return err
	}
	var says string
	err = d.apps.UntilOf(ctx, asking, "asks for consent", func(a *argocd.Application) bool {
		says = a.Status.OperationState.Message
		return a.Status.OperationState.Phase == "Running" && strings.HasPrefix(says, "Waiting for pruning confirmation of v1/Namespace/"+leaving)
	})
	if err != nil {
		return err
	}
	d.pruned("an environment: its namespace stays, `"+asking+"` says \""+says+"\"", p)
	if err := d.without(ctx, applicationOf(leaving, app)); err != nil {
		return err
	}
	if err := d.comesTo(ctx, "platform-"+clusterName, p); err != nil { // which would wait if the one that asks were not healthy
		return err
	}
	for kind, name := range map[string]string{"PersistentVolumeClaim.": "notes", "ServiceAccount.": "default"} {
		object, err := d.object(ctx, kind, leaving, name)
		if err == nil && object.GetDeletionTimestamp() != nil {
			err = errors.New(kind + " is about to go")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// removes has the person delete the environment's file, and what the generator then says is of no environment.
func (d workday) removes(ctx context.Context) (p pushed, err error) {
	for file, line := range map[string]string{
		"apps/fastapi-hello/versions.yaml": `(?m)^` + leaving + `: .*\n`,
		"apps/fastapi-hello/app.yaml":      `(?ms)^environments:\n.*`,
		"environments/staging.yaml":        `(?m)^after: ` + leaving + `\n`,
	} {
		if err := d.someone.edits(file, regexp.MustCompile(line), ""); err != nil {
			return p, err
		}
	}
	return d.pushes(ctx, "rm environments/"+leaving+".yaml && go run ./generator")
}

// takesBack reverts, and has an operator end the sync that asks.
func (d workday) takesBack(ctx context.Context, committed string, before types.UID) error {
	operator, err := d.signsIn(d.someone, clusterName+"-operators")
	if err != nil {
		return err
	}
	p, err := d.reverts(ctx, committed)
	if err != nil {
		return err
	}
	for _, command := range []string{"argocd app terminate-op", "argocd app wait", "argocd app sync"} {
		if _, err := operator.hand(ctx, command, asking); err != nil {
			return err
		}
	}
	for _, application := range []string{asking, applicationOf(leaving, app)} {
		if err := d.comesTo(ctx, application, p); err != nil {
			return err
		}
	}
	d.pruned("an environment, taken back: its app is healthy again", p)
	namespace, err := d.object(ctx, "Namespace.", "", leaving)
	if err == nil && namespace.GetUID() != before {
		err = errors.New("the namespace is another one")
	}
	return err
}

// approves removes the environment again, and has an admin consent.
func (d workday) approves(ctx context.Context) error {
	if err := d.apps.UntilFine(ctx); err != nil {
		return err
	}
	if err := d.asks(ctx); err != nil {
		return err
	}
	said := pushed{at: time.Now()}
	if _, err := d.someone.hand(ctx, "kubectl --namespace=argocd annotate application", asking); err != nil {
		return err
	}
	for _, o := range [][3]string{{"Namespace.", "", leaving}, {"AppProject.argoproj.io", argocd.Namespace, leaving}} {
		if err := eventually(ctx, func(ctx context.Context) error { return d.gone(ctx, o[0], o[1], o[2]) }); err != nil {
			return err
		}
		record.Row("What leaves git", nil, o[0]+" "+o[2]+" is gone, from consent", said.seconds())
	}
	if value := d.aws.Value(leaving + "/fastapi-hello/api-token"); value == "" {
		return fmt.Errorf("the secret of %s at AWS is gone", leaving)
	}
	return nil
}
