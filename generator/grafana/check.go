package grafana

import (
	"fmt"
	"regexp"
	"slices"
)

// Check says what is wrong with a dashboard, each fault with the panel or variable that has it: what Grafana's own linter looks
// for (https://github.com/grafana/dashboard-linter/tree/main/docs), and whatever would leave a panel empty without a word.
func Check(d *Dashboard) []string {
	c := checker{declared: map[string]bool{}, used: map[string]bool{}}
	c.head(d)
	c.variables(d.Templating.List)
	c.ids(d.Panels)
	c.grid(d.Panels)
	for i := range d.Panels {
		if p := &d.Panels[i]; p.Type != heading {
			c.panel(p)
		}
	}
	for _, v := range d.Templating.List {
		if !c.used[v.Name] && v.Type != datasourceVariable {
			c.add("variable %s: nothing uses it", v.Name)
		}
	}
	return c.faults
}

type checker struct {
	declared, used map[string]bool // variables
	faults         []string
}

func (c *checker) add(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// isUID is what Grafana takes (https://github.com/grafana/grafana/blob/main/pkg/util/shortid_generator.go).
var isUID = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,40}$`).MatchString

func (c *checker) head(d *Dashboard) {
	if !isUID(d.UID) {
		c.add("uid: %q: expected up to 40 letters, digits, - and _", d.UID)
	}
	if d.Title == "" {
		c.add("title: missing")
	}
	if d.Description == "" {
		c.add("description: missing")
	}
	if d.Editable {
		c.add("editable: what people change in Grafana is lost: expected false")
	}
	if d.SchemaVersion != schemaVersion {
		c.add("schemaVersion: %d: expected %d", d.SchemaVersion, schemaVersion)
	}
	if len(d.Panels) == 0 {
		c.add("panels: none")
	}
}

// variables are in order: one may use those before it.
func (c *checker) variables(all []Variable) {
	if len(all) == 0 || all[0].Type != datasourceVariable || all[0].Query != prometheus || "${"+all[0].Name+"}" != chosen.UID {
		c.add("templating: expected the variable of the data source first")
	}
	for _, v := range all {
		where := "variable " + v.Name
		if c.declared[v.Name] {
			c.add("%s: declared twice", where)
		}
		if v.Type != datasourceVariable {
			c.datasource(where, v.Datasource)
			c.labelValues(where, v.Query)
		}
		c.declared[v.Name] = true
	}
}

var labelValues = regexp.MustCompile(`^label_values\((.+), ([a-zA-Z_][a-zA-Z0-9_]*)\)$`)

func (c *checker) labelValues(where, query string) {
	parts := labelValues.FindStringSubmatch(query)
	if parts == nil {
		c.add("%s: %q: expected label_values(series, label)", where, query)
		return
	}
	c.expr(where, parts[1])
}

func (c *checker) datasource(where string, d *Datasource) {
	if d == nil || *d != chosen {
		c.add("%s: expected the data source %s, which people choose", where, chosen.UID)
	}
}

func (c *checker) ids(panels []Panel) {
	seen := map[int]bool{0: true}
	for _, p := range panels {
		if seen[p.ID] {
			c.add("panel %q: id %d: expected one of its own", p.Title, p.ID)
		}
		seen[p.ID] = true
	}
}

func (c *checker) grid(panels []Panel) {
	for i, p := range panels {
		g := p.GridPos
		if g.X < 0 || g.Y < 0 || g.W <= 0 || g.H <= 0 || g.X+g.W > columns {
			c.add("panel %q: gridPos: outside the %d columns", p.Title, columns)
		}
		if n := slices.IndexFunc(panels[:i], func(o Panel) bool { return g.overlaps(o.GridPos) }); n >= 0 {
			c.add("panel %q: gridPos: overlaps %q", p.Title, panels[n].Title)
		}
	}
}

func (c *checker) panel(p *Panel) {
	where := fmt.Sprintf("panel %q", p.Title)
	if p.Title == "" {
		where = fmt.Sprintf("panel %d", p.ID)
		c.add("%s: title: missing", where)
	}
	if p.Description == "" {
		c.add("%s: description: expected what to do when it looks bad", where)
	}
	if p.FieldConfig == nil || p.FieldConfig.Defaults.Unit == "" {
		c.add("%s: unit: missing", where)
	}
	if len(p.Targets) == 0 {
		c.add("%s: targets: none", where)
	}
	c.datasource(where, p.Datasource)
	for i, t := range p.Targets {
		at := fmt.Sprintf("%s: query %s", where, t.RefID)
		if t.RefID == "" || slices.ContainsFunc(p.Targets[:i], func(o Target) bool { return o.RefID == t.RefID }) {
			c.add("%s: refId: expected one of its own", at)
		}
		if t.Range == t.Instant {
			c.add("%s: expected range or instant, one of them", at)
		}
		c.datasource(at, t.Datasource)
		c.expr(at, t.Expr)
	}
}
