package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
)

// Quantity is a positive Kubernetes quantity, such as 100m or 128Mi.
type Quantity struct{ resource.Quantity }

// quantityPattern leaves out exponents and signs, which nobody needs here. Bounds on the digits keep a hostile input from
// asking for a number that takes minutes to compute.
var quantityPattern = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,9})?([KMGTPE]i|[numkMGTPE])?$`)

// Form says that 1n is the smallest quantity that there is.
func (Quantity) Form() Form {
	return Form{
		Types:   []string{"string", "number"},
		Pattern: quantityPattern.String(), Minimum: 1e-9,
		Examples: []any{"100m", "0.5", "128Mi"},
	}
}

// UnmarshalText refuses what is no quantity, and what is not above zero.
func (q *Quantity) UnmarshalText(text []byte) error {
	if !quantityPattern.Match(text) {
		return fmt.Errorf("%q is not a quantity: expected a number with a unit, such as 100m, 0.5 or 128Mi", text)
	}
	parsed, err := resource.ParseQuantity(string(text))
	if err != nil {
		return err
	}
	if parsed.Sign() <= 0 {
		return fmt.Errorf("%q is not above zero", text)
	}
	q.Quantity = parsed
	return nil
}

// Duration is a positive duration of whole seconds, at most a day; LatencyBound is for shorter ones.
type Duration time.Duration

// Form is hours, minutes and seconds.
func (Duration) Form() Form { return textForm(`^([0-9]+(\.[0-9]+)?[hms])+$`, "30s", "5m", "8h") }

// UnmarshalText reads Go's form, such as 30s or 8h.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a duration: expected a number with a unit, such as 30s, 5m or 8h", text)
	}
	if parsed < time.Second || parsed > 24*time.Hour || parsed%time.Second != 0 {
		return fmt.Errorf("%q is out of range: expected whole seconds from 1s to 24h", text)
	}
	*d = Duration(parsed)
	return nil
}

// String is the duration in its largest whole unit, such as 8h.
func (d Duration) String() string {
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "m"}} {
		if time.Duration(d)%unit.size == 0 {
			return strconv.FormatInt(int64(time.Duration(d)/unit.size), 10) + unit.name
		}
	}
	return strconv.FormatInt(d.Seconds(), 10) + "s"
}

// Seconds of the duration.
func (d Duration) Seconds() int64 { return int64(time.Duration(d) / time.Second) }

// LatencyBound is the upper bound of a bucket of the request duration histogram, in seconds. The bounds are the default
// ones of the Prometheus client libraries.
type LatencyBound float64

// latencyBounds are Histogram.DEFAULT_BUCKETS of the Prometheus Python client.
var latencyBounds = []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}

// Values lists the bounds.
func (LatencyBound) Values() []string {
	names := make([]string, len(latencyBounds))
	for i, bound := range latencyBounds {
		names[i] = time.Duration(bound * float64(time.Second)).String()
	}
	return names
}

// UnmarshalText reads a duration that is one of the bounds: between two buckets no latency can be judged.
func (l *LatencyBound) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil || !slices.Contains(latencyBounds, parsed.Seconds()) {
		return fmt.Errorf("%q is not a bucket of the latency histogram: expected one of %s", text, strings.Join(l.Values(), ", "))
	}
	*l = LatencyBound(parsed.Seconds())
	return nil
}

// Port is a TCP port.
type Port int32

// Form is the range of every port. Which of them are free depends on whose port it is.
func (Port) Form() Form { return wholeForm(1, 65535, 8000) }

// UnmarshalText refuses what is no TCP port.
func (p *Port) UnmarshalText(text []byte) error {
	n, err := whole(text, p.Form())
	*p = Port(n)
	return err
}

// Count is a whole number from 1 to 10000.
type Count int32

// Form is a count of replicas or pods.
func (Count) Form() Form { return wholeForm(1, 10000, 3) }

// UnmarshalText refuses zero and what no cluster holds.
func (c *Count) UnmarshalText(text []byte) error {
	n, err := whole(text, c.Form())
	*c = Count(n)
	return err
}

// Percent is a whole number from 1 to 100.
type Percent int32

// Form is a share without decimals.
func (Percent) Form() Form { return wholeForm(1, 100, 70) }

// UnmarshalText refuses what lies outside.
func (p *Percent) UnmarshalText(text []byte) error {
	n, err := whole(text, p.Form())
	*p = Percent(n)
	return err
}

func whole(text []byte, form Form) (int64, error) {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || float64(n) < form.Minimum || float64(n) > form.Maximum {
		return 0, fmt.Errorf("%q is not a whole number from %v to %v", text, form.Minimum, form.Maximum)
	}
	return n, nil
}

// Objective is a share in percent, from 95 to 99.999, with at most three decimals. Below 95 the budget is so large that no
// rate of errors burns it fast enough for a page.
type Objective struct {
	// Text is the share as it was written, such as 99.9.
	Text string
	// Budget is the share of requests that may miss the objective, such as 0.001.
	Budget float64
}

// Form leaves the number of decimals to UnmarshalText.
func (Objective) Form() Form {
	return Form{Types: []string{"number"}, Minimum: 95, Maximum: 99.999, Examples: []any{99, 99.9}}
}

// UnmarshalText refuses 100, which leaves no error budget to burn.
func (o *Objective) UnmarshalText(text []byte) error {
	percent, err := strconv.ParseFloat(string(text), 64)
	thousandths := int64(percent*1000 + 0.5)
	if form := o.Form(); err != nil || percent < form.Minimum || percent > form.Maximum || float64(thousandths)/1000 != percent {
		return fmt.Errorf("%q is not an objective: expected a percentage from 95 to 99.999, such as 99.9", text)
	}
	*o = Objective{Text: strconv.FormatFloat(percent, 'f', -1, 64), Budget: float64(100_000-thousandths) / 100_000}
	return nil
}
