package input

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// Parse parses the content of one file: UTF-8 text that holds one YAML document with a mapping at its top. The error
// is Problems.
func Parse(path string, data []byte) (*Document, error) {
	documents, err := parse(path, data, 1)
	if err != nil {
		return nil, err
	}
	return documents[0], nil
}

// parse parses a file of at least one and at most limit documents. The error is Problems.
func parse(path string, data []byte, limit int) ([]*Document, error) {
	if len(data) > MaxSize {
		return nil, Problems{{Position: Position{File: path}, Message: errTooLarge.Error()}}
	}
	if problems := checkCharacters(path, data); problems != nil {
		return nil, problems
	}
	parsed, err := parseYAML(data, limit+1) // one too many is a problem to report
	if err != nil {
		return nil, syntaxProblem(path, data, err)
	}
	b := builder{report{file: path}}
	documents := b.documents(parsed, limit)
	return documents, b.problems.Err()
}

// parseYAML returns the documents of a file, limit of them at most.
//
// The YAML library gives up with a panic where it finds itself confused. It catches those that it knows; for an input
// that nobody trusts the others are errors as well.
func parseYAML(data []byte, limit int) (documents []*yaml.Node, err error) {
	defer func() {
		if confusion := recover(); confusion != nil {
			err = fmt.Errorf("YAML that cannot be read: %v", confusion)
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for len(documents) < limit {
		var document yaml.Node
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		documents = append(documents, &document)
	}
	return documents, nil
}
