package promql_test

import (
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/promql"
	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	plain := func(names ...string) []promql.Selector {
		var all []promql.Selector
		for _, name := range names {
			all = append(all, promql.Selector{Name: name})
		}
		return all
	}
	for expr, want := range map[string][]promql.Selector{
		"1":                              nil,
		"-1.5e3":                         nil,
		"up":                             plain("up"),
		"up == bool 1":                   plain("up"),
		"up and on (job) b":              plain("up", "b"),
		"a / on (x, y) group_left (z) b": plain("a", "b"),
		"a / ignoring (x) group_right b": plain("a", "b"),
		"(a + b) * -c ^ 2":               plain("a", "b", "c"),
		"sum by (job) (a) / count(b) without (instance)": plain("a", "b"),
		"topk(3, a)":                   plain("a"),
		"histogram_quantile(0.9, a)":   plain("a"),
		"vector(0) or time() > 1":      nil,
		"a offset 5m @ 1700000000":     plain("a"),
		"# nothing\na # or little\n":   plain("a"),
		"slo:error_ratio:rate5m > 0.1": plain("slo:error_ratio:rate5m"),
		`{job="a"}`:                    {{Matchers: []promql.Matcher{{Label: "job", Op: "=", Value: "a"}}}},
		`rate(a{b=~"5..",c!='x\'',}[5m])`: {{
			Name: "a", Range: "5m",
			Matchers: []promql.Matcher{{Label: "b", Op: "=~", Value: "5.."}, {Label: "c", Op: "!=", Value: `x\'`}},
		}},
		"max_over_time(rate(a[5m])[1h:1m])": {{Name: "a", Range: "1h"}},
		"increase(a[1h30m])":                {{Name: "a", Range: "1h30m"}},
	} {
		got, err := promql.Parse(expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", expr, diff)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for expr, want := range map[string]string{
		"":                           "unexpected end, expected a metric",
		"a +":                        "unexpected end, expected a metric",
		"(a":                         "unexpected end, expected )",
		"a)":                         `offset 1: unexpected ")", expected an operator or the end`,
		"sum(rate(a[5m])":            "unexpected end, expected , or )",
		"sum(rate(a[5m)":             `offset 13: unexpected ")", expected ]`,
		"rate(a)":                    "rate takes a range such as [5m]",
		"abs(a[5m])":                 "abs takes no range",
		"sum(a[5m])":                 "an aggregation takes a vector",
		"sum()":                      "an aggregation takes a vector",
		"a[5m]":                      "a range of samples is no result",
		"a[5x]":                      `"5x" is no number or duration`,
		"a[5m30]":                    `"5m30" is no number or duration`,
		"a[]":                        "expected a duration such as 5m",
		"1[5m]":                      "a range of what is no vector",
		"a + b[5m]":                  "+ takes no range and no string",
		`a > "b"`:                    "> takes no range and no string",
		"ratee(a[5m])":               `no such function "ratee"`,
		`a{b}`:                       "expected =, !=, =~ or !~",
		`a{b=c}`:                     "expected a string",
		`a{b="c" d="e"}`:             "expected ,",
		`a{b="c}`:                    `offset 4: a string has no closing "`,
		`a{b=~"("}`:                  "missing closing )",
		"a ! b":                      `offset 2: unexpected '!'`,
		"by":                         "expected a metric",
		"a offset b":                 "expected a duration such as 5m",
		strings.Repeat("(", 100_000): "brackets deep",
	} {
		_, err := promql.Parse(expr)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, expected %s", expr, err, want)
		}
	}
}

func TestValue(t *testing.T) {
	s := promql.Selector{Matchers: []promql.Matcher{{Label: "a", Op: "=~", Value: "b"}, {Label: "c", Op: "=", Value: "d"}}}
	if got, ok := s.Value("c"); !ok || got != "d" {
		t.Errorf("c: got %q %t", got, ok)
	}
	if _, ok := s.Value("a"); ok {
		t.Error("a regular expression counts as a value")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "a", `sum(rate(a{b="c",d=~"e.."}[5m])) / on (x) group_left (y) (b or vector(0)) > 0.1`, "a[5m:1m]", "'", "1e+", "a offset -5m @ 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		selectors, err := promql.Parse(expr)
		if err != nil && selectors != nil {
			t.Errorf("%q: selectors beside an error", expr)
		}
	})
}
