package promql

import (
	"fmt"
)

// result is what an expression gives.
type result int

const (
	scalar result = iota
	instant
	ranged
	text
)

// deepest is how far brackets may nest: deeper, and an expression is hostile.
const deepest = 100

type parser struct {
	scanner   scanner
	token     token // the next one
	err       error // that ended the scan
	depth     int
	selectors []Selector
}

// advance goes past the next token.
func (p *parser) advance() {
	if p.err == nil {
		p.token, p.err = p.scanner.next()
	}
	if p.err != nil {
		p.token = token{at: p.scanner.at}
	}
}

func (p *parser) peek() token { return p.token }

// take goes past the next token if it is this word or symbol.
func (p *parser) take(text string) bool {
	if t := p.token; t.text == text && (t.form == symbol || t.form == word) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) expect(text string) error {
	if !p.take(text) {
		return p.unexpected(text)
	}
	return nil
}

func (p *parser) unexpected(expected string) error {
	if p.err != nil {
		return p.err
	}
	if t := p.peek(); t.form != end {
		return fmt.Errorf("offset %d: unexpected %q, expected %s", t.at, t.text, expected)
	}
	return fmt.Errorf("unexpected end, expected %s", expected)
}

// isOperator says whether a token stands between two operands. Precedence does not matter to who evaluates nothing.
func (t token) isOperator() bool {
	if t.form != symbol && t.form != word {
		return false
	}
	switch t.text {
	case "+", "-", "*", "/", "%", "^", "==", "!=", "<=", ">=", "<", ">", "and", "or", "unless", "atan2":
		return true
	}
	return false
}

// expression reads operands with operators between them.
func (p *parser) expression() (result, error) {
	if p.depth++; p.depth > deepest {
		return 0, fmt.Errorf("offset %d: more than %d brackets deep", p.peek().at, deepest)
	}
	defer func() { p.depth-- }()
	left, err := p.operand()
	for err == nil {
		t := p.peek()
		if !t.isOperator() {
			return left, nil
		}
		p.advance()
		if err := p.matching(); err != nil {
			return 0, err
		}
		var right result
		right, err = p.operand()
		if err == nil && (left > instant || right > instant) {
			return 0, fmt.Errorf("offset %d: %s takes no range and no string", t.at, t.text)
		}
		left = max(left, right)
	}
	return left, err
}

// matching reads what may follow an operator: bool, on (…), ignoring (…), group_left (…), group_right (…).
func (p *parser) matching() error {
	p.take("bool")
	if p.take("on") || p.take("ignoring") {
		if err := p.labelList(); err != nil {
			return err
		}
		if (p.take("group_left") || p.take("group_right")) && p.peek().text == "(" {
			return p.labelList()
		}
	}
	return nil
}

// operand reads one operand with its sign, range and offset.
func (p *parser) operand() (result, error) {
	for p.take("+") || p.take("-") {
	}
	what, err := p.primary()
	if err != nil {
		return 0, err
	}
	for {
		switch {
		case p.take("["):
			if what != instant {
				return 0, fmt.Errorf("a range of what is no vector")
			}
			if err := p.window(); err != nil {
				return 0, err
			}
			what = ranged
		case p.take("offset"):
			p.take("-")
			if t := p.peek(); t.form != duration {
				return 0, p.unexpected("a duration such as 5m")
			}
			p.advance()
		case p.take("@"):
			p.advance()
		default:
			return what, nil
		}
	}
}

// window reads what is within the brackets of a range, or of a subquery with its step.
func (p *parser) window() error {
	t := p.peek()
	if t.form != duration {
		return p.unexpected("a duration such as 5m")
	}
	p.advance()
	if n := len(p.selectors); n > 0 {
		p.selectors[n-1].Range = t.text
	}
	if p.take(":") && p.peek().form == duration {
		p.advance()
	}
	return p.expect("]")
}
