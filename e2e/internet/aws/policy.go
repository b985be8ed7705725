package aws

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Policy is an IAM policy, as far as Allows evaluates it
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html).
type Policy struct {
	Version, ID string
	Statement   []Statement
}

// Statement is one of a Policy.
type Statement struct {
	Sid, Effect      string
	Action, Resource words
	Condition        map[string]map[string]words // by operator, then key
}

// words is a list that may be written as its only item.
type words []string

// UnmarshalJSON reads a string or a list of strings.
func (w *words) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte(`"`)) {
		*w = make(words, 1)
		return json.Unmarshal(data, &(*w)[0])
	}
	return json.Unmarshal(data, (*[]string)(w))
}

// ParsePolicy reads a policy in JSON. An element that Allows would not evaluate is an error: it could allow too much.
func ParsePolicy(data []byte) (Policy, error) {
	var policy Policy
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&policy); err != nil {
		return Policy{}, fmt.Errorf("policy: %w", err)
	}
	for i, statement := range policy.Statement {
		if err := statement.check(); err != nil {
			return Policy{}, fmt.Errorf("policy: statement %d: %w", i, err)
		}
	}
	return policy, nil
}

func (s Statement) check() error {
	if s.Effect != "Allow" && s.Effect != "Deny" {
		return fmt.Errorf("effect %q", s.Effect)
	}
	for _, resource := range s.Resource {
		if strings.Contains(resource, "${") {
			return fmt.Errorf("resource %q: policy variables are not evaluated", resource)
		}
	}
	for operator := range s.Condition {
		if operators[operator] == nil {
			return fmt.Errorf("condition %s is not evaluated", operator)
		}
	}
	return nil
}

// Allows tells whether the action on the resource is allowed: no statement denies it and one allows it. The keys are what
// conditions may ask for, with their values.
func (p Policy) Allows(action, resource string, keys map[string][]string) bool {
	allowed := false
	for _, statement := range p.Statement {
		if !statement.matches(action, resource, keys) {
			continue
		}
		if statement.Effect == "Deny" {
			return false
		}
		allowed = true
	}
	return allowed
}

func (s Statement) matches(action, resource string, keys map[string][]string) bool {
	return s.Action.any(strings.ToLower(action), func(pattern, value string) bool { return like(strings.ToLower(pattern), value) }) &&
		s.Resource.any(resource, like) && s.holds(keys)
}

// holds tells whether every condition does.
func (s Statement) holds(keys map[string][]string) bool {
	for operator, conditions := range s.Condition {
		for key, wanted := range conditions {
			if !operators[operator](wanted, keys[key]) {
				return false
			}
		}
	}
	return true
}

// operators of conditions compare what the policy wants with the values of the request.
var operators = map[string]func(wanted words, values []string) bool{
	"StringEquals":              single(equal),
	"StringLike":                single(like),
	"ForAllValues:StringEquals": forAll(equal),
	"ForAllValues:StringLike":   forAll(like),
	"ForAnyValue:StringEquals":  forAny(equal),
	"ForAnyValue:StringLike":    forAny(like),
}

// single holds for a key with one value, if that is wanted; it does not on a key that the request lacks.
func single(matches func(pattern, value string) bool) func(words, []string) bool {
	return func(wanted words, values []string) bool {
		return len(values) == 1 && wanted.any(values[0], matches)
	}
}

// forAll holds if every value is wanted, hence for a key that the request lacks as well
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
func forAll(matches func(pattern, value string) bool) func(words, []string) bool {
	return func(wanted words, values []string) bool {
		return !slices.ContainsFunc(values, func(value string) bool { return !wanted.any(value, matches) })
	}
}

// forAny holds if some value is wanted, hence not for a key that the request lacks.
func forAny(matches func(pattern, value string) bool) func(words, []string) bool {
	return func(wanted words, values []string) bool {
		return slices.ContainsFunc(values, func(value string) bool { return wanted.any(value, matches) })
	}
}

func equal(pattern, value string) bool { return pattern == value }

func (w words) any(value string, matches func(pattern, value string) bool) bool {
	for _, pattern := range w {
		if matches(pattern, value) {
			return true
		}
	}
	return false
}

// like matches * with any characters, slashes too, and ? with one.
func like(pattern, value string) bool {
	expression := strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile(`(?s)^` + expression + `$`).MatchString(value)
}
