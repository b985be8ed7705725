package plan_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

func TestSubnets(t *testing.T) {
	zones := []string{"r-1a", "r-1b", "r-1c", "r-1d", "r-1e"}
	tests := []struct {
		name  string
		cidr  string
		zones int
		want  []string
	}{
		{"two zones take eight blocks", "10.30.0.0/20", 2, []string{
			"r-1a true 10.30.0.0/23", "r-1b true 10.30.2.0/23", "r-1a false 10.30.4.0/23", "r-1b false 10.30.6.0/23",
		}},
		{"five zones take sixteen", "10.0.0.0/16", 5, []string{
			"r-1a true 10.0.0.0/20", "r-1b true 10.0.16.0/20", "r-1c true 10.0.32.0/20", "r-1d true 10.0.48.0/20", "r-1e true 10.0.64.0/20",
			"r-1a false 10.0.80.0/20", "r-1b false 10.0.96.0/20", "r-1c false 10.0.112.0/20", "r-1d false 10.0.128.0/20", "r-1e false 10.0.144.0/20",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range (&plan.Cluster{CIDR: tt.cidr, Zones: zones[:tt.zones]}).Subnets() {
				got = append(got, fmt.Sprint(s.Zone, " ", s.Public, " ", s.Range))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestNetworkPage holds the table of docs/network.md against the ranges that it is about.
func TestNetworkPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/network.md")
	if err != nil {
		t.Fatal(err)
	}
	c := &plan.Cluster{CIDR: "10.20.0.0/16", Zones: []string{"ap-south-1a", "ap-south-1b", "ap-south-1c"}}
	for i := range c.Zones {
		public, private := c.Subnets()[i], c.Subnets()[len(c.Zones)+i]
		if row := fmt.Sprintf("| %s | %-14s | %-15s |", public.Zone, public.Range, private.Range); !strings.Contains(string(page), row) {
			t.Errorf("docs/network.md misses %s", row)
		}
	}
}
