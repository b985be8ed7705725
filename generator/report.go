package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/example/fastapi-gitops/generator/tree"
)

// report writes what a run changes or would change: a line for each file, then what is worth knowing, then the figures.
func report(out io.Writer, r *rendering, changes tree.Changes, started time.Time) {
	for _, change := range changes.Files {
		fmt.Fprintln(out, change)
	}
	r.notes(out)
	objects, clusters := 0, 0
	for _, fleet := range r.fleets {
		clusters += len(fleet.Clusters)
		for _, cluster := range fleet.Clusters {
			objects += len(cluster.Entries)
		}
	}
	fmt.Fprintf(out, "%s, %s, %s, %d changed, %.2fs\n", count(objects, "object"), count(len(r.files), "file"),
		count(clusters, "cluster"), len(changes.Files), time.Since(started).Seconds())
}

// notes are the things that a reader must not overlook although nothing is wrong.
func (r *rendering) notes(out io.Writer) {
	for _, note := range []struct {
		title string
		about []string
	}{
		{"hosted by no cluster", r.plan.Unhosted},
		{"not deployed (no image in versions.yaml)", r.plan.Missing},
		{"not built yet (example digest)", r.plan.Unbuilt},
		{"not made yet (example encryption key)", r.plan.Keyless},
		{"not joined yet (no url in endpoint)", r.plan.Unjoined},
		{"not made yet (example zone)", r.plan.Zoneless},
		{"no role to push images by (not at GitHub)", r.plan.Pushless},
		{"nobody hears of alerts (no alerts in fleet.yaml)", r.plan.Silent},
		{"no app of the team that alerts are for", r.plan.Idle},
		{"patched", r.patched},
		{"waived", r.waived},
		{"immutable fields not compared", r.uncompared},
	} {
		if len(note.about) > 0 {
			fmt.Fprintf(out, "%s: %s\n", note.title, listing(note.about))
		}
	}
}

// mostListed is how many items a note names; a summary is for reading.
const mostListed = 10

func listing(items []string) string {
	if more := len(items) - mostListed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(items[:mostListed], ", "), more)
	}
	return strings.Join(items, ", ")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
