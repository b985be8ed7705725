package release

import (
	"bytes"
	"maps"
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
)

// schemaLine begins a new file, like those that package scaffold makes: editors check the file by it.
const schemaLine = "# yaml-language-server: $schema=../../docs/schema/versions.json\n"

// Set returns the content of a versions.yaml with the image of one environment replaced or added; nil content means that
// there is no file yet. Every other byte stays: comments, order, quotes, line ends. An environment that is new to the file
// comes behind the last of those that precede it in the order of promotion, or before all others.
//
// The error is input.Problems: content that is no versions.yaml, or a value in a form that cannot be edited.
func Set(name string, content []byte, environment string, image config.Image, order []string) ([]byte, error) {
	if content == nil {
		return []byte(schemaLine + environment + ": " + string(image) + "\n"), nil
	}
	v, err := readVersions(name, content)
	if err != nil {
		return nil, err
	}
	var edited []byte
	if old, there := v.images[environment]; there {
		edited, err = v.replace(environment, old, image)
	} else {
		edited, err = v.add(environment, image, order)
	}
	if err != nil {
		return nil, err
	}
	return edited, v.prove(edited, environment, image)
}

// versions is a versions.yaml: its text and what that means.
type versions struct {
	text
	*input.Document
	images map[string]config.Image
}

func readVersions(name string, content []byte) (*versions, error) {
	document, err := input.Parse(name, content)
	if err != nil {
		return nil, err
	}
	v := &versions{text: content, Document: document}
	return v, document.Decode(&v.images).Err()
}

// prove reads the edited text: it must mean the same as before but for the one image.
func (v *versions) prove(edited []byte, environment string, image config.Image) error {
	again, err := readVersions(v.Path, edited)
	if err != nil {
		return err
	}
	want := maps.Clone(v.images)
	want[environment] = image
	if !maps.Equal(want, again.images) {
		return uneditable(v.At(""))
	}
	return nil
}

// replace puts an image in the place of the old one, inside its quotes if it has any.
func (v *versions) replace(environment string, old, image config.Image) ([]byte, error) {
	scalars := v.Scalars()
	at := slices.IndexFunc(scalars, func(s input.Scalar) bool { return s.Path == environment })
	if at < 0 {
		return nil, uneditable(v.At("")) // its name has another form in a path
	}
	start, end, err := v.extent(scalars[at])
	if err != nil {
		return nil, err
	}
	quote := (end - start - len(old)) / 2
	return v.splice(start+quote, end-quote, string(image)), nil
}

// add puts an environment behind the one that it follows, or else before all others.
func (v *versions) add(environment string, image config.Image, order []string) ([]byte, error) {
	entry := environment + ": " + string(image)
	first := v.offset(v.At(""))
	inFlow := v.text[first] == '{' // {environment: image, …}
	indent := string(v.text[v.lineStart(first):first])

	follows := v.follows(environment, order)
	if follows == nil {
		switch {
		case inFlow && len(v.images) > 0:
			return v.splice(first+1, first+1, entry+", "), nil
		case inFlow:
			return v.splice(first+1, first+1, entry), nil
		}
		return v.splice(first-len(indent), first-len(indent), indent+entry+v.lineBreak()), nil
	}
	_, end, err := v.extent(*follows)
	if err != nil {
		return nil, err
	}
	if inFlow {
		return v.splice(end, end, ", "+entry), nil
	}
	end = v.lineEnd(end)
	return v.splice(end, end, v.lineBreak()+indent+entry), nil
}

// follows is the last value of the file whose environment comes before another one in the order, nil where there is none.
func (v *versions) follows(environment string, order []string) *input.Scalar {
	earlier := order[:max(slices.Index(order, environment), 0)]
	for _, scalar := range slices.Backward(v.Scalars()) {
		if slices.Contains(earlier, scalar.Path) {
			return &scalar
		}
	}
	return nil
}

// extent is where a value stands in the text with its quotes: the first byte and the one behind the last.
func (v *versions) extent(scalar input.Scalar) (start, end int, err error) {
	start = v.offset(scalar.Position)
	for _, quote := range []string{"", `"`, `'`} {
		if literal := quote + scalar.Value + quote; bytes.HasPrefix(v.text[start:], []byte(literal)) {
			return start, start + len(literal), nil
		}
	}
	return 0, 0, uneditable(scalar.Position)
}

// uneditable is the problem of what YAML allows and nobody writes: an image over several lines or with escapes.
func uneditable(at input.Position) error {
	return input.Problems{{Position: at, Message: "cannot be edited in this form: write one line for each environment, as ENVIRONMENT: IMAGE"}}
}
