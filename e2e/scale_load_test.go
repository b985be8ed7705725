package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// filling is so many Applications: apps in each of the three environments, and what is left in the first ones.
type filling struct {
	person *person
	size   int         // Applications
	rounds map[int]int // the changes that each app has seen
}

// apps are so many that each Application is one of them in an environment.
func (l *filling) apps() int { return (l.size + len(environments) - 1) / len(environments) }

// in are the environments of the n-th app, counted from 0.
func (l *filling) in(n int) []string {
	if left := l.size - n*len(environments); left < len(environments) {
		return environments[:left]
	}
	return environments
}

func appName(n int) string { return fmt.Sprintf("load-%04d", n) }

// namesOf are the names of the Applications of the first apps.
func (l *filling) namesOf(apps int) (names []string) {
	for n := range apps {
		for _, environment := range l.in(n) {
			names = append(names, hosts[environment]+"-"+environment+"-"+appName(n))
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
	sets := " rendered/" + fleet + "/" + clusterName + "/argocd/applicationset-apps-*.yaml && "
	try := ""
	if option, lacks := strings.CutPrefix(*with, "-"); lacks {
		try = `sed -i '/^ *- ` + option + `$/d'` + sets
	} else if *with != "" {
		try = `sed -i 's/^\( *\)- FailOnSharedResource=true$/&\n\1- ` + option + `/'` + sets
	}
	_, err := p.types(ctx, "go run ./generator && "+try+"git add --all && git commit --quiet --message='"+message+"'")
	return err
}
