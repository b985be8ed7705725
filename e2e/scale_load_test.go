package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// filling is so many Applications: apps in all environments, and a last one in as many as what is left allows.
type filling struct {
	person *person
	hosts  []host
	size   int         // Applications
	rounds map[int]int // the changes that each app has seen
}

// apps are so many that each Application is one of them in an environment of a cluster.
func (l *filling) apps() int {
	each := len(l.clusters(environments...))
	return (l.size + each - 1) / each
}

// clusters are those that host one of the environments, each as often as it does.
func (l *filling) clusters(of ...string) (names []string) {
	for _, h := range l.hosts {
		for _, environment := range h.environments {
			if slices.Contains(of, environment) {
				names = append(names, h.cluster)
			}
		}
	}
	return names
}

// in are the environments of the n-th app, counted from 0.
func (l *filling) in(n int) (in []string) {
	left := l.size - n*len(l.clusters(environments...))
	for _, environment := range environments {
		if more := len(l.clusters(environment)); more <= left {
			in, left = append(in, environment), left-more
		}
	}
	return in
}

func appName(n int) string { return fmt.Sprintf("load-%04d", n) }

// namesOf are the names of the Applications of the first apps.
func (l *filling) namesOf(apps int) (names []string) {
	for n := range apps {
		for _, environment := range l.in(n) {
			for _, cluster := range l.clusters(environment) {
				names = append(names, cluster+"-"+environment+"-"+appName(n))
			}
		}
	}
	return names
}

// write gives the first apps their files.
func (l *filling) write(apps int) error {
	const image = "registry.example.com/load:1.0.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for n := range apps {
		versions := ""
		for _, environment := range l.in(n) {
			versions += environment + ": " + image + "\n"
		}
		dir := filepath.Join(l.person.clone, "apps", appName(n))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		for name, text := range map[string]string{
			"app.yaml": fmt.Sprintf("team: load\nsettings: {ROUND: \"%d\"}\n", l.rounds[n]), "versions.yaml": versions,
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// commits renders, and commits what that and the person changed. What is tried is changed in between.
func (p *person) commits(ctx context.Context, message string) error {
	try := ""
	if *with != "" {
		try = "sed -i '" + *with + "' rendered/" + fleet + "/" + clusterName + "/argocd/applicationset-apps-*.yaml && "
	}
	_, err := p.types(ctx, "go run ./generator && "+try+"git add --all && git commit --quiet --message='"+message+"'")
	return err
}
