package release_test

import (
	"bytes"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/release"
)

// FuzzSet edits any file that can be read: afterwards it means the same but for the one image, and no other byte is gone
// or added. What cannot be read stays unread.
func FuzzSet(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "development: $1\nstaging: $2 # b\nproduction: '$3'\n", "# a\r\nstaging: \"$2\"\r\n\r\n# c\r\n", "staging: $2",
		"{development: $1, # a\n staging: '$2',}", "---\n? staging\n: $2\n...\n# end", "staging:\n  $2\n\nproduction: |-\n  $3\n",
		"  development: >-\n    $1\n  production: $3\n", "{\"staging\":\"$2\"}", "'staging': '$2'\n\"production\": $3\n", "# Grüße\n{ \"é\": $1 }",
		"staging: \"$2\\\n  \"\n", "%YAML 1.1\n--- # x\nstaging: $2\n",
	} {
		for i := range order {
			f.Add([]byte(written.Replace(seed)), uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, content []byte, choice uint8) {
		environment := order[int(choice)%len(order)]
		before, wrong := meaning(content)
		edited, err := release.Set(file, content, environment, image("9"), order)
		if (wrong != nil || err != nil) && content != nil {
			if err == nil {
				t.Errorf("edited what cannot be read (%v):\n%s", wrong, edited)
			}
			return
		}
		want := maps.Clone(before)
		if want == nil {
			want = map[string]config.Image{}
		}
		want[environment] = image("9")
		after, err := meaning(edited)
		if diff := cmp.Diff(want, after); diff != "" || err != nil {
			t.Errorf("-want +got: %s\n%v", diff, err)
		}
		if old := before[environment]; content != nil && !onePlace(content, edited, old) {
			t.Errorf("more changed than one place:\n%q\n%q", content, edited)
		}
	})
}

func meaning(content []byte) (images map[string]config.Image, err error) {
	document, err := input.Parse(file, content)
	if err != nil {
		return nil, err
	}
	return images, document.Decode(&images).Err()
}

// onePlace says whether the edited text is the content with other text where the old image stood. What is the same at
// both ends may overlap, as when one image begins like the other.
func onePlace(content, edited []byte, old config.Image) bool {
	same := 0
	for same < min(len(content), len(edited)) && content[same] == edited[same] {
		same++
	}
	for at := same; at >= 0; at-- {
		rest, there := bytes.CutPrefix(content[at:], []byte(old))
		if there && bytes.HasSuffix(edited[at:], rest) {
			return true
		}
	}
	return false
}
