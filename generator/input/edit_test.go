package input_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/input"
)

func TestWithout(t *testing.T) {
	document := parse(t, example)
	before := document.Scalars()
	for i, removed := range before {
		edited, ok := document.Without(removed.Path)
		if !ok {
			t.Errorf("%s: not found", removed.Path)
			continue
		}
		want := values(slices.Delete(slices.Clone(before), i, i+1))
		if diff := cmp.Diff(want, values(edited.Scalars())); diff != "" {
			t.Errorf("without %s: -want +got:\n%s", removed.Path, diff)
		}
	}
	if diff := cmp.Diff(before, document.Scalars()); diff != "" {
		t.Errorf("the original changed: -want +got:\n%s", diff)
	}
}

// values are the scalars without their paths, since the items after a deleted one move up, but with their positions.
func values(scalars []input.Scalar) []input.Scalar {
	var values []input.Scalar
	for _, s := range scalars {
		s.Path = ""
		values = append(values, s)
	}
	return values
}

func TestWithoutListsAndMappings(t *testing.T) {
	document := parse(t, example)
	for path, want := range map[string]int{"ports": 11, "ports[1]": 13, "list[3]": 13, "settings": 10} {
		edited, ok := document.Without(path)
		if got := len(edited.Scalars()); !ok || got != want {
			t.Errorf("without %s: got %d scalars, want %d", path, got, want)
		}
	}
}

func TestWith(t *testing.T) {
	document := parse(t, example)
	before := document.Scalars()
	for i, replaced := range before {
		for _, value := range []struct {
			value     any
			text, tag string
		}{
			{"yes", "yes", "!!str"},
			{"7", "7", "!!str"},
			{7, "7", "!!int"},
			{false, "false", "!!bool"},
			{2.5, "2.5", "!!float"},
		} {
			edited, ok := document.With(replaced.Path, value.value)
			if !ok {
				t.Errorf("%s: not found", replaced.Path)
				continue
			}
			want := slices.Clone(before)
			want[i].Value, want[i].Tag = value.text, value.tag
			if diff := cmp.Diff(want, edited.Scalars()); diff != "" {
				t.Errorf("with %s: -want +got:\n%s", replaced.Path, diff)
			}
		}
	}
	if diff := cmp.Diff(before, document.Scalars()); diff != "" {
		t.Errorf("the original changed: -want +got:\n%s", diff)
	}
}

// What With writes is read as the type it was given, even where the file's text would not be.
func TestWithDecodes(t *testing.T) {
	document := parse(t, "image: x\nreplicas: 1\npublic: false\n")
	for path, value := range map[string]any{"image": "yes", "replicas": 5, "public": true} {
		document, _ = document.With(path, value)
	}
	var got app
	if problems := document.Decode(&got); problems != nil {
		t.Fatal(problems)
	}
	if got.Image != "yes" || *got.Replicas != 5 || !got.Public {
		t.Errorf("got %+v", got)
	}
	edited, _ := document.With("image", 1)
	want := `app.yaml:1:8: image: expected text, found the number 1: quote it ("1")`
	if got := edited.Decode(new(app)).Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEditsOfNothing(t *testing.T) {
	document := parse(t, example)
	for _, path := range []string{"", "nothing", "ports[9]", "ports[x]", "image.x", "ports[0].x", "settings[x]"} {
		if edited, ok := document.Without(path); ok || edited != nil {
			t.Errorf("without %q: found", path)
		}
		if edited, ok := document.With(path, 1); ok || edited != nil {
			t.Errorf("with %q: found", path)
		}
	}
	for path, value := range map[string]any{"ports": 1, "settings": "x", "image": []string{"x"}, "ports[0].port": nil} {
		if edited, ok := document.With(path, value); ok || edited != nil {
			t.Errorf("with %q = %v: accepted", path, value)
		}
	}
}
