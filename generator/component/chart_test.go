package component

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const chartYAML = `apiVersion: v2
name: cart
version: 0.0.0
dependencies:
  - name: cart
    version: v1.2.3
    repository: oci://registry.example.com/charts
`

func TestPin(t *testing.T) {
	pin, problems := (&Component{Name: "cart", Chart: []byte(chartYAML)}).pin()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(&Pin{Name: "cart", Version: "v1.2.3", Repository: "oci://registry.example.com/charts"}, pin); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPinRefuses(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"name: cart\nversion", "name: shop\nversion", `:2:7: name: invalid value: "shop": expected cart, the name of the directory`},
		{"v1.2.3", "^1.2.3", `:6:14: dependencies[0].version: invalid value: "^1.2.3": expected one version, or what is installed depends on the day`},
		{"oci:", "http:", `:7:17: dependencies[0].repository: invalid value: "http://registry.example.com/charts": expected https://… or oci://… without a slash at the end`},
		{"/charts", "/charts/", `:7:17: dependencies[0].repository: invalid value: "oci://registry.example.com/charts/": expected https://… or oci://… without a slash at the end`},
		{"    repository: oci://registry.example.com/charts\n", "", `:5:5: dependencies[0].repository: required field is missing`},
		{"version: 0.0.0", "verion: 0.0.0", `:3:1: verion: unknown field (did you mean "version"?)`},
	} {
		_, problems := (&Component{Name: "cart", Chart: []byte(strings.Replace(chartYAML, tt.old, tt.new, 1))}).pin()
		got := problems.Err()
		if want := "platform/cart/Chart.yaml" + tt.want; got == nil || !strings.Contains(got.Error(), want) {
			t.Errorf("%q instead of %q: %v, want %s", tt.new, tt.old, got, want)
		}
	}
}
