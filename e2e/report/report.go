// Package report keeps what the proof did and found: steps with their times, figures, tables. It prints steps as they end and
// writes all of it as one Markdown file.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// Report is of one run. Its methods may be called from any goroutine.
type Report struct {
	// Out hears of each step as it ends.
	Out io.Writer

	mu       sync.Mutex
	steps    []step
	sections []section
}

type step struct {
	name string
	took time.Duration
	err  bool
}

type section struct {
	title string
	head  []string
	rows  [][]string
}

// Step records one that took so long.
func (r *Report) Step(name string, took time.Duration, failed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.steps = append(r.steps, step{name, took, failed})
	fmt.Fprintf(r.Out, "%7.1f s  %s%s\n", took.Seconds(), name, mark(failed))
}

func mark(failed bool) string {
	if failed {
		return "  FAILED"
	}
	return ""
}

// Row adds a line to the table of that title, made with that head at its first.
func (r *Report) Row(title string, head []string, cells ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = strings.ReplaceAll(fmt.Sprint(cell), "|", `\|`)
	}
	i := slices.IndexFunc(r.sections, func(s section) bool { return s.title == title })
	if i < 0 {
		i = len(r.sections)
		r.sections = append(r.sections, section{title: title, head: head})
	}
	r.sections[i].rows = append(r.sections[i].rows, row)
}

// Markdown writes everything, with what the whole took: steps may stand in one another.
func (r *Report) Markdown(w io.Writer, title string, took time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n| step | seconds |\n|---|---:|\n", title)
	for _, s := range r.steps {
		fmt.Fprintf(&b, "| %s%s | %.1f |\n", s.name, mark(s.err), s.took.Seconds())
	}
	fmt.Fprintf(&b, "| **all** | **%.1f** |\n", took.Seconds())
	for _, s := range r.sections {
		fmt.Fprintf(&b, "\n## %s\n\n| %s |\n|%s\n", s.title, strings.Join(s.head, " | "), strings.Repeat("---|", len(s.head)))
		for _, row := range s.rows {
			fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Table writes the tables for a terminal.
func (r *Report) Table(w io.Writer) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.sections {
		fmt.Fprintf(w, "\n%s\n", s.title)
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, row := range append([][]string{s.head}, s.rows...) {
			fmt.Fprintln(t, strings.Join(row, "\t"))
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	return nil
}
