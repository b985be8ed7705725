package promql

import (
	"fmt"
	"slices"
)

func (p *parser) primary() (result, error) {
	switch t := p.peek(); {
	case t.form == number || t.form == duration:
		p.advance()
		return scalar, nil
	case t.form == quoted:
		p.advance()
		return text, nil
	case p.take("("):
		what, err := p.expression()
		if err != nil {
			return 0, err
		}
		return what, p.expect(")")
	case t.text == "{" && t.form == symbol:
		return instant, p.selector("")
	case t.form == word && !isKeyword(t.text):
		p.advance()
		return p.named(t)
	}
	return 0, p.unexpected("a metric, a number, a function or a bracket")
}

// named reads what follows a word: a call, an aggregation or a selector.
func (p *parser) named(name token) (result, error) {
	_, isFunction := functions[name.text]
	switch next := p.peek().text; {
	case aggregations[name.text] && (next == "(" || next == "by" || next == "without"):
		return instant, p.aggregation()
	case next == "(" && p.peek().form == symbol && !isFunction:
		return 0, fmt.Errorf("offset %d: no such function %q", name.at, name.text)
	case next == "(" && p.peek().form == symbol:
		return p.call(name)
	case next == "{" && p.peek().form == symbol:
		return instant, p.selector(name.text)
	}
	p.selectors = append(p.selectors, Selector{Name: name.text})
	return instant, nil
}

func (p *parser) aggregation() error {
	grouped := p.take("by") || p.take("without")
	if grouped {
		if err := p.labelList(); err != nil {
			return err
		}
	}
	kinds, err := p.arguments()
	switch {
	case err != nil:
		return err
	case len(kinds) == 0 || kinds[len(kinds)-1] != instant:
		return fmt.Errorf("an aggregation takes a vector, and a range only within a function such as rate")
	case !grouped && (p.take("by") || p.take("without")):
		return p.labelList()
	}
	return nil
}

// call reads the arguments of a function, whose first vector is a range for some functions and an instant for others.
func (p *parser) call(name token) (result, error) {
	kinds, err := p.arguments()
	if err != nil {
		return 0, err
	}
	takesRange := functions[name.text]
	switch has := slices.Contains(kinds, ranged); {
	case takesRange && !has:
		return 0, fmt.Errorf("offset %d: %s takes a range such as [5m]", name.at, name.text)
	case !takesRange && has:
		return 0, fmt.Errorf("offset %d: %s takes no range", name.at, name.text)
	case name.text == "scalar" || name.text == "time" || name.text == "pi":
		return scalar, nil
	}
	return instant, nil
}

func (p *parser) arguments() ([]result, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var kinds []result
	for !p.take(")") {
		if len(kinds) > 0 {
			if !p.take(",") {
				return nil, p.unexpected(", or )")
			}
		}
		kind, err := p.expression()
		if err != nil {
			return nil, err
		}
		kinds = append(kinds, kind)
	}
	return kinds, nil
}
