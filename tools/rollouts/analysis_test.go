// Package rollouts_test asks Argo Rollouts itself, as it runs on the clusters, what it makes of the conditions in the committed
// tree in ../../rendered.
package rollouts_test

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/utils/evaluate"
	"github.com/sirupsen/logrus"
	"sigs.k8s.io/yaml"
)

// TestMain refuses to run where go would keep the result: its cache knows the files of this module only.
func TestMain(m *testing.M) {
	flag.Parse()
	if log := flag.Lookup("test.testlogfile"); log != nil && log.Value.String() != "" {
		fmt.Fprintln(os.Stderr, "go would cache this verdict on ../../rendered; run: go -C tools/rollouts test -count=1 ./...")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// TestConditions gives each metric what Prometheus may answer: Argo Rollouts reads a vector as the list of its values.
func TestConditions(t *testing.T) {
	for _, metric := range metrics(t) {
		limit := limitOf(t, metric)
		idle := v1alpha1.AnalysisPhaseInconclusive
		if strings.Contains(metric.SuccessCondition, "||") { // idle: promote
			idle = v1alpha1.AnalysisPhaseSuccessful
		}
		for _, c := range []struct {
			name   string
			result []float64
			want   v1alpha1.AnalysisPhase
		}{
			{"no series", []float64{}, idle},
			{"no requests", []float64{math.NaN()}, idle},
			{"no failure", []float64{0}, v1alpha1.AnalysisPhaseSuccessful},
			{"at the limit", []float64{limit}, v1alpha1.AnalysisPhaseSuccessful},
			{"above the limit", []float64{math.Nextafter(limit, 1)}, v1alpha1.AnalysisPhaseFailed},
			{"nothing but failures", []float64{1}, v1alpha1.AnalysisPhaseFailed},
		} {
			got, err := evaluate.EvaluateResult(c.result, metric, *quiet())
			if err != nil || got != c.want {
				t.Errorf("%s: %s: %s (%v), want %s", metric.Name, c.name, got, err, c.want)
			}
		}
	}
}

// TestConditionsFindFault proves that the judge refuses what is no expression, and what is no condition.
func TestConditionsFindFault(t *testing.T) {
	for _, condition := range []string{"result[0] <", "len(result)", "reslut[0] < 1"} {
		metric := v1alpha1.Metric{SuccessCondition: condition}
		if phase, err := evaluate.EvaluateResult([]float64{0}, metric, *quiet()); err == nil {
			t.Errorf("%s: %s, want an error", condition, phase)
		}
	}
}

// metrics are those of every AnalysisTemplate of the tree.
func metrics(t *testing.T) []v1alpha1.Metric {
	t.Helper()
	files, err := filepath.Glob("../../rendered/*/*/apps/*/*/analysistemplate-*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no AnalysisTemplate (%v)", err)
	}
	var all []v1alpha1.Metric
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var template v1alpha1.AnalysisTemplate
		if err := yaml.UnmarshalStrict(raw, &template); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, template.Spec.Metrics...)
	}
	return all
}

// limitOf is the number that a metric's failure condition ends in.
func limitOf(t *testing.T, metric v1alpha1.Metric) float64 {
	t.Helper()
	var limit float64
	_, last, _ := strings.Cut(metric.FailureCondition, "result[0] > ")
	if _, err := fmt.Sscan(last, &limit); err != nil {
		t.Fatalf("%s: %q ends in no limit: %v", metric.Name, metric.FailureCondition, err)
	}
	return limit
}

func quiet() *logrus.Entry {
	log := logrus.New()
	log.SetOutput(io.Discard)
	return logrus.NewEntry(log)
}
