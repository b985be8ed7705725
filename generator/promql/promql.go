// Package promql reads Prometheus expressions as far as a linter needs: whether they are well formed, and which series
// they select (https://prometheus.io/docs/prometheus/latest/querying/basics/). It evaluates nothing, and promtool stays
// the judge of the whole tree.
package promql

import "fmt"

// Selector is a choice of series in an expression.
type Selector struct {
	Name     string // of the metric; empty where only labels select
	Matchers []Matcher
	Range    string // such as 5m; empty for an instant
}

// Matcher is a condition on a label.
type Matcher struct{ Label, Op, Value string }

// Value is that of an equality on a label, if the selector has one.
func (s Selector) Value(label string) (string, bool) {
	for _, m := range s.Matchers {
		if m.Label == label && m.Op == "=" {
			return m.Value, true
		}
	}
	return "", false
}

// Parse reads an expression and returns its selectors in their order. The error says where in the expression it is.
func Parse(expr string) ([]Selector, error) {
	p := &parser{scanner: scanner{expr: expr}}
	p.advance()
	what, err := p.expression()
	switch {
	case err != nil:
		return nil, err
	case p.token.form != end || p.err != nil:
		return nil, p.unexpected("an operator or the end")
	case what == ranged:
		return nil, fmt.Errorf("a range of samples is no result: expected a function such as rate around it")
	}
	return p.selectors, nil
}
