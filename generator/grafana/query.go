package grafana

import (
	"regexp"
	"strings"

	"github.com/example/fastapi-gitops/generator/promql"
)

// builtin are variables of Grafana's own, with what they may stand for
// (https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#global-variables).
var builtin = map[string]string{"__rate_interval": "2m", "__interval": "30s", "__range": "6h"}

var variable = regexp.MustCompile(`\$\{(\w+)(?::\w+)?\}|\$(\w+)|\[\[(\w+)\]\]`)

// narrow is a window that was written for one zoom and one interval of scrapes.
var narrow = regexp.MustCompile(`\[[0-9]+(ms|s|m)\]`)

// expr checks PromQL, with values in place of variables.
func (c *checker) expr(where, expr string) {
	selectors, err := promql.Parse(variable.ReplaceAllStringFunc(expr, func(reference string) string {
		name := strings.Trim(reference, "${}[]")
		name, _, _ = strings.Cut(name, ":")
		c.used[name] = true
		if value, ok := builtin[name]; ok {
			return value
		}
		if !c.declared[name] {
			c.add("%s: no variable %s is declared", where, reference)
		}
		return "x"
	}))
	if err != nil {
		c.add("%s: %v", where, err)
		return
	}
	if window := narrow.FindString(expr); window != "" {
		c.add("%s: %s: expected $__rate_interval, which follows zoom and scrapes", where, window)
	}
	for _, s := range selectors {
		if isCounter(s.Name) && s.Range == "" && !strings.HasPrefix(where, "variable ") {
			c.add("%s: %s only goes up: expected rate or increase around it", where, s.Name)
		}
	}
}

// isCounter goes by the endings that Prometheus asks for (https://prometheus.io/docs/practices/naming/#metric-names). The ending
// _count is one of gauges as well.
func isCounter(name string) bool {
	return strings.HasSuffix(name, "_total") || strings.HasSuffix(name, "_bucket") || strings.HasSuffix(name, "_sum")
}
