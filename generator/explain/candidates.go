package explain

import (
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
)

// samples are values of each type of input; which of them fit a field its decoder says.
var samples = []any{
	"sample", "medium", "large", "small", // names and size classes
	"development", "staging", "production", "read", "edit", "allow", "deny", "active", "standby",
	"75m", "96Mi", "3Gi", // quantities
	"45s", "90m", "7h", "500ms", "1s", // durations and latency bounds
	"10.99.0.0/16", "192.0.2.0/24", "1.34", "1.36", "eu-west-1", "999988887777",
	"sample.example.org", "https://git.example.org/sample.git", "/sample", "Sample/sample",
	"registry.example.org/sample@sha256:" + strings.Repeat("5a", 32),
	"15 3 * * *", "Europe/Berlin", "2031-12-31", "SAMPLE",
}

// candidates are other values for a scalar: near its own first, then samples.
func candidates(scalar input.Scalar) []any {
	var values []any
	switch scalar.Tag {
	case "!!bool":
		return []any{scalar.Value != "true"}
	case "!!int":
		n, err := strconv.Atoi(scalar.Value)
		if err == nil {
			values = append(values, n+1, n*2, n*3, n*10, n-1, n+2, 1, 8443)
		}
	case "!!float":
		values = append(values, 99.5, 99.95, 97.25)
	default:
		values = append(values, scalar.Value+"x", "x"+scalar.Value, "x."+scalar.Value, scalar.Value+"/x")
	}
	for _, sample := range samples {
		if sample != scalar.Value {
			values = append(values, sample)
		}
	}
	return values
}
