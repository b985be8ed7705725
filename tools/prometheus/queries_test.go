package prometheus_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/promql/parser"
)

// nothing are selectors that rightly select nothing here, with the reason.
var nothing = map[string]string{
	`http_request_duration_seconds_count{job="fastapi-hello",namespace="production",status=~"5.."}`: "the service fails no request",
}

// TestQueries: each query of each dashboard gives data, from series that are there, with the labels that its legend names. And
// each is found at fault once a metric in it is misspelt, which a query such as `count(a) or vector(0)` would hide.
func TestQueries(t *testing.T) {
	p := start(t)
	var queries []query
	for _, d := range dashboards(t) {
		queries = append(queries, d.queries(t)...)
	}
	for _, q := range p.withoutData(queries) {
		t.Errorf("%s: %v\n%s", q.where, p.judge(q), q.expr)
	}
	for _, q := range queries {
		for _, spoilt := range misspelt(t, q) {
			if p.judge(spoilt) == nil {
				t.Errorf("%s: a misspelt metric is not found:\n%s", q.where, spoilt.expr)
			}
		}
	}
	t.Logf("%d queries", len(queries))
}

// withoutData are the queries that still have a fault when everything was scraped and recorded several times.
func (p instance) withoutData(queries []query) []query {
	_ = until(func() error {
		queries = slices.DeleteFunc(slices.Clone(queries), func(q query) bool { return p.judge(q) == nil })
		if len(queries) > 0 {
			return fmt.Errorf("%d queries have a fault", len(queries))
		}
		return nil
	})
	return queries
}

// judge says what is wrong with a query.
func (p instance) judge(q query) error {
	selectors, err := selectorsOf(q.expr)
	if err != nil {
		return err
	}
	for _, s := range selectors {
		series, err := p.evaluate("count(" + s.String() + ")")
		if _, excused := nothing[s.String()]; err != nil || len(series) == 0 && !excused {
			return fmt.Errorf("%s selects nothing (%v)", s, err)
		}
	}
	series, err := p.evaluate(q.expr)
	if err != nil || len(series) == 0 {
		return fmt.Errorf("no data (%v)", err)
	}
	return legend(q.legend, series)
}

var named = regexp.MustCompile(`\{\{(\w+)\}\}`)

// legend reports labels that no series has.
func legend(format string, series []map[string]string) error {
	for _, match := range named.FindAllStringSubmatch(format, -1) {
		found := false
		for _, labels := range series {
			found = found || labels[match[1]] != ""
		}
		if !found {
			return fmt.Errorf("no series has the label %s of the legend", match[1])
		}
	}
	return nil
}

// selectorsOf are the selectors of an expression, without ranges.
func selectorsOf(expr string) ([]*parser.VectorSelector, error) {
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(expr)
	if err != nil {
		return nil, err
	}
	var all []*parser.VectorSelector
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		if s, ok := node.(*parser.VectorSelector); ok {
			all = append(all, s)
		}
		return nil
	})
	return all, nil
}

// misspelt is the query with an error in each of its metrics, one at a time.
func misspelt(t *testing.T, q query) []query {
	t.Helper()
	selectors, err := selectorsOf(q.expr)
	if err != nil {
		t.Fatal(err)
	}
	var all []query
	for _, s := range selectors {
		spoilt := q
		spoilt.expr = strings.ReplaceAll(q.expr, s.Name, s.Name+"s")
		all = append(all, spoilt)
	}
	return all
}
