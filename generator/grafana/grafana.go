// Package grafana is the classic JSON model of Grafana's dashboards, as far as ours use it: no library of it can be had as a Go
// module that is kept up. Builders say what a panel shows and why; ids, references and places on the grid follow from the order.
// The model is that of https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/.
package grafana

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Dashboard is one page. Strictly decoded, its JSON has no other fields than these.
type Dashboard struct {
	// UID is that of its address, 40 characters at most; it stays when the title changes.
	UID           string      `json:"uid"`
	Title         string      `json:"title"`
	Description   string      `json:"description"`
	Tags          []string    `json:"tags"`
	Editable      bool        `json:"editable"` // never: what is changed in Grafana is lost
	GraphTooltip  int         `json:"graphTooltip"`
	Refresh       string      `json:"refresh"`
	SchemaVersion int         `json:"schemaVersion"`
	Time          Time        `json:"time"`
	Timezone      string      `json:"timezone"`
	Annotations   Annotations `json:"annotations"`
	Templating    Templating  `json:"templating"`
	Panels        []Panel     `json:"panels"`
}

// Time is what a dashboard shows at first, such as now-6h to now.
type Time struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Annotations are none; Grafana wants the list.
type Annotations struct {
	List []struct{} `json:"list"`
}

// Templating holds what people choose at the top of a dashboard.
type Templating struct {
	List []Variable `json:"list"`
}

// schemaVersion is of Grafana 12 (the default of its Foundation SDK).
const schemaVersion = 42

// sharedCrosshair shows the time under the pointer in all panels.
const sharedCrosshair = 1

// New lays out a dashboard. The variables come after that of the data source, which every dashboard has.
func New(uid, title, description string, variables []Variable, sections ...Section) Dashboard {
	return Dashboard{
		UID:           uid,
		Title:         title,
		Description:   description,
		Tags:          []string{"platform"},
		GraphTooltip:  sharedCrosshair,
		Refresh:       "1m",
		SchemaVersion: schemaVersion,
		Time:          Time{From: "now-6h", To: "now"},
		Timezone:      "browser",
		Annotations:   Annotations{List: []struct{}{}},
		Templating:    Templating{List: append([]Variable{datasources}, variables...)},
		Panels:        lay(sections),
	}
}

// JSON is the dashboard as Grafana reads it. It is indented, since people review it as the rendered difference of a query or a
// threshold, line by line, and the size that compact JSON would save is no concern below the MiB that a ConfigMap holds. The
// fields stand in the order of the types here, so that a panel begins with its title; equal dashboards give equal bytes.
func (d Dashboard) JSON() string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // a query has < and >
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(d) // of text and numbers, which is always JSON
	return text.String()
}

// Decode reads the JSON of a dashboard that consists of what the model has, and of nothing else.
func Decode(text string) (*Dashboard, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	var d Dashboard
	if err := decoder.Decode(&d); err != nil {
		return nil, err
	}
	if decoder.More() {
		return nil, fmt.Errorf("more than one JSON value")
	}
	return &d, nil
}
