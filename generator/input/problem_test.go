package input_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/input"
)

func TestProblems(t *testing.T) {
	at := func(file string, line, column int) input.Position {
		return input.Position{File: file, Line: line, Column: column}
	}
	problems := input.Problems{
		{at("b.yaml", 1, 1), "", "m"},
		{at("a.yaml", 10, 1), "f", "m"},
		{at("a.yaml", 2, 3), "f", "m"},
		{at("a.yaml", 2, 3), "f", "l"},
		{at("a.yaml", 2, 3), "e", "m"},
		{at("a.yaml", 2, 1), "f", "m"},
		{at("a.yaml", 0, 0), "", "whole"},
		{at("a.yaml", 2, 3), "f", "m"},
	}
	want := `a.yaml: whole
a.yaml:2:1: f: m
a.yaml:2:3: e: m
a.yaml:2:3: f: l
a.yaml:2:3: f: m
a.yaml:10:1: f: m
b.yaml:1:1: m`
	if diff := cmp.Diff(want, problems.Err().Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff(want, problems.Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if problems[0].File != "b.yaml" {
		t.Error("the original was sorted")
	}
}

func TestNoProblemsAreNoError(t *testing.T) {
	if err := (input.Problems{}).Err(); err != nil {
		t.Errorf("got %v", err)
	}
}
