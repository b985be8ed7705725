package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"sync"
)

// Encode returns the canonical YAML of an object.
//
// The bytes are those of sigs.k8s.io/yaml, which kubectl and every Kubernetes tool write: the fields encoding/json
// would write, in the key order and scalar style of go.yaml.in/yaml/v2. Only the fields in zero.go differ: they are left
// out when they are zero. Encode does in some 10 µs what the library does in 500 µs by way of JSON text; the tests prove
// the bytes equal.
//
// The error names the object and says which value has no JSON form, such as an IntOrString of neither type.
func Encode(object Object) ([]byte, error) {
	v := reflect.ValueOf(object)
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, errors.New("no object to encode")
	}
	e := encoders.Get().(*encoder)
	defer encoders.Put(e)
	*e = encoder{buf: e.buf[:0], at: nodeStart}
	encodeFuncOf(v.Type())(e, v, beforeRoot)
	if e.err != nil {
		return nil, fmt.Errorf("%s: %w", IDOf(object), e.err)
	}
	e.newline(0)
	return bytes.Clone(e.buf), nil
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// encoder writes YAML in block style. Nodes say where they stand, the cursor decides what comes before them.
type encoder struct {
	buf  []byte
	line int // index in buf where the current line starts
	at   cursor
	err  error // the first one
}

// cursor is where the next node finds itself.
type cursor uint8

const (
	lineEnd   cursor = iota // after "key:" or a scalar: a space before a scalar, a new line before anything else
	nodeStart               // after "- ", and at the start of the document: a node begins right here
	lineStart               // after a literal that ended its own last line
)

const (
	indentStep = 2
	beforeRoot = -indentStep // the indent of what encloses the root
)

// newline starts a line at the given indent, unless the cursor already stands on it.
func (e *encoder) newline(indent int) {
	if e.at == nodeStart {
		e.at = lineEnd
		return
	}
	if e.at == lineEnd {
		e.buf = append(e.buf, '\n')
	}
	e.at = lineEnd
	e.line = len(e.buf)
	e.pad(indent)
}

func (e *encoder) pad(indent int) {
	for range indent {
		e.buf = append(e.buf, ' ')
	}
}

// space separates a scalar from the key before it.
func (e *encoder) space() {
	if e.at == lineEnd {
		e.buf = append(e.buf, ' ')
	}
	e.at = lineEnd
}

// word writes a scalar that needs neither quotes nor folding.
func (e *encoder) word(s string) {
	e.space()
	e.buf = append(e.buf, s...)
}

func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}
