package grafana_test

import (
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/grafana"
	"github.com/google/go-cmp/cmp"
)

// example is a dashboard as good as they come.
func example() grafana.Dashboard {
	rate := func() grafana.Target {
		return grafana.Query("{{code}}", `sum by (code) (rate(a_total{app=~"$app"}[$__rate_interval]))`)
	}
	return grafana.New("example", "Example", "One that is right.",
		[]grafana.Variable{grafana.LabelValues("app", "App", "up", "job").WithAll()},
		grafana.Section{Title: "Now", Panels: []grafana.Panel{
			grafana.Stat("Share", grafana.Share, "Look at the errors.", grafana.Query("", "avg(up)")).Below(1, 0.5),
			grafana.Stat("Other share", grafana.Share, "Look at the errors.", grafana.Query("", "max(up)")).Above(0.5, 1),
		}},
		grafana.Section{Title: "Over time", Panels: []grafana.Panel{
			grafana.Graph("Requests", grafana.RequestsPerSecond, "Scale up.", rate(), rate()).Stacked(),
			grafana.Bars("Apps", grafana.Count, "Ask the team.", grafana.Query("{{job}}", "sum by (job) (up)")).Full(3),
			grafana.Graph("More", grafana.RequestsPerSecond, "Scale up.", rate()),
		}},
	)
}

func TestLayout(t *testing.T) {
	got := map[string]grafana.GridPos{}
	for _, p := range example().Panels {
		got[p.Title] = p.GridPos
	}
	if diff := cmp.Diff(map[string]grafana.GridPos{
		"Now":         {H: 1, W: 24},
		"Share":       {H: 4, W: 6, Y: 1},
		"Other share": {H: 4, W: 6, X: 6, Y: 1},
		"Over time":   {H: 1, W: 24, Y: 5},
		"Requests":    {H: 8, W: 12, Y: 6},
		"Apps":        {H: 8, W: 12, X: 12, Y: 6},
		"More":        {H: 8, W: 12, Y: 14},
	}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDecodeIsTheInverse(t *testing.T) {
	want := example()
	text := want.JSON()
	if text != example().JSON() {
		t.Error("the same dashboard gives other bytes")
	}
	got, err := grafana.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if faults := grafana.Check(got); len(faults) > 0 {
		t.Errorf("found fault: %s", faults)
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{", "unexpected EOF"},
		{`{"titel": ""}`, `unknown field "titel"`},
		{`{"title": 1}`, "Go struct field Dashboard.title"},
		{`{} {}`, "more than one"},
	} {
		if _, err := grafana.Decode(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*grafana.Dashboard)
		want  []string
	}{
		{"uid", func(d *grafana.Dashboard) { d.UID = "a b" }, []string{`uid: "a b": expected up to 40 letters, digits, - and _`}},
		{"title", func(d *grafana.Dashboard) { d.Title = "" }, []string{"title: missing"}},
		{"description", func(d *grafana.Dashboard) { d.Description = "" }, []string{"description: missing"}},
		{"editable", func(d *grafana.Dashboard) { d.Editable = true }, []string{"editable: what people change in Grafana is lost: expected false"}},
		{"schema", func(d *grafana.Dashboard) { d.SchemaVersion = 1 }, []string{"schemaVersion: 1: expected 42"}},
		{"no panels", func(d *grafana.Dashboard) { d.Panels = nil }, []string{"panels: none", "variable app: nothing uses it"}},
		{"no data source", func(d *grafana.Dashboard) { d.Templating.List = d.Templating.List[1:] },
			[]string{"templating: expected the variable of the data source first"}},
		{"a variable twice", func(d *grafana.Dashboard) { d.Templating.List = append(d.Templating.List, d.Templating.List[1]) },
			[]string{"variable app: declared twice"}},
		{"a fixed data source", func(d *grafana.Dashboard) { d.Panels[1].Datasource = &grafana.Datasource{Type: "prometheus", UID: "p"} },
			[]string{`panel "Share": expected the data source ${datasource}, which people choose`}},
		{"a variable's query", func(d *grafana.Dashboard) { d.Templating.List[1].Query = "up" },
			[]string{`variable app: "up": expected label_values(series, label)`}},
		{"a variable's series", func(d *grafana.Dashboard) { d.Templating.List[1].Query = `label_values(up{job="$job"}, job)` },
			[]string{"variable app: no variable $job is declared"}},
		{"id", func(d *grafana.Dashboard) { d.Panels[2].ID = 2 }, []string{`panel "Other share": id 2: expected one of its own`}},
		{"overlap", func(d *grafana.Dashboard) { d.Panels[2].GridPos.X = 5 }, []string{`panel "Other share": gridPos: overlaps "Share"`}},
		{"grid", func(d *grafana.Dashboard) { d.Panels[2].GridPos.X = 20 }, []string{`panel "Other share": gridPos: outside the 24 columns`}},
		{"panel", func(d *grafana.Dashboard) {
			d.Panels[1] = grafana.Panel{ID: 2, Type: "stat", GridPos: d.Panels[1].GridPos}
		}, []string{
			"panel 2: title: missing", "panel 2: description: expected what to do when it looks bad", "panel 2: unit: missing",
			"panel 2: targets: none", "panel 2: expected the data source ${datasource}, which people choose",
		}},
		{"refId", func(d *grafana.Dashboard) { d.Panels[4].Targets[1].RefID = "A" }, []string{`panel "Requests": query A: refId: expected one of its own`}},
		{"neither range nor instant", func(d *grafana.Dashboard) { d.Panels[4].Targets[1].Range = false },
			[]string{`panel "Requests": query B: expected range or instant, one of them`}},
		{"no PromQL", query("sum(up"), []string{`panel "Share": query A: unexpected end, expected , or )`}},
		{"a fixed window", query("rate(a_total[5m])"), []string{`panel "Share": query A: [5m]: expected $__rate_interval, which follows zoom and scrapes`}},
		{"a window of an hour", query("rate(a_total[1h])"), nil},
		{"the time that is shown", query("increase(a_total[$__range])"), nil},
		{"a counter", query("sum(a_total)"), []string{`panel "Share": query A: a_total only goes up: expected rate or increase around it`}},
		{"no such variable", query(`up{job="${jbo:regex}"}`), []string{`panel "Share": query A: no variable ${jbo:regex} is declared`}},
	} {
		d := example()
		c.spoil(&d)
		if diff := cmp.Diff(c.want, grafana.Check(&d)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func query(expr string) func(*grafana.Dashboard) {
	return func(d *grafana.Dashboard) { d.Panels[1].Targets[0].Expr = expr }
}
