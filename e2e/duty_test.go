package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// signsIn gives the person what `argocd login --sso` does: a token that says in which group they are.
func (w *world) signsIn(p *person, group string) (*person, error) {
	token, err := w.login.Token("argocd", "person@example.com", group)
	in := *p
	in.env = append(slices.Clone(p.env), "ARGOCD_SERVER=argocd-server.argocd.svc.cluster.local", "ARGOCD_OPTS=--insecure", "ARGOCD_AUTH_TOKEN="+token)
	return &in, err
}

// byHand is README's command that begins so, for an Application.
func byHand(begin, application string) (string, error) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		return "", err
	}
	_, section, _ := strings.Cut(string(readme), "\n## By hand\n")
	section, _, _ = strings.Cut(section, "\n## ")
	command := regexp.MustCompile(`(?m)^    (` + regexp.QuoteMeta(begin) + `[^#\n]*)`).FindStringSubmatch(section)
	if command == nil {
		return "", errors.New("README.md does not say under \"By hand\" how to " + begin)
	}
	return strings.ReplaceAll(strings.TrimSpace(command[1]), "APPLICATION", application), nil
}

// hand has the person type README's command that begins so, for an Application.
func (p *person) hand(ctx context.Context, begin, application string) (string, error) {
	command, err := byHand(begin, application)
	if err != nil {
		return "", err
	}
	return p.types(ctx, command)
}

// onDuty is an operator who syncs by hand what a window of production holds back, until ctx ends: the proof may run on a weekend.
func (w *world) onDuty(ctx context.Context, p *person, apps *argocd.Applications) {
	operator, err := w.signsIn(p, clusterName+"-operators")
	if err != nil {
		fmt.Println("on duty:", err)
		return
	}
	held := func(a *argocd.Application) bool {
		return a.Spec.Project == production && a.Status.Sync.Status == "OutOfSync" && a.Status.OperationState.Phase != "Running"
	}
	for {
		var name string
		err := apps.Until(ctx, "held back", func(all map[string]*argocd.Application) bool {
			for _, a := range all {
				if held(a) {
					name = a.Name
				}
			}
			return name != ""
		})
		select {
		case <-ctx.Done():
			return
		case <-time.After(5 * time.Second): // longer than Argo CD takes to begin by itself
		}
		w.duty.Lock()
		if a := apps.Get(name); err == nil && a != nil && held(a) {
			_, err = operator.syncsByHand(ctx, name)
		}
		w.duty.Unlock()
		if err != nil && ctx.Err() == nil {
			fmt.Println("on duty:", err) // and looks again
		}
	}
}

// syncsByHand syncs an Application if a window holds it back, which it says.
func (p *person) syncsByHand(ctx context.Context, application string) (held bool, err error) {
	said, err := p.hand(ctx, "argocd app get", application)
	if err != nil || !strings.Contains(said, "Manual Allowed") {
		return false, err
	}
	_, err = p.hand(ctx, "argocd app sync", application)
	return true, err
}
