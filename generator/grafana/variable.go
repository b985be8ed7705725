package grafana

// Variable is a choice at the top of a dashboard, $name in queries.
type Variable struct {
	Name       string      `json:"name"`
	Label      string      `json:"label"`
	Type       string      `json:"type"`
	Query      string      `json:"query"`
	Datasource *Datasource `json:"datasource,omitempty"`
	Refresh    int         `json:"refresh,omitempty"`
	Sort       int         `json:"sort,omitempty"`
	Multi      bool        `json:"multi,omitempty"`
	IncludeAll bool        `json:"includeAll,omitempty"`
	// AllValue is what All stands for, in place of the values one by one.
	AllValue string `json:"allValue,omitempty"`
}

// Datasource is what is asked.
type Datasource struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// Types of variables, when their values are asked for, and how these are sorted.
const (
	datasourceVariable = "datasource"
	queryVariable      = "query"

	withTimeRange    = 2
	alphabetically   = 1
	prometheus       = "prometheus"
	chosenPrometheus = "${datasource}"
)

// chosen is the Prometheus that is chosen at the top.
var chosen = Datasource{Type: prometheus, UID: chosenPrometheus}

var datasources = Variable{Name: "datasource", Label: "Prometheus", Type: datasourceVariable, Query: prometheus}

// LabelValues is a choice of the values that a label has in some series. A later variable may name an earlier one.
func LabelValues(name, label, series, of string) Variable {
	return Variable{
		Name: name, Label: label, Type: queryVariable, Query: "label_values(" + series + ", " + of + ")",
		Datasource: &chosen, Refresh: withTimeRange, Sort: alphabetically,
	}
}

// WithAll lets people choose several values, and all at first.
func (v Variable) WithAll() Variable {
	v.Multi, v.IncludeAll, v.AllValue = true, true, ".*"
	return v
}
