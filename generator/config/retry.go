package config

// RetryLimit is how often a request is tried again, from 0 to 3. Each try is load on an app that may fail because of load.
type RetryLimit int32

// Form is a count that may be nought.
func (RetryLimit) Form() Form { return wholeForm(0, 3, 1) }

// UnmarshalText refuses more tries than help.
func (l *RetryLimit) UnmarshalText(text []byte) error {
	n, err := whole(text, l.Form())
	*l = RetryLimit(n)
	return err
}

// RetryCondition says which answers are tried again.
type RetryCondition string

// The conditions, as Linkerd's annotation retry.linkerd.io/http takes them.
const (
	GatewayError RetryCondition = "gateway-error"
	ServerError  RetryCondition = "5xx"
)

// Values lists the conditions.
func (RetryCondition) Values() []string { return []string{string(GatewayError), string(ServerError)} }
