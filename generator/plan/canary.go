package plan

import (
	"time"

	"github.com/example/fastapi-gitops/generator/config"
)

// Canary is how a new version takes over in one environment.
type Canary struct {
	Weights []int32         // percent of the requests, rising to 100
	Pause   config.Duration // of each step
	Promote bool            // a version that gets no requests, instead of waiting for a person
}

// defaultWeights risk a tenth of the requests first, and end with all of them while every pod of the old version still stands
// ready: each step has about twice the load of the one before, so that what only load shows is met early and small.
var defaultWeights = []config.Percent{10, 25, 50, 100}

// defaultPause of a step fills the window of five minutes over which errors are looked at.
const defaultPause = config.Duration(5 * time.Minute)

// canary is none where nobody relies on the environment: there the newest version is to be seen at once.
func canary(c *config.Canary, e *Environment) *Canary {
	if c == nil || !e.Production {
		return nil
	}
	resolved := &Canary{Pause: or(c.Pause, defaultPause), Promote: c.Idle == config.IdlePromote}
	for _, weight := range steps(c) {
		resolved.Weights = append(resolved.Weights, int32(weight))
	}
	return resolved
}

func steps(c *config.Canary) []config.Percent {
	if c.Steps == nil {
		return defaultWeights
	}
	return c.Steps
}

// StableService and CanaryService are the Services of the version that is there and of the one that is coming; the app's own is
// for both.
func (w *Workload) StableService() string { return w.Name + stableSuffix }
func (w *Workload) CanaryService() string { return w.Name + canarySuffix }

const (
	stableSuffix = "-stable"
	canarySuffix = "-canary"
)

// CanaryDelay is the time from the first step of a canary to its first measurement, so that each new pod was scraped often
// enough, and CanaryInterval that between two measurements.
const (
	CanaryDelay    = config.Duration(2 * time.Minute)
	CanaryInterval = config.Duration(time.Minute)
)
