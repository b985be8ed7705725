// Package prometheus_test asks a real Prometheus every query of the dashboards in ../../rendered. It scrapes the real service,
// which answers some requests, and for what only a cluster has the samples in testdata, whose names, labels and types are those of
// the sources that each file names. It records what the app's PrometheusRule says. A query that selects nothing is a fault.
package prometheus_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestMain refuses to run where go would keep the result: its cache knows the files of this module only.
func TestMain(m *testing.M) {
	flag.Parse()
	if log := flag.Lookup("test.testlogfile"); log != nil && log.Value.String() != "" {
		fmt.Fprintln(os.Stderr, "go would cache this verdict on ../../rendered; run: go -C tools/prometheus test -count=1 ./...")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// build links Prometheus into ../../bin. It leaves out service discovery, which is half of what there is to compile.
func build(t *testing.T) string {
	t.Helper()
	bin, err := filepath.Abs("../../bin")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-tags=remove_all_sd", "-o", bin+string(filepath.Separator), "tool")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("Prometheus does not build: %v\n%s", err, out)
	}
	return filepath.Join(bin, "prometheus")
}
