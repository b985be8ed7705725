package e2e

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const bootstrapCommand = "make bootstrap CLUSTER=" + clusterName

// moment is one at which `make bootstrap` is cut: when its terminal shows a line, or when it has applied so many objects.
type moment struct {
	shows   string
	applied int
}

func (m moment) String() string {
	if m.shows != "" {
		return "at \"" + m.shows + "\""
	}
	return fmt.Sprintf("after %d objects", m.applied)
}

// TestBootstrapCut has `make bootstrap` end at each of its steps and among its objects, by a machine that fails or a person's Ctrl-C,
// and be typed again: that ends as an uncut one does, nothing is made twice, and no secret is left anywhere. It runs on a control plane
// whose pods are all kwok's, since Argo CD itself has no part in this.
func TestBootstrapCut(t *testing.T) {
	w := newInternet(t)
	step(t, "control plane", time.Minute, func(context.Context) error { return w.startCluster(w.ctx) })
	b := &bootstrap{world: w, password: rand.Text()}
	value, err := json.Marshal(map[string]string{"username": argoCDAccount.Username, "password": b.password})
	if err != nil {
		t.Fatal(err)
	}
	w.aws.Put("argocd/"+fleet+"/repository", string(value))
	versions := w.aws.Versions()
	step(t, "an uncut bootstrap, and another one, which changes nothing", 4*time.Minute, b.uncut)
	for _, m := range b.moments() {
		t.Run(m.String(), func(t *testing.T) {
			step(t, "killed "+m.String()+", and typed again", 2*time.Minute, func(ctx context.Context) error {
				return errors.Join(b.clear(ctx), b.cut(ctx, m, kill), b.again(ctx), b.same(ctx))
			})
		})
	}
	step(t, "nothing of it is left", time.Minute, b.clear)
	for _, m := range b.moments() {
		step(t, "Ctrl-C "+m.String(), time.Minute, func(ctx context.Context) error { return b.cut(ctx, m, interrupt) })
	}
	step(t, "after so many Ctrl-C, typed again", time.Minute, func(ctx context.Context) error {
		return errors.Join(b.again(ctx), b.same(ctx))
	})
	if diff := cmp.Diff(versions, w.aws.Versions()); diff != "" {
		t.Errorf("secrets at AWS changed (-before +after):\n%s", diff)
	}
}

// bootstrap is one that is done over and over.
type bootstrap struct {
	*world
	*person
	password string
	empty    map[string]string // objects of the cluster before it
	done     map[string]string // and after it
	lines    []string          // that it showed of its steps
	whole    int               // how many objects it applies
}

// uncut learns what is to come out of it.
func (b *bootstrap) uncut(ctx context.Context) (err error) {
	if b.person, err = b.world.person(ctx, "home"); err != nil {
		return err
	}
	for _, command := range []string{"make bin/generator", "aws eks update-kubeconfig --name=" + clusterName} {
		if _, err := b.types(ctx, command); err != nil {
			return err
		}
	}
	if b.empty, err = b.objects(ctx); err != nil {
		return err
	}
	count := b.applied()
	shown, err := b.types(ctx, bootstrapCommand)
	if err != nil {
		return err
	}
	if b.whole, err = count(); err != nil {
		return err
	}
	for _, line := range regexp.MustCompile(`(?m)^==> (.*)$`).FindAllStringSubmatch(shown, -1) {
		b.lines = append(b.lines, line[1])
	}
	if b.done, err = b.objects(ctx); err != nil {
		return err
	}
	before, err := b.revisions(ctx)
	if err != nil {
		return err
	}
	if _, err := b.types(ctx, bootstrapCommand); err != nil {
		return err
	}
	after, err := b.revisions(ctx)
	if diff := cmp.Diff(before, after); diff != "" {
		err = errors.Join(err, fmt.Errorf("another bootstrap changed what one had made (-before +after):\n%s", diff))
	}
	return err
}

// moments are each of its steps, and some among the objects of the largest.
func (b *bootstrap) moments() (all []moment) {
	for _, line := range b.lines {
		all = append(all, moment{shows: line})
	}
	for _, n := range []int{1, 2, 3, b.whole / 4, b.whole / 2, b.whole - 3} {
		all = append(all, moment{applied: n})
	}
	return all
}

// cut types the command and ends it at the moment. It says nothing of secrets then, and leaves none.
func (b *bootstrap) cut(ctx context.Context, m moment, by cutter) error {
	count := b.applied()
	shown, came, err := b.typesUntil(ctx, bootstrapCommand, by, func(shown string) bool {
		n, err := count()
		return err == nil && (m.shows != "" && strings.Contains(shown, "==> "+m.shows) || m.shows == "" && n >= m.applied)
	})
	if err != nil {
		return err
	}
	n, err := count()
	record.Row("`make bootstrap` cut", []string{"moment", "by", "objects applied until then, of " + fmt.Sprint(b.whole)}, m, by, n)
	if !came {
		err = errors.Join(err, fmt.Errorf("it ended before the moment %s:\n%s", m, tail(shown, 10)))
	}
	done := strings.Contains(shown, "Argo CD goes on by itself") // before the key was heard
	if by == interrupt && !done && !strings.Contains(shown, "run it again") {
		err = errors.Join(err, fmt.Errorf("it does not say what to do after an interrupt:\n%s", tail(shown, 10)))
	}
	return errors.Join(err, b.leaks(shown))
}

// again types it uncut.
func (b *bootstrap) again(ctx context.Context) error {
	start := time.Now()
	shown, err := b.types(ctx, bootstrapCommand)
	record.Row("`make bootstrap` typed again", []string{"seconds"}, seconds(time.Since(start)))
	return errors.Join(err, b.leaks(shown))
}

// same sees that all is as after an uncut one.
func (b *bootstrap) same(ctx context.Context) error {
	now, err := b.objects(ctx)
	if diff := cmp.Diff(b.done, now); diff != "" {
		err = errors.Join(err, fmt.Errorf("another state than after an uncut bootstrap (-want +got):\n%s", diff))
	}
	return err
}

// leaks is an error if the password of the credential that was copied is on the terminal or in a file of the person's, as it is or
// encoded as in a Secret.
func (b *bootstrap) leaks(shown string) error {
	texts := []string{b.password, strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(b.password)), "=")}
	holds := func(s string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(s, text) })
	}
	if holds(shown) {
		return errors.New("the terminal shows a secret")
	}
	return filepath.WalkDir(filepath.Dir(b.clone), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && holds(string(data)) {
			err = fmt.Errorf("%s holds a secret", path)
		}
		return err
	})
}

// clear deletes what bootstrap made, until the cluster is as it was before.
func (b *bootstrap) clear(ctx context.Context) error {
	now, err := b.objects(ctx)
	if err != nil {
		return err
	}
	for id := range now {
		if _, there := b.empty[id]; there {
			continue
		}
		drop := b.remove
		if strings.Contains(id, "/argocd/") { // goes with its namespace
			drop = b.release
		}
		if err := drop(ctx, id); err != nil {
			return err
		}
	}
	return eventually(ctx, func(ctx context.Context) error {
		now, err := b.objects(ctx)
		if left := slices.Sorted(maps.Keys(now)); err == nil && len(now) != len(b.empty) {
			err = fmt.Errorf("%d objects, want %d: %v", len(now), len(b.empty), left)
		}
		return err
	})
}
