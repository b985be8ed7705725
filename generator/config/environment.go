package config

import "github.com/example/fastapi-gitops/generator/input"

// Environment is environments/<environment>.yaml: what is true for a tier. The file names the environment and the
// namespace of that name on each cluster that hosts it.
type Environment struct {
	Name     string          `json:"-"`
	Document *input.Document `json:"-"`

	// After names the environment from which an image is promoted to this one; the first has none.
	After Name `json:"after,omitempty"`
	// Production says that people rely on it: a cluster that hosts it outlives the loss of any zone, at a higher price.
	// Default: whether nothing is promoted from it.
	Production *bool `json:"production,omitempty"`
	// Replicas that an app runs here at least. Default 1.
	Replicas Count `json:"replicas,omitempty"`
	// Sizes are the size classes that an app may choose from.
	Sizes map[string]Size `json:"sizes" required:"true"`
	// Quota bounds what all apps of the environment use together on one cluster.
	Quota Quota `json:"quota" required:"true"`
	// Sync says how Argo CD applies the apps of the environment.
	Sync Sync `json:"sync,omitempty"`
	// Developers says what the developers' group may do: read, or edit. Default read.
	Developers Access `json:"developers,omitempty"`
}

// Size is a size class: what one replica of an app requests. The memory and storage requests are its limits too.
type Size struct {
	// CPU that is requested; there is no CPU limit, since throttling costs latency.
	CPU Quantity `json:"cpu" required:"true"`
	// Memory that is requested and the limit.
	Memory Quantity `json:"memory" required:"true"`
	// Storage is the ephemeral storage that is requested and the limit; scratch space comes on top.
	Storage Quantity `json:"storage" required:"true"`
}

// Quota bounds a namespace.
type Quota struct {
	// CPU is the sum of CPU requests.
	CPU Quantity `json:"cpu" required:"true"`
	// Memory is the sum of memory limits.
	Memory Quantity `json:"memory" required:"true"`
	// Storage is the sum of ephemeral storage limits.
	Storage Quantity `json:"storage" required:"true"`
	// Pods is the number of pods.
	Pods Count `json:"pods" required:"true"`
}

// Sync is the sync policy of an environment.
type Sync struct {
	// Prune deletes what git no longer holds. Default true.
	Prune *bool `json:"prune,omitempty"`
	// SelfHeal undoes changes made by hand. Default true. Without it they stand until the next commit of the repository.
	SelfHeal *bool `json:"selfHeal,omitempty"`
	// Windows allow or deny automated syncs at given times.
	Windows []Window `json:"windows,omitempty"`
}

// Window is a span of time in which automated syncs are allowed or denied.
type Window struct {
	// Kind is allow or deny.
	Kind WindowKind `json:"kind" required:"true"`
	// Schedule is the start as a cron expression of five fields.
	Schedule CronSchedule `json:"schedule" required:"true"`
	// Duration of the window, such as 8h.
	Duration Duration `json:"duration" required:"true"`
	// TimeZone is the IANA name of the schedule's zone. Default UTC.
	TimeZone TimeZone `json:"timeZone,omitempty"`
	// Manual lets people sync by hand while automated syncs are denied. Default false.
	Manual bool `json:"manual,omitempty"`
}

// WindowKind is the effect of a sync window.
type WindowKind string

// Values lists the kinds of window.
func (WindowKind) Values() []string { return []string{"allow", "deny"} }

// Access is what a group of people may do in a namespace.
type Access string

// The levels of access.
const (
	AccessRead Access = "read"
	AccessEdit Access = "edit"
)

// Values lists the levels of access.
func (Access) Values() []string { return []string{string(AccessRead), string(AccessEdit)} }
