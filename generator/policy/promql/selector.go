package promql

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// labelList reads label names in brackets.
func (p *parser) labelList() error {
	if err := p.expect("("); err != nil {
		return err
	}
	for first := true; !p.take(")"); first = false {
		if !first {
			if err := p.expect(","); err != nil {
				return err
			}
		}
		if p.peek().form != word {
			return p.unexpected("the name of a label")
		}
		p.advance()
	}
	return nil
}

// selector reads matchers in braces.
func (p *parser) selector(name string) error {
	s := Selector{Name: name}
	if err := p.expect("{"); err != nil {
		return err
	}
	for first := true; !p.take("}"); first = false {
		if !first {
			if err := p.expect(","); err != nil {
				return err
			}
			if p.take("}") {
				break
			}
		}
		m, err := p.matcher()
		if err != nil {
			return err
		}
		s.Matchers = append(s.Matchers, m)
	}
	p.selectors = append(p.selectors, s)
	return nil
}

func (p *parser) matcher() (Matcher, error) {
	label := p.peek()
	if label.form != word {
		return Matcher{}, p.unexpected("the name of a label")
	}
	p.advance()
	op := p.peek()
	if op.form != symbol || !slices.Contains([]string{"=", "!=", "=~", "!~"}, op.text) {
		return Matcher{}, p.unexpected("=, !=, =~ or !~")
	}
	p.advance()
	value := p.peek()
	if value.form != quoted {
		return Matcher{}, p.unexpected("a string")
	}
	p.advance()
	if strings.HasSuffix(op.text, "~") && strings.ContainsAny(value.text, `\[](){}*+?|^$`) {
		if _, err := regexp.Compile(value.text); err != nil {
			return Matcher{}, fmt.Errorf("offset %d: %w", value.at, err)
		}
	}
	return Matcher{label.text, op.text, value.text}, nil
}
