package policy_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/policy"
)

// BenchmarkCheck judges the largest fleet that the program is built for, and a tenth of it, to see that the time grows
// with the number of objects and no faster.
func BenchmarkCheck(b *testing.B) {
	for _, apps := range []int{100, 1000} {
		b.Run(fmt.Sprintf("%dapps", apps), func(b *testing.B) {
			fleet := build(b, synthetic(apps))
			objects := 0
			for _, c := range fleet.Clusters {
				objects += len(c.Entries)
			}
			b.ReportAllocs()
			for b.Loop() {
				if findings := policy.Check(fleet); len(findings) > 0 {
					b.Fatal(findings[0])
				}
			}
			b.ReportMetric(float64(objects), "objects")
		})
	}
}

// synthetic are the inputs of a cluster with three environments and as many apps, each with a secret, one caller and a
// destination outside.
func synthetic(apps int) fstest.MapFS {
	fsys := fstest.MapFS{
		"clusters/world/fleet.yaml": {Data: []byte(`repository: https://git.example.com/org/repo.git
domain: example.com
account: "111122223333"
hub: one
groups: {developers: devs, operators: ops}
`)},
		"clusters/world/one.yaml": {Data: []byte("region: eu-west-1\nzones: [eu-west-1a, eu-west-1b]\ncidr: 10.1.0.0/16\nenvironments: [\"*\"]\n")},
	}
	for _, environment := range []string{"development", "production", "staging"} {
		fsys["environments/"+environment+".yaml"] = &fstest.MapFile{Data: []byte(environmentFile)}
	}
	for i := range apps {
		name := fmt.Sprintf("app-%04d", i)
		image := "registry.example.com/" + name + ":1.0" + digest
		fsys["apps/"+name+"/app.yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"team: team-%d\nscratch: 16Mi\nsettings: {GREETING: hello}\nsecrets: [token]\ncallers: [app-%04d]\negress: [{cidr: 198.51.100.0/24}]\n", i%20, (i+1)%apps)}
		fsys["apps/"+name+"/versions.yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil, "development: %s\nstaging: %s\nproduction: %s\n", image, image, image)}
	}
	return fsys
}
