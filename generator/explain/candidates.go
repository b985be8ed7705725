package explain

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
)

// samples are values to put in the place of one that looks like the pattern; the first that does counts. Which of them
// fit the field its decoder says.
var samples = []struct {
	like   *regexp.Regexp
	values []any
}{
	{regexp.MustCompile(`@sha256:`), []any{"registry.example.org/sample@sha256:" + strings.Repeat("5a", 32)}},
	{regexp.MustCompile(`://`), []any{"https://git.example.org/sample.git"}},
	{regexp.MustCompile(`^/`), []any{"/sample"}},
	{regexp.MustCompile(`^[0-9a-f.:]+/[0-9]+$`), []any{"10.99.0.0/16", "192.0.2.0/24"}},
	{regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`), []any{"2031-12-31"}},
	{regexp.MustCompile(`^[0-9]{12}$`), []any{"999988887777"}},
	{regexp.MustCompile(`^Z[0-9A-Z]+$`), []any{"Z9SAMPLE9ZONE9"}},
	{regexp.MustCompile(`^1\.[0-9]+$`), []any{"1.34", "1.36"}},
	{regexp.MustCompile(`^[0-9.]+[a-zA-Z]*$`), []any{"75m", "96Mi", "3Gi", "5", "45s", "90m", "7h", "500ms", "1s"}},
	{regexp.MustCompile(`^(\S+ ){4}\S+$`), []any{"15 3 * * *"}},
	{regexp.MustCompile(`^[a-z]{2}-[a-z]+-[0-9]$`), []any{"eu-west-1"}},
	{regexp.MustCompile(`^[A-Z][A-Za-z]+/`), []any{"Sample/sample", "Europe/Berlin"}},
	{regexp.MustCompile(`\.`), []any{"sample.example.org"}},
	{regexp.MustCompile(``), []any{
		"sample", "small", "medium", "large", "development", "staging", "production", "read", "edit", "allow", "deny",
		"active", "standby", "SAMPLE", "Europe/Berlin",
	}},
}

// candidates are other values for a scalar: near its own first, then samples.
func candidates(scalar input.Scalar) []any {
	switch scalar.Tag {
	case "!!bool":
		return []any{scalar.Value != "true"}
	case "!!int":
		if n, err := strconv.Atoi(scalar.Value); err == nil {
			return []any{n + 1, n * 2, n * 10, n * 3, n - 1, 1, 2, 8443, 99}
		}
	case "!!float":
		return []any{99.5, 99.95, 97.25}
	}
	values := []any{scalar.Value + "x", "x" + scalar.Value, "x." + scalar.Value, scalar.Value + "/x"}
	for _, sample := range samples {
		if sample.like.MatchString(scalar.Value) {
			return append(values, sample.values...)
		}
	}
	return values
}
