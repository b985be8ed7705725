package config

// Canary brings out new versions step by step where people rely on the app, and takes them back when they miss the SLO.
type Canary struct {
	// Steps are the shares of requests, in percent, that the new version gets one after the other. They rise and end at 100.
	// Default 10, 25, 50, 100.
	Steps []Percent `json:"steps,omitempty"`
	// Pause is the time that each step lasts. Default 5m.
	Pause Duration `json:"pause,omitempty"`
	// Idle says what becomes of a new version that gets no requests to judge it by: pause, until a person promotes it or takes
	// it back, or promote. Default pause.
	Idle Idle `json:"idle,omitempty"`
}

// Idle is what becomes of a new version without requests.
type Idle string

// What there is to do.
const (
	IdlePause   Idle = "pause"
	IdlePromote Idle = "promote"
)

// Values lists what there is to do.
func (Idle) Values() []string { return []string{string(IdlePause), string(IdlePromote)} }
