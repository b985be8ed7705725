package promql

import "testing"

func TestCompares(t *testing.T) {
	for expr, want := range map[string]bool{
		`up == 0`:                     true,
		`a{b!="c"} >= 1`:              true,
		`absent(up{job="a"})`:         true,
		`up{job="a"}`:                 false,
		`rate(a{b!="c",d=~"<"}[5m])`:  false,
		`sum(a{x="absent"})`:          false,
		`label_replace(a, "<", "==")`: false,
		``:                            false,
	} {
		if got := Compares(expr); got != want {
			t.Errorf("Compares(%q) = %t", expr, got)
		}
	}
}
