package v1alpha1

import "k8s.io/apimachinery/pkg/api/resource"

// RequestBuffer bounds the body of a request.
type RequestBuffer struct {
	Limit resource.Quantity `json:"limit"`
}

// RateLimit of type Local counts requests in each proxy by itself.
type RateLimit struct {
	Type  string         `json:"type"`
	Local LocalRateLimit `json:"local"`
}

// LocalRateLimit has the strictest of its rules.
type LocalRateLimit struct {
	Rules []RateLimitRule `json:"rules"`
}

// RateLimitRule is a bound for the clients that meet all of its selectors.
type RateLimitRule struct {
	ClientSelectors []ClientSelector `json:"clientSelectors,omitempty"`
	Limit           RateLimitValue   `json:"limit"`
}

// ClientSelector is a range of clients' addresses.
type ClientSelector struct {
	SourceCIDR SourceCIDR `json:"sourceCIDR"`
}

// SourceCIDR of type Distinct counts each address of the range by itself.
type SourceCIDR struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

// RateLimitValue is a number of requests in a unit of time, such as Second.
type RateLimitValue struct {
	Requests int64  `json:"requests"`
	Unit     string `json:"unit"`
}
