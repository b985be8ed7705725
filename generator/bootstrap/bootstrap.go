// Package bootstrap gets a fleet's Argo CD to where it manages itself, from the rendered tree: its namespace, the credentials
// without which it can read nothing, itself, and the one Application that syncs the rest.
//
// Each step applies what shall be, as Argo CD would, with the name under which it applies: run again it changes nothing, after
// an interruption it goes on, and what Argo CD takes over it finds as its own. Where it has taken over, another run takes off the
// annotations by which it tracks them, and it puts these back at once. For the same reason the chart is rendered and
// applied instead of installed by Helm: an interrupted installation locks its release, and a finished one would leave a record
// that no longer says what runs.
package bootstrap

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/example/fastapi-gitops/generator/external"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Bootstrap is of the hub of a fleet.
type Bootstrap struct {
	Hub  *plan.Cluster
	Tree fs.FS // the repository, with what is rendered
	// Out hears of each step, and Err what is wrong.
	Out, Err io.Writer
}

// step is one thing to do: a command, or two with what is between them.
type step struct {
	says    string
	from    *external.Command // what it says is given to the other, and is shown to nobody
	through func([]byte) ([]byte, error)
	to      external.Command
	remedy  string // for a person, when it fails by itself
}

// String is the step as one types it into a shell.
func (s step) String() string {
	if s.from == nil {
		return s.to.String()
	}
	return s.from.String() + " | " + s.to.String()
}

// Plan says what Run will do, and does nothing.
func (b Bootstrap) Plan() error {
	steps, err := b.steps("")
	if err != nil {
		return err
	}
	fmt.Fprintf(b.Out, "bootstrap of cluster %s (fleet %s, %s):\n", b.Hub.Name, b.Hub.Fleet.Name, b.Hub.Region)
	fmt.Fprintf(b.Out, "1. see that kubectl is at cluster %s\n   %s\n", b.Hub.Name, b.describe())
	for i, s := range steps {
		fmt.Fprintf(b.Out, "%d. %s\n   %s\n", i+2, s.says, s)
	}
	return nil
}

// Run does it. The error is of the step that failed; it and those after it are done by another run.
func (b Bootstrap) Run(ctx context.Context) error {
	if err := external.Installed("aws", "helm", "kubectl"); err != nil {
		return err
	}
	at, err := b.reach(ctx)
	if err != nil {
		return err
	}
	steps, err := b.steps(at)
	if err != nil {
		return err
	}
	for _, s := range steps {
		fmt.Fprintf(b.Out, "==> %s\n", s.says)
		if err := b.do(ctx, s); err != nil {
			return err
		}
	}
	b.farewell(at)
	return nil
}

func (b Bootstrap) do(ctx context.Context, s step) (err error) {
	defer func() {
		if err != nil && ctx.Err() == nil && s.remedy != "" {
			err = fmt.Errorf("%w\n%s", err, s.remedy)
		}
	}()
	if s.from == nil {
		return s.to.Run(ctx, b.Out, b.Err)
	}
	data, err := s.from.Output(ctx, b.Err)
	if err == nil && s.through != nil {
		data, err = s.through(data)
	}
	if err != nil {
		return err
	}
	return s.to.Reading(data).Run(ctx, b.Out, b.Err)
}

// steps are all but the first, which finds the context of kubectl that the others go to.
func (b Bootstrap) steps(at string) ([]step, error) {
	steps, credentials, err := b.secrets()
	if err != nil {
		return nil, err
	}
	install, err := b.install()
	if err != nil {
		return nil, err
	}
	dir := path.Join(b.Hub.Dir(), "bootstrap")
	apply := b.kubectl(at, "apply", "--server-side", "--force-conflicts", "--field-manager=argocd-controller")
	steps = append(steps, step{says: "make the namespace " + plan.ArgoCDNamespace, to: apply.With("--filename=" + path.Join(dir, "namespace-"+plan.ArgoCDNamespace+".yaml"))})
	for _, c := range append(credentials, install) {
		c.to = apply.With("--filename=-")
		steps = append(steps, c)
	}
	wait := b.kubectl(at, "wait", "--for=condition=Established", "--timeout=2m")
	return append(steps,
		step{says: "wait for its kinds", to: wait.With(
			"crd/applications.argoproj.io", "crd/applicationsets.argoproj.io", "crd/appprojects.argoproj.io")},
		step{says: "wait for its pods", to: b.kubectl(at, "--namespace="+plan.ArgoCDNamespace, "wait", "--for=condition=Available",
			"--timeout=10m", "deployment", "--all")},
		step{says: "wait for its controller", to: b.kubectl(at, "--namespace="+plan.ArgoCDNamespace, "rollout", "status",
			"--timeout=10m", "statefulset/argocd-application-controller")},
		step{says: "hand over to it", to: apply.With("--filename=" + dir)},
	), nil
}

// kubectl talks to one cluster, whatever somebody makes the current one meanwhile.
func (b Bootstrap) kubectl(at string, args ...string) external.Command {
	command := external.New("kubectl")
	if at != "" {
		command = command.With("--context=" + at)
	}
	return command.With(args...)
}

func (b Bootstrap) farewell(at string) {
	fmt.Fprintf(b.Out, `Argo CD goes on by itself, with what branch %s of %s holds. Watch it:
  %s
People reach it at https://argocd.%s once the ingress controller and its certificate are there.
`, b.Hub.Fleet.Branch, b.Hub.Fleet.Repository,
		b.kubectl(at, "--namespace="+plan.ArgoCDNamespace, "get", "applications.argoproj.io", "--watch"), b.Hub.Fleet.Domain)
}
