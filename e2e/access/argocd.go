package access

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// grant is a line of Argo CD's policy (https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/).
type grant struct{ role, resource, action, object string }

// argoCD is what the groups may do in Argo CD, in Markdown.
func argoCD(files tree.Files) (string, error) {
	policy, err := policyCSV(files)
	if err != nil {
		return "", err
	}
	roles := map[string]string{} // by group
	var grants []grant
	for line := range strings.Lines(policy) {
		fields := strings.Split(strings.ReplaceAll(strings.TrimSpace(line), " ", ""), ",")
		switch {
		case len(fields) == 3 && fields[0] == "g":
			roles[fields[1]] = fields[2]
		case len(fields) == 6 && fields[0] == "p" && fields[5] == "allow":
			grants = append(grants, grant{fields[1], fields[2], fields[3], strings.TrimSuffix(fields[4], "/*")})
		case len(fields) == 6 && fields[0] == "p" && fields[5] == "deny":
			// takes from a role of Argo CD's own
		default:
			return "", fmt.Errorf("argo-cd's policy.csv: %q", line)
		}
	}
	groups, err := peopleOf(files)
	if err != nil {
		return "", err
	}
	text := "| group | in Argo CD | may | of projects |\n|---|---|---|---|\n"
	for _, group := range groups {
		text += rows(group, slices.DeleteFunc(slices.Clone(grants), func(g grant) bool { return g.role != roles[group] }))
	}
	return text, nil
}

// rows has one for resources and projects of the same actions.
func rows(group string, grants []grant) string {
	actions := map[string][]string{} // by resource and object
	var keys []string
	for _, g := range grants {
		key := g.resource + " " + g.object
		if actions[key] == nil {
			keys = append(keys, key)
		}
		actions[key] = append(actions[key], g.action)
	}
	sameObjects := groupBy(keys, func(key string) string {
		resource, _, _ := strings.Cut(key, " ")
		return resource + " " + strings.Join(actions[key], ", ")
	})
	type line struct{ may, projects string }
	resources := map[line][]string{}
	var lines []line
	for _, keys := range sameObjects {
		var objects []string
		resource, _, _ := strings.Cut(keys[0], " ")
		for _, key := range keys {
			_, object, _ := strings.Cut(key, " ")
			objects = append(objects, object)
		}
		l := line{strings.Join(actions[keys[0]], ", "), code(objects)}
		if resources[l] == nil {
			lines = append(lines, l)
		}
		resources[l] = append(resources[l], resource)
	}
	var text strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&text, "| `%s` | %s | %s | %s |\n", group, strings.Join(resources[l], ", "), l.may, l.projects)
	}
	return text.String()
}

func policyCSV(files tree.Files) (string, error) {
	for _, f := range files.In("platform").Of("Application") {
		sources, _, err := unstructured.NestedSlice(f.Object.Object, "spec", "sources")
		if err != nil {
			return "", fmt.Errorf("%s: %w", f.Path, err)
		}
		for _, source := range sources {
			policy, found, err := unstructured.NestedString(source.(map[string]any), "helm", "valuesObject", "configs", "rbac", "policy.csv")
			if err != nil {
				return "", fmt.Errorf("%s: %w", f.Path, err)
			}
			if found {
				return policy, nil
			}
		}
	}
	return "", errors.New("no Application of the tree has a policy.csv")
}
