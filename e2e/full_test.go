package e2e

import (
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// TestFull brings the committed tree up as TestSingleCluster does, works with it for a day, lets everything fail that can, and
// makes all of it again.
func TestFull(t *testing.T) {
	w := newWorld(t)
	someone := w.bootstrap(t)
	apps := w.healthy(t, someone)
	step(t, "the mesh's weights and its canary are looked at", time.Minute, w.followCanary(w.alive))
	w.server.Tell(w.webhook)
	for _, part := range []struct {
		name string
		do   func(*testing.T, *world, *person, *argocd.Applications)
	}{
		{"day", day},
		{"faults", faults},
		{"recovery", recovery},
	} {
		t.Run(part.name, func(t *testing.T) { part.do(t, w, someone, apps) })
	}
}
