package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// The annotations by which a route of a Service says how long to wait and what to try again.
const (
	requestTimeout = "timeout.linkerd.io/request"
	retryOn        = "retry.linkerd.io/http"
	retryLimit     = "retry.linkerd.io/limit"
	retryTimeout   = "retry.linkerd.io/timeout"
)

// routeTimes: a route waits as long as app.yaml says, and tries again only what may be sent twice: a request that only reads (RFC
// 9110, section 9.2.1), within the time that there is for all tries.
func routeTimes(o *object, route *gatewayv1.HTTPRoute, r *report) {
	const field = "metadata.annotations"
	timeout, err := meshDuration(route.Annotations[requestTimeout])
	if err != nil || timeout == 0 {
		r.add(o, key(field, requestTimeout), "%q: expected a duration, or callers wait for ever", route.Annotations[requestTimeout])
	} else if o.app != nil && o.app.plan != nil {
		expect(r, o, key(field, requestTimeout), timeout, time.Duration(o.app.plan.Timeout)*time.Second, "timeout")
	}
	if !slices.ContainsFunc(sortedKeys(route.Annotations), func(name string) bool { return strings.HasPrefix(name, "retry.linkerd.io/") }) {
		return
	}
	onlyReads(o, route, r)
	retries(o, route.Annotations, timeout, r)
}

// onlyReads reports matches of a route with retries that take other requests as well.
func onlyReads(o *object, route *gatewayv1.HTTPRoute, r *report) {
	safe := []gatewayv1.HTTPMethod{gatewayv1.HTTPMethodGet, gatewayv1.HTTPMethodHead, gatewayv1.HTTPMethodOptions}
	for i, rule := range route.Spec.Rules {
		if len(rule.Matches) == 0 {
			r.add(o, at("spec.rules", i, ".matches"), "missing: requests that change something would be sent twice; expected a match for each of %q", safe)
		}
		for j, match := range rule.Matches {
			if !slices.Contains(safe, deref(match.Method)) {
				r.add(o, at(at("spec.rules", i, ".matches"), j, ".method"), "%q: requests that change something would be sent twice; expected one of %q", deref(match.Method), safe)
			}
		}
	}
}

func retries(o *object, annotations map[string]string, timeout time.Duration, r *report) {
	const field = "metadata.annotations"
	limit, err := strconv.ParseUint(annotations[retryLimit], 10, 16)
	if err != nil || limit == 0 {
		r.add(o, key(field, retryLimit), "%q: expected a number from 1", annotations[retryLimit])
		return
	}
	try, err := meshDuration(annotations[retryTimeout])
	switch {
	case err != nil || try == 0:
		r.add(o, key(field, retryTimeout), "%q: expected a duration, or the first try takes all of the time", annotations[retryTimeout])
	case timeout > 0 && try*time.Duration(limit+1) > timeout:
		r.add(o, key(field, retryTimeout), "%s for each of %d tries is more than the %s for all of them", try, limit+1, timeout)
	}
	if o.app == nil || o.app.plan == nil {
		return
	}
	want := o.app.plan.Retries
	expect(r, o, key(field, retryLimit), int32(limit), want.Limit, "retries.limit")
	expect(r, o, key(field, retryOn), annotations[retryOn], want.On, "retries.on")
	if err == nil && try > 0 && try.Seconds() <= o.app.plan.SLO.Latency {
		r.add(o, key(field, retryTimeout), "%s is not above the latency that the SLO calls fast: good requests would be sent twice", try)
	}
}

// meshDuration reads a duration as Linkerd does: whole numbers with one unit; nothing is no time.
func meshDuration(text string) (time.Duration, error) {
	digits := strings.TrimRight(text, "dhms")
	number, err := strconv.ParseUint(digits, 10, 32)
	if text == "" || text == "0" {
		return 0, nil
	}
	units := map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}
	unit, known := units[text[len(digits):]]
	if err != nil || !known {
		return 0, fmt.Errorf("%q is no duration to the mesh: expected a whole number with one of ms, s, m, h and d", text)
	}
	return time.Duration(number) * unit, nil
}
