package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/internet/git"
)

// fault is something that fails, at once or for as long as the function runs.
type fault struct {
	name string
	do   func(context.Context) error
}

// faults are programs, disks and networks that fail while a change of a hundred apps (-apps) is on its way. After each, all apps have the
// change, and nothing came to harm (proof).
func faults(t *testing.T, w *world, someone *person, apps *argocd.Applications) {
	l := newLoad(w, someone, apps)
	step(t, fmt.Sprint(*atOnce, " apps are added by one commit, until all are Synced and Healthy"), 6*time.Minute, l.added)
	l.meanwhile(t, fault{"nothing", func(context.Context) error { return nil }})
	for _, f := range []fault{
		{"kill -9 of the application controller", l.killed("argocd-application-controller-")},
		{"kill -9 of the repo server", l.killed("argocd-repo-server-")},
		{"kill -9 of the API server", l.restarted(controlplane.APIServer)},
		{"kill -9 of etcd", l.restarted(controlplane.Etcd)},
		{"the git server answers nobody for a minute", l.gitHangs},
		{"Redis loses all it has", l.killed("argocd-redis-ha-")},
		{"kill -9 of all of Argo CD", l.killed("argocd-")},
		{"kill -9 of the whole control plane", l.restarted(controlplane.Names...)},
	} {
		l.meanwhile(t, f)
	}
	l.silent(t, "the git server answers nobody for a minute", git.Hang)
	l.silent(t, "the git server sends nobody a commit for a minute", git.HangFetch)
	subtest(t, "a push meets a full disk, and goes through when there is space", l.fullDisk)
	subtest(t, "a push is cut off in its middle, and the commit comes by another branch", l.cutPush)
	subtest(t, "a commit has inputs without what they render to", l.unrendered)
	subtest(t, "apps are added and removed while the ApplicationSet controller is killed", l.exchanged)
	for _, name := range []string{controlplane.APIServer, controlplane.Etcd} {
		subtest(t, "requests are answered while a version comes and "+name+" is killed", func(t *testing.T) { l.served(t, name) })
	}
	step(t, "all these apps are removed by one commit, until nothing is left of them", 6*time.Minute, l.removed)
}
