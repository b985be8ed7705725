package policy

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/example/fastapi-gitops/generator/plan"
)

// applications: what Argo CD syncs comes from the fleet's branch, is applied and compared by the API server, is tried
// again, and is pruned and healed as the environment says.
func applications(w *world, r *report) {
	for _, s := range w.syncings {
		if s.err != nil {
			r.add(s.object, s.field, "%v", s.err)
			continue
		}
		sources := s.sources()
		if len(sources) == 0 || s.spec.Source != nil && len(s.spec.Sources) > 0 {
			r.add(s.object, s.field+".source", "expected source or sources, one of them")
		}
		for i, from := range sources {
			w.source(s, from, r)
			if slices.ContainsFunc(sources[:i], func(before source) bool { return before.same(from) }) {
				r.add(s.object, from.field, "the same source a second time")
			}
		}
		s.early(r)
		if s.spec.Destination.Server != "" {
			r.add(s.object, s.field+".destination.server", "%q: name the cluster instead, which stays when its address changes", s.spec.Destination.Server)
		}
		w.policy(s, r)
		s.compares(r)
		w.generatePaths(s, r)
	}
}

// late are the files of namespaces whose kinds a component brings.
var late = map[string]string{
	"*/secretstore-*.yaml": "external-secrets",
	"*/{authorizationpolicy,meshtlsauthentication,networkauthentication,server}-*.yaml": "linkerd",
}

// notEarly are all of them.
const notEarly = "*/{secretstore,authorizationpolicy,meshtlsauthentication,networkauthentication,server}-*.yaml"

// early: the namespaces of a cluster come before what runs in them, but for what needs the kinds of a component.
func (s *syncing) early(r *report) {
	wave, err := strconv.Atoi(s.annotations[syncWave])
	field := key(s.metaField+".annotations", syncWave)
	for _, source := range s.sources() {
		switch dir := deref(source.Directory); {
		case source.Path != s.cluster.dir+"/namespaces" || s.set != nil:
		case late[dir.Include] != "" && (err != nil || wave < 1):
			r.add(s.object, field, "%q: expected a wave above 0, after %s", s.annotations[syncWave], late[dir.Include])
		case late[dir.Include] != "":
		case err != nil || wave >= 0:
			r.add(s.object, field, "%q: expected a wave below 0, before what runs in the namespaces", s.annotations[syncWave])
		case dir.Exclude != notEarly:
			r.add(s.object, source.field+".directory.exclude", "%q: expected %s, or the namespaces wait for what runs in them", dir.Exclude, notEarly)
		}
	}
}

// exactVersion is a version of a chart, not a range.
var exactVersion = regexp.MustCompile(`^v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

func (w *world) source(s *syncing, source source, r *report) {
	switch {
	case source.Chart != "" || s.cluster.pins(source.RepoURL):
		if !exactVersion.MatchString(source.TargetRevision) {
			r.add(s.object, source.field+".targetRevision", "%q: expected one version, or what is synced depends on the day", source.TargetRevision)
		}
	case source.RepoURL != w.plan.Repository:
		r.add(s.object, source.field+".repoURL", "%q: expected %s, the fleet's repository", source.RepoURL, w.plan.Repository)
	case source.TargetRevision != w.plan.Branch:
		r.add(s.object, source.field+".targetRevision", "%q: expected %s, the fleet's branch", source.TargetRevision, w.plan.Branch)
	case source.Path == "":
		r.add(s.object, source.field+".path", "missing: it would be the whole repository")
	case s.set == nil && !w.isDirectory(source.Path):
		r.add(s.object, source.field+".path", "%q is not in the tree", source.Path)
	case path.Base(source.Path) == "platform" && (source.Directory == nil || source.Directory.Include != "*/application.yaml"):
		r.add(s.object, source.field+".directory.include", "expected */application.yaml: the objects of components have Applications of their own")
	}
}

// policy judges when and how Argo CD syncs.
func (w *world) policy(s *syncing, r *report) {
	field := s.field + ".syncPolicy"
	p := s.spec.SyncPolicy
	if p == nil {
		r.add(s.object, field, "missing: somebody would have to sync by hand")
		return
	}
	want := plan.Sync{Prune: true, SelfHeal: true}
	for _, e := range w.plan.Environments {
		if e.Name == s.spec.Project {
			want = e.Sync
		}
	}
	switch a := p.Automated; {
	case a == nil:
		r.add(s.object, field+".automated", "missing: somebody would have to sync by hand")
	case a.Prune != want.Prune:
		r.add(s.object, field+".automated.prune", "%t: expected %t for project %s", a.Prune, want.Prune, s.spec.Project)
	case a.SelfHeal != want.SelfHeal:
		r.add(s.object, field+".automated.selfHeal", "%t: expected %t for project %s", a.SelfHeal, want.SelfHeal, s.spec.Project)
	case a.AllowEmpty:
		r.add(s.object, field+".automated.allowEmpty", "an empty directory would delete everything")
	}
	s.options(field+".syncOptions", p.SyncOptions, r)
	s.retry(field+".retry", r)
}

// forbiddenOptions undo what the tree relies on.
var forbiddenOptions = map[string]string{
	"CreateNamespace=true":  "namespaces are in the tree, with their labels",
	"Force=true":            "objects would be deleted and made again",
	"Replace=true":          "it wins over ServerSideApply, and undoes what others own",
	"ServerSideApply=false": "client-side apply cannot hold large objects and undoes what others own",
}

func (s *syncing) options(field string, options []string, r *report) {
	if !slices.Contains(options, "ServerSideApply=true") {
		r.add(s.object, field, "expected ServerSideApply=true")
	}
	if !slices.Contains(options, "FailOnSharedResource=true") {
		r.add(s.object, field, "expected FailOnSharedResource=true, or two Applications undo each other")
	}
	for i, option := range options {
		if !slices.Contains(syncOptions, option) {
			r.add(s.object, at(field, i), "%q is not known%s", option, hint(option, syncOptions))
		}
		if why := forbiddenOptions[option]; why != "" {
			r.add(s.object, at(field, i), "%s: %s", option, why)
		}
		if slices.Contains(options[:i], option) {
			r.add(s.object, at(field, i), "%s is listed twice", option)
		}
	}
}

// Bounds of the retries of a sync: what it waits for, or the commit that repairs it, waits for the next one.
const (
	longestWait = time.Minute
	mostFactor  = 10
)

func (s *syncing) retry(field string, r *report) {
	retry := s.spec.SyncPolicy.Retry
	if retry == nil {
		r.add(s.object, field, "missing: a sync that waits for a CRD would fail for good")
		return
	}
	if retry.Limit >= 0 {
		r.add(s.object, field+".limit", "%d: expected -1, or what fails longer than that is never tried again", retry.Limit)
	}
	if !retry.Refresh {
		r.add(s.object, field+".refresh", "expected true, or the commit that repairs a sync waits until its retries are used up")
	}
	if retry.Backoff == nil {
		r.add(s.object, field+".backoff", "missing")
		return
	}
	first, err := time.ParseDuration(retry.Backoff.Duration)
	if err != nil || first <= 0 {
		r.add(s.object, field+".backoff.duration", "%q: expected a duration such as 10s", retry.Backoff.Duration)
	}
	most, err := time.ParseDuration(retry.Backoff.MaxDuration)
	if err != nil || most < first || most > longestWait {
		r.add(s.object, field+".backoff.maxDuration", "%q: expected a duration from %s to %s", retry.Backoff.MaxDuration, first, longestWait)
	}
	if factor := deref(retry.Backoff.Factor); factor < 1 || factor > mostFactor {
		r.add(s.object, field+".backoff.factor", "%d: expected 1 to %d", factor, mostFactor)
	}
}

// compares: with server-side apply only the API server's dry run tells defaults from drift.
func (s *syncing) compares(r *report) {
	const name = "argocd.argoproj.io/compare-options"
	if !slices.Contains(strings.Split(s.annotations[name], ","), "ServerSideDiff=true") {
		r.add(s.object, key(s.metaField+".annotations", name), "%q: expected ServerSideDiff=true", s.annotations[name])
	}
}

// generatePaths: Argo CD renders an Application again when one of these paths changes, relative to the source or to the
// repository. One with a chart has none: Argo CD 3.4 would ask the chart's repository for commits, and compare nothing when
// it has none (https://github.com/argoproj/argo-cd/issues/28890). Nor has one with a version of somebody else's repository. Nor one that
// does not heal itself: once a comparison has failed, or a window has held a commit back, Argo CD takes the commit for one without
// changes and what it would change for drift (https://github.com/argoproj/argo-cd/issues/27875).
func (w *world) generatePaths(s *syncing, r *report) {
	const name = "argocd.argoproj.io/manifest-generate-paths"
	field := key(s.metaField+".annotations", name)
	if slices.ContainsFunc(s.sources(), func(from source) bool { return from.Chart != "" || s.cluster.pins(from.RepoURL) }) {
		if s.annotations[name] != "" {
			r.add(s.object, field, "%q: expected none beside what is pinned, which no commit changes", s.annotations[name])
		}
		return
	}
	if p := s.spec.SyncPolicy; p != nil && p.Automated != nil && !p.Automated.SelfHeal {
		if s.annotations[name] != "" {
			r.add(s.object, field, "%q: expected none without selfHeal, or a commit that comes while git or a window is closed is never synced", s.annotations[name])
		}
		return
	}
	if s.annotations[name] == "" {
		r.add(s.object, field, "missing: each commit would render it again")
		return
	}
	listed := strings.Split(s.annotations[name], ";")
	for _, p := range listed {
		if dir, absolute := strings.CutPrefix(p, "/"); absolute && !w.isDirectory(dir) {
			r.add(s.object, field, "%q is not in the tree", p)
		} else if !absolute && (path.IsAbs(p) || path.Clean(p) != p) {
			r.add(s.object, field, "%q: expected a clean path", p)
		}
	}
	for _, source := range s.sources() {
		if source.Chart == "" && !slices.Contains(listed, ".") && !slices.Contains(listed, "/"+source.Path) {
			r.add(s.object, field, "misses /%s: a change there would not be seen", source.Path)
		}
	}
}
