package policy

import (
	"path"
	"slices"
)

// clusterNamed is a cluster of the fleet by name; nil if there is none.
func (w *world) clusterNamed(name string) *cluster {
	for _, c := range w.clusters {
		if c.plan.Name == name {
			return c
		}
	}
	return nil
}

func (w *world) clusterNames() []string {
	var names []string
	for _, c := range w.clusters {
		names = append(names, c.plan.Name)
	}
	return names
}

// findDirectories notes every directory of the tree.
func (w *world) findDirectories() {
	seen := map[string]bool{}
	for _, c := range w.clusters {
		for _, o := range c.objects {
			for dir := path.Dir(o.Path); dir != "." && dir != "/" && !seen[dir]; dir = path.Dir(dir) {
				seen[dir] = true
			}
		}
	}
	w.directories = sortedKeys(seen)
}

func (w *world) isDirectory(dir string) bool {
	_, found := slices.BinarySearch(w.directories, dir)
	return found
}

// directoriesLike are the directories that a pattern matches.
func (w *world) directoriesLike(pattern string) []string {
	var found []string
	for _, dir := range w.directories {
		if matched, err := path.Match(pattern, dir); err == nil && matched {
			found = append(found, dir)
		}
	}
	return found
}

// findProjects notes what each AppProject permits.
func (w *world) findProjects() {
	w.projects = map[string][]destination{}
	for _, c := range w.clusters {
		for _, o := range c.objects {
			if argoKind(o, "AppProject") {
				if p, err := decodeArgo[appProject](o); err == nil {
					w.projects[o.id.Name] = p.Spec.Destinations
				}
			}
		}
	}
}
