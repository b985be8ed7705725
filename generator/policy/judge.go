package policy

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// report collects the findings of one worker.
type report struct {
	rule     string // the one that is being asked
	findings []Finding
}

// add notes what is wrong with a field of an object, or with all of it where the field is empty.
func (r *report) add(o *object, field, format string, args ...any) {
	r.findings = append(r.findings, Finding{
		Rule: r.rule, Path: o.Path, Object: o.id, Field: field, Message: fmt.Sprintf(format, args...),
	})
}

// chunk is how many apps or objects a worker judges before it takes new ones.
const chunk = 64

// judge asks every rule about everything that it looks at, on all processors.
func (w *world) judge() []Finding {
	tasks := w.tasks()
	reports := make([]report, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var group sync.WaitGroup
	for i := range reports {
		group.Go(func() {
			for at := next.Add(1) - 1; int(at) < len(tasks); at = next.Add(1) - 1 {
				tasks[at](&reports[i])
			}
		})
	}
	group.Wait()
	var all []Finding
	for i := range reports {
		all = append(all, reports[i].findings...)
	}
	return all
}

// tasks are parts of the work that need nothing of each other; those of whole fleets and clusters take longest and
// come first.
func (w *world) tasks() []func(*report) {
	tasks := each(rules, func(rule Rule) func(*world, *report) { return rule.fleet }, []*world{w}, 1)
	tasks = append(tasks, each(rules, func(rule Rule) func(*cluster, *report) { return rule.cluster }, w.clusters, 1)...)
	for _, c := range w.clusters {
		var environments []*namespace
		for _, n := range c.plan.Namespaces {
			environments = append(environments, c.namespaceOf(n.Name()))
		}
		var pods []*pod
		for _, o := range c.objects {
			if pod := podOf(o); pod != nil {
				pods = append(pods, pod)
			}
		}
		tasks = append(tasks, each(rules, func(rule Rule) func(*namespace, *report) { return rule.namespace }, environments, 1)...)
		tasks = append(tasks, each(rules, func(rule Rule) func(*app, *report) { return rule.app }, c.apps, chunk)...)
		tasks = append(tasks, each(rules, func(rule Rule) func(*pod, *report) { return rule.pod }, pods, chunk)...)
		tasks = append(tasks, each(rules, func(rule Rule) func(*object, *report) { return rule.object }, c.objects, 8*chunk)...)
	}
	return tasks
}

// each makes a task of every size things, in which the rules that look at such a thing are asked about each of them.
func each[T any](rules []Rule, look func(Rule) func(T, *report), things []T, size int) []func(*report) {
	var asked []Rule
	for _, rule := range rules {
		if look(rule) != nil {
			asked = append(asked, rule)
		}
	}
	var tasks []func(*report)
	for part := range slices.Chunk(things, size) {
		tasks = append(tasks, func(r *report) {
			for _, rule := range asked {
				r.rule = rule.Name
				judge := look(rule)
				for _, thing := range part {
					judge(thing, r)
				}
			}
		})
	}
	return tasks
}
