package externaldns

import (
	"path"
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
)

// TestRights: the names of apps are external-dns's, those by which cert-manager proves them are not, and no other domain's are.
func TestRights(t *testing.T) {
	statements := rights(&plan.Cluster{Region: "eu-west-1", Fleet: &plan.Fleet{Domain: "example.com"}})
	for name, want := range map[string]bool{
		"cart.production.example.com":                 true,
		"shop.example.com":                            true,
		"example.com":                                 true,
		owner + "a.shop.example.com":                  true,
		"_acme-challenge.cart.production.example.com": false,
		"shop.example.net":                            false,
		"notexample.com":                              false,
	} {
		allowed := false
		for _, s := range statements {
			for _, values := range s.Condition {
				for _, pattern := range values["route53:ChangeResourceRecordSetsNormalizedRecordNames"] {
					if matched, err := path.Match(pattern, name); err != nil {
						t.Fatal(err)
					} else if matched {
						allowed = s.Effect == "Allow"
					}
				}
			}
		}
		if allowed != want {
			t.Errorf("%s: %t, want %t", name, allowed, want)
		}
	}
}
