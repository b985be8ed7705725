package plan_test

import (
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
)

func TestCheckBucketName(t *testing.T) {
	for name, valid := range map[string]bool{
		"hello-state-111122223333": true,
		"abc":                      true,
		strings.Repeat("a", 63):    true,
		strings.Repeat("a", 64):    false,
		"ab":                       false,
		"":                         false,
		"Hello":                    false,
		"hello_state":              false,
		"hello.state":              false,
		"-hello":                   false,
		"hello-":                   false,
		"xn--hello":                false,
		"sthree-hello":             false,
		"amzn-s3-demo-hello":       false,
		"hello-s3alias":            false,
		"hello--ol-s3":             false,
		"hello--x-s3":              false,
		"hello--table-s3":          false,
		"hello-ap-south-1-an":      false,
	} {
		if err := plan.CheckBucketName(name); (err == nil) != valid {
			t.Errorf("%q: %v, want valid: %t", name, err, valid)
		}
	}
}
