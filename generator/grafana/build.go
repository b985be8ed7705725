package grafana

// Query is PromQL and how its series are named, such as {{pod}}.
func Query(legend, expr string) Target {
	return Target{Datasource: &chosen, Expr: expr, LegendFormat: legend}
}

// Graph shows values over time.
func Graph(title string, unit Unit, description string, targets ...Target) Panel {
	p := panel("timeseries", title, unit, description, targets)
	for i := range p.Targets {
		p.Targets[i].Range = true
	}
	p.FieldConfig.Defaults.Min = new(float64)
	p.FieldConfig.Defaults.Custom = &Custom{FillOpacity: 10, ShowPoints: "never"}
	p.Options = &Options{
		Legend:  &Legend{DisplayMode: "list", Placement: "bottom", ShowLegend: true, Calcs: []string{}},
		Tooltip: &Tooltip{Mode: "multi", Sort: "desc"},
	}
	return p
}

// Stat shows the last values as numbers.
func Stat(title string, unit Unit, description string, targets ...Target) Panel {
	p := latest("stat", title, unit, description, targets)
	p.Options.ColorMode, p.Options.GraphMode = "value", "none"
	return p
}

// Bars compare the last values of many series.
func Bars(title string, unit Unit, description string, targets ...Target) Panel {
	p := latest("bargauge", title, unit, description, targets)
	p.FieldConfig.Defaults.Min = new(float64)
	p.Options.Orientation, p.Options.DisplayMode = "horizontal", "basic"
	return p
}

// Stacked graphs show the sum as well.
func (p Panel) Stacked() Panel {
	custom := *p.FieldConfig.Defaults.Custom
	custom.Stacking, custom.FillOpacity = &Stacking{Mode: "normal"}, 40
	return p.with(func(d *Defaults) { d.Custom = &custom })
}

// Above colours values orange and red that are too high.
func (p Panel) Above(odd, bad float64) Panel {
	return p.with(func(d *Defaults) { d.Thresholds = steps("green", "orange", odd, "red", bad) })
}

// Below colours values orange and red that are too low.
func (p Panel) Below(odd, bad float64) Panel {
	return p.with(func(d *Defaults) { d.Thresholds = steps("red", "orange", bad, "green", odd) })
}

// Full is the value at which the axis or bar ends at least.
func (p Panel) Full(at float64) Panel {
	return p.with(func(d *Defaults) { d.Max = &at })
}

func (p Panel) with(change func(*Defaults)) Panel {
	config := *p.FieldConfig
	change(&config.Defaults)
	p.FieldConfig = &config
	return p
}

func steps(first, second string, at float64, third string, then float64) *Thresholds {
	return &Thresholds{Mode: "absolute", Steps: []Step{{Color: first}, {second, &at}, {third, &then}}}
}

func latest(form, title string, unit Unit, description string, targets []Target) Panel {
	p := panel(form, title, unit, description, targets)
	for i := range p.Targets {
		p.Targets[i].Instant = true
	}
	p.Options = &Options{ReduceOptions: &ReduceOptions{Calcs: []string{"lastNotNull"}}}
	return p
}

func panel(form, title string, unit Unit, description string, targets []Target) Panel {
	for i := range targets {
		targets[i].RefID = string(rune('A' + i))
	}
	return Panel{
		Type: form, Title: title, Description: description, Datasource: &chosen, Targets: targets,
		FieldConfig: &FieldConfig{Defaults: Defaults{Unit: unit}, Overrides: []struct{}{}},
	}
}
