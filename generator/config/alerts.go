package config

import (
	"errors"
	"regexp"
)

// Alerts say who hears of alerts. What a key of the secret monitoring/<fleet>/alertmanager holds, in AWS Secrets Manager of each
// cluster's region, is where to send them.
type Alerts struct {
	// Receivers are the teams that hear of their own alerts. The team "platform" must be among them: it hears of the platform's,
	// and of those whose team is not.
	Receivers map[Name]Receiver `json:"receivers" required:"true"`
	// Heartbeat is the key with the URL that is asked every minute for as long as alerts work, at a service that tells people
	// once it isn't. Default: nobody misses the alerts of a cluster that is gone.
	Heartbeat AlertKey `json:"heartbeat,omitempty"`
}

// Receiver is where a team hears of its alerts: of pages everywhere, of tickets in Slack if it has that.
type Receiver struct {
	// Slack is the key with the URL of an incoming webhook.
	Slack AlertKey `json:"slack,omitempty"`
	// PagerDuty is the key with the integration key of a service, of the Events API v2.
	PagerDuty AlertKey `json:"pagerduty,omitempty"`
}

// AlertKey is a key of the secret with the receivers.
type AlertKey string

var (
	alertKeyPattern = regexp.MustCompile(`^[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$`)
	// integrationKey is the form of PagerDuty's own keys (https://developer.pagerduty.com/docs/events-api-v2-overview).
	integrationKey = regexp.MustCompile(`^[0-9A-Za-z]{32}$`)
)

// Form is that of keys in a Secret, but for names that mean another file.
func (AlertKey) Form() Form { return textForm(alertKeyPattern.String(), "platform-slack") }

// UnmarshalText refuses what is no key, or what looks like the secret itself, which it does not repeat.
func (k *AlertKey) UnmarshalText(text []byte) error {
	if !alertKeyPattern.Match(text) || integrationKey.Match(text) {
		return errors.New("expected the name of a key such as platform-slack: letters, digits and -_. in it; its value stays in AWS Secrets Manager")
	}
	*k = AlertKey(text)
	return nil
}
