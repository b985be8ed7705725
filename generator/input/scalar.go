package input

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func (d *decoder) scalar(s spot, into reflect.Value, facts *typeFacts) {
	switch facts.shape {
	case single:
		d.unmarshal(s, into)
	case text:
		d.text(s, into, facts)
	case boolean:
		d.boolean(s, into, facts)
	case whole:
		d.whole(s, into, facts)
	case number:
		d.number(s, into, facts)
	default:
		d.mismatch(s, facts, "")
	}
}

// maxSingle bounds a single value, in bytes: its type looks at all of it and repeats it in an error. The longest that
// people write are images, at most 255 for the repository, 128 for the tag and 71 for the digest.
const maxSingle = 512

// long is a single value that may have another length, in bytes.
type long interface{ MaxBytes() int }

func (d *decoder) unmarshal(s spot, into reflect.Value) {
	target, _ := reflect.TypeAssert[encoding.TextUnmarshaler](into.Addr())
	most := maxSingle
	if l, ok := target.(long); ok {
		most = l.MaxBytes()
	}
	if len(s.text) > most {
		d.wrong(s, "value of %d bytes is longer than %d", len(s.text), most)
		return
	}
	if err := target.UnmarshalText([]byte(s.text)); err != nil {
		d.wrong(s, "%v", err)
	}
}

func (d *decoder) text(s spot, into reflect.Value, facts *typeFacts) {
	_, ambiguous := yaml11Boolean(s.node)
	switch {
	case ambiguous:
		d.wrong(s, "expected text, found %s, which YAML 1.1 takes for a boolean: quote it (%[1]q)", s.text)
	case s.tag != tagText:
		d.mismatch(s, facts, fmt.Sprintf(": quote it (%q)", shorten(s.text)))
	case facts.values != nil && !slices.Contains(facts.values, s.text):
		d.wrong(s, "expected one of %s, found %q%s",
			strings.Join(facts.values, ", "), shorten(s.text), didYouMean(s.text, facts.values))
	default:
		into.SetString(s.text)
	}
}

func (d *decoder) boolean(s spot, into reflect.Value, facts *typeFacts) {
	value, ambiguous := yaml11Boolean(s.node)
	switch {
	case s.tag == tagBool:
		into.SetBool(s.isTrue())
	case ambiguous:
		d.mismatch(s, facts, fmt.Sprintf(": write %t", value))
	case s.text == "true" || s.text == "false":
		d.mismatch(s, facts, ": remove the quotes")
	default:
		d.mismatch(s, facts, "")
	}
}

// These are the numbers of JSON (RFC 8259, section 6). YAML has more, and its versions disagree on what 0777 is.
var (
	wholeDecimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	decimal      = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
)

func (d *decoder) whole(s spot, into reflect.Value, facts *typeFacts) {
	if s.quoted || !wholeDecimal.MatchString(s.text) {
		d.mismatch(s, facts, numberAdvice(s.node, wholeDecimal))
		return
	}
	var err error
	if into.CanInt() {
		var value int64
		value, err = strconv.ParseInt(s.text, 10, into.Type().Bits())
		into.SetInt(value)
	} else {
		var value uint64
		value, err = strconv.ParseUint(s.text, 10, into.Type().Bits())
		into.SetUint(value)
	}
	if err != nil {
		d.wrong(s, "%s is out of range: expected %s", shorten(s.text), limits(into))
	}
}

func limits(v reflect.Value) string {
	spare := 64 - v.Type().Bits()
	if v.CanInt() {
		return fmt.Sprintf("%d to %d", int64(math.MinInt64)>>spare, int64(math.MaxInt64)>>spare)
	}
	return fmt.Sprintf("0 to %d", uint64(math.MaxUint64)>>spare)
}

func (d *decoder) number(s spot, into reflect.Value, facts *typeFacts) {
	if s.quoted || !decimal.MatchString(s.text) {
		d.mismatch(s, facts, numberAdvice(s.node, decimal))
		return
	}
	value, err := strconv.ParseFloat(s.text, into.Type().Bits())
	if err != nil {
		d.wrong(s, "%s is out of range", shorten(s.text))
		return
	}
	into.SetFloat(value)
}

func numberAdvice(n *node, plain *regexp.Regexp) string {
	switch {
	case n.quoted && plain.MatchString(n.text):
		return ": remove the quotes"
	case n.tag == tagInt, n.tag == tagFloat && plain == decimal:
		return ": write it in plain decimal digits"
	}
	return ""
}

// yaml11Boolean tells whether YAML 1.1 takes an unquoted text for a boolean, and for which.
func yaml11Boolean(n *node) (value, ok bool) {
	if n.quoted || n.tag != tagText {
		return false, false
	}
	switch n.text {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON":
		return true, true
	case "n", "N", "no", "No", "NO", "off", "Off", "OFF":
		return false, true
	}
	return false, false
}
