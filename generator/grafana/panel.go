package grafana

// Panel is one picture, or the heading of a section.
type Panel struct {
	Title string `json:"title"`
	// Description says what to do when the panel looks bad.
	Description string       `json:"description,omitempty"`
	ID          int          `json:"id"`
	Type        string       `json:"type"`
	GridPos     GridPos      `json:"gridPos"`
	Datasource  *Datasource  `json:"datasource,omitempty"`
	Targets     []Target     `json:"targets,omitempty"`
	FieldConfig *FieldConfig `json:"fieldConfig,omitempty"`
	Options     *Options     `json:"options,omitempty"`
}

// Target is one query of a panel.
type Target struct {
	RefID        string      `json:"refId"`
	Datasource   *Datasource `json:"datasource"`
	Expr         string      `json:"expr"`
	LegendFormat string      `json:"legendFormat"`
	Range        bool        `json:"range,omitempty"`
	Instant      bool        `json:"instant,omitempty"`
}

// FieldConfig says how values look.
type FieldConfig struct {
	Defaults  Defaults   `json:"defaults"`
	Overrides []struct{} `json:"overrides"` // none; Grafana wants the list
}

// Defaults are of all values of a panel.
type Defaults struct {
	Unit       Unit        `json:"unit"`
	Min        *float64    `json:"min,omitempty"`
	Max        *float64    `json:"max,omitempty"`
	Thresholds *Thresholds `json:"thresholds,omitempty"`
	Custom     *Custom     `json:"custom,omitempty"`
}

// Unit of values, by Grafana's name of it.
type Unit string

// Units (https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts).
const (
	Count             Unit = "short"
	Share             Unit = "percentunit" // 1 is 100 %
	Seconds           Unit = "s"
	Milliseconds      Unit = "ms"
	Bytes             Unit = "bytes"
	BytesPerSecond    Unit = "Bps"
	RequestsPerSecond Unit = "reqps"
	PerSecond         Unit = "ops"
)

// Thresholds colour values from some bound on.
type Thresholds struct {
	Mode  string `json:"mode"`
	Steps []Step `json:"steps"`
}

// Step begins at a value; the first one has none.
type Step struct {
	Color string   `json:"color"`
	Value *float64 `json:"value"`
}

// Custom is how lines look.
type Custom struct {
	FillOpacity int       `json:"fillOpacity"`
	ShowPoints  string    `json:"showPoints"`
	Stacking    *Stacking `json:"stacking,omitempty"`
}

// Stacking puts series on top of each other.
type Stacking struct {
	Mode string `json:"mode"`
}

// Options are those of one type of panel.
type Options struct {
	Legend        *Legend        `json:"legend,omitempty"`
	Tooltip       *Tooltip       `json:"tooltip,omitempty"`
	ReduceOptions *ReduceOptions `json:"reduceOptions,omitempty"`
	Orientation   string         `json:"orientation,omitempty"`
	ColorMode     string         `json:"colorMode,omitempty"`
	GraphMode     string         `json:"graphMode,omitempty"`
	DisplayMode   string         `json:"displayMode,omitempty"`
}

// Legend names the series below a graph.
type Legend struct {
	DisplayMode string   `json:"displayMode"`
	Placement   string   `json:"placement"`
	ShowLegend  bool     `json:"showLegend"`
	Calcs       []string `json:"calcs"`
}

// Tooltip shows all series under the pointer.
type Tooltip struct {
	Mode string `json:"mode"`
	Sort string `json:"sort"`
}

// ReduceOptions make one number of a series.
type ReduceOptions struct {
	Calcs []string `json:"calcs"`
}
