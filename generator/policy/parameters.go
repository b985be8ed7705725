package policy

import (
	"fmt"
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// values are the parameters of one Application.
type values map[string]any

// parameters are those that a generator gives (Argo CD, "Generators": cluster, git directories, and their matrix).
func (w *world) parameters(s *syncing, g *generator, field string) ([]values, []problem) {
	switch {
	case g.Matrix != nil && len(g.Matrix.Generators) == 2 && g.Matrix.Generators[0].Clusters != nil && g.Matrix.Generators[1].Git != nil:
		clusters, problems := w.clusterParameters(s, &g.Matrix.Generators[0], at(field+".matrix.generators", 0))
		if !g.Matrix.Template.empty() {
			problems = append(problems, problem{field + ".matrix.template", "expected none: it would replace parts of the set's template"})
		}
		var all []values
		for _, c := range clusters {
			found, wrong := w.directoryParameters(&g.Matrix.Generators[1], at(field+".matrix.generators", 1), c)
			all, problems = append(all, found...), append(problems, wrong...)
		}
		return all, problems
	case g.Clusters != nil:
		return w.clusterParameters(s, g, field)
	}
	return nil, []problem{{field, "expected clusters, or a matrix of clusters and the directories of a git repository"}}
}

// clusterParameters are those of the clusters that a selector matches.
func (w *world) clusterParameters(s *syncing, g *generator, field string) ([]values, []problem) {
	var problems []problem
	if !g.Clusters.Template.empty() {
		problems = append(problems, problem{field + ".clusters.template", "expected none: it would replace parts of the set's template"})
	}
	field += ".clusters.selector"
	matches, err := metav1.LabelSelectorAsSelector(&g.Clusters.Selector)
	if err != nil {
		return nil, append(problems, problem{field, err.Error()})
	}
	if g.Clusters.Selector.MatchLabels[clusterLabel] != "cluster" {
		problems = append(problems, problem{key(field+".matchLabels", clusterLabel), "expected cluster: without it the hub is matched a second time, without its labels"})
	}
	if e := w.environmentOf(s); e != nil && g.Clusters.Selector.MatchLabels[hostLabel(e.Name)] != "true" {
		problems = append(problems, problem{key(field+".matchLabels", hostLabel(e.Name)), "expected \"true\": only clusters that host the environment have apps of it"})
	}
	var all []values
	for _, c := range w.clusters {
		if own := w.labelsOf(c); matches.Matches(own) {
			all = append(all, values{"name": c.plan.Name, "nameNormalized": normalize(c.plan.Name), "metadata": map[string]any{"labels": map[string]string(own)}})
		}
	}
	if len(all) == 0 {
		problems = append(problems, problem{field + ".matchLabels", "matches no cluster"})
	}
	return all, problems
}

// labelsOf are the labels by which Argo CD knows a cluster: those of its Secret, or those that its Secret is to have.
func (w *world) labelsOf(c *cluster) labels.Set {
	if known, there := w.clusterLabels[c.plan.Name]; there {
		return known
	}
	return c.hostLabels()
}

// findClusterLabels notes the labels of the Secrets by which Argo CD knows clusters.
func (w *world) findClusterLabels() {
	w.clusterLabels = map[string]labels.Set{}
	for _, c := range w.clusters {
		for _, o := range c.objects {
			if secret, ok := o.Object.(*corev1.Secret); ok && secret.Labels[clusterLabel] != "" {
				w.clusterLabels[secret.StringData["name"]] = secret.Labels
			}
		}
	}
}

// hostLabels are the labels that a cluster needs for the sets to find it.
func (c *cluster) hostLabels() labels.Set {
	own := labels.Set{clusterLabel: "cluster"}
	for _, n := range c.plan.Namespaces {
		own[hostLabel(n.Name())] = "true"
	}
	return own
}

// hostLabel marks a cluster that hosts an environment.
func hostLabel(environment string) string { return "environment/" + environment }

// directoryParameters are those of the directories of the tree that a git generator finds.
func (w *world) directoryParameters(g *generator, field string, cluster values) ([]values, []problem) {
	var problems []problem
	if !g.Git.Template.empty() {
		problems = append(problems, problem{field + ".git.template", "expected none: it would replace parts of the set's template"})
	}
	if len(g.Git.Directories) == 0 {
		problems = append(problems, problem{field + ".git.directories", "missing: it finds no app"})
	}
	if g.Git.RepoURL != w.plan.Repository {
		problems = append(problems, problem{field + ".git.repoURL", fmt.Sprintf("%q: expected %s, the fleet's repository", g.Git.RepoURL, w.plan.Repository)})
	}
	if g.Git.Revision != w.plan.Branch {
		problems = append(problems, problem{field + ".git.revision", fmt.Sprintf("%q: expected %s, the fleet's branch", g.Git.Revision, w.plan.Branch)})
	}
	var all []values
	for i, d := range g.Git.Directories {
		field := at(field+".git.directories", i, ".path")
		pattern, err := fillOne(d.Path, cluster)
		if err != nil {
			problems = append(problems, problem{field, err.Error()})
			continue
		}
		if !w.delivers(pattern) || d.Exclude {
			problems = append(problems, problem{field, fmt.Sprintf("%q: expected every directory of an environment's apps on a cluster, or the platform of one, without exceptions", pattern)})
			continue
		}
		if slices.ContainsFunc(g.Git.Directories[:i], func(before gitDirectory) bool { return before.Path == d.Path }) {
			problems = append(problems, problem{field, "listed twice"})
		}
		for _, dir := range w.directoriesLike(pattern) {
			p := values{"path": map[string]any{"path": dir, "basename": path.Base(dir), "basenameNormalized": normalize(path.Base(dir)), "segments": strings.Split(dir, "/")}}
			for name, value := range cluster {
				p[name] = value
			}
			all = append(all, p)
		}
	}
	return all, problems
}

// delivers says whether a pattern finds every app of an environment on a cluster, even if there are none yet, or the
// components of a cluster.
func (w *world) delivers(pattern string) bool {
	for _, c := range w.clusters {
		if pattern == path.Join(c.dir, "platform") {
			return true
		}
		for _, n := range c.plan.Namespaces {
			if pattern == path.Join(c.dir, "apps", n.Name(), "*") {
				return true
			}
		}
	}
	return false
}
