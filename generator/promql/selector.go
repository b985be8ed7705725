package promql

import (
	"fmt"
	"regexp"
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

// usualMatchers is how many a selector has room for at first.
const usualMatchers = 4

// selector reads matchers in braces.
func (p *parser) selector(name string) error {
	s := Selector{Name: name, Matchers: make([]Matcher, 0, usualMatchers)}
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
	if !p.take("=") && !p.take("!=") && !p.take("=~") && !p.take("!~") {
		return Matcher{}, p.unexpected("=, !=, =~ or !~")
	}
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
