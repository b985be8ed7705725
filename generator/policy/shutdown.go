package policy

// defaultGrace is the API server's, in seconds.
const defaultGrace = 30

// shutdown: a pod that leaves keeps serving until the ingress and every proxy have heard of it, then has the time that
// the app needs to finish its requests, all before the kubelet kills it.
func shutdown(p *pod, r *report) {
	if p.app == nil || p.app.plan == nil {
		return
	}
	var drain int64
	for c := range p.containers() {
		if c.init {
			continue
		}
		switch {
		case c.Lifecycle == nil || c.Lifecycle.PreStop == nil:
			r.add(p.object, c.at+".lifecycle.preStop", "missing: the app would stop to listen while requests still come")
		case c.Lifecycle.PreStop.Sleep == nil:
			r.add(p.object, c.at+".lifecycle.preStop.sleep", "missing: the image has no shell to sleep with otherwise")
		case c.Lifecycle.PreStop.Sleep.Seconds < leastDrain || c.Lifecycle.PreStop.Sleep.Seconds > mostDrain:
			r.add(p.object, c.at+".lifecycle.preStop.sleep.seconds", "%d: expected %d to %d, until every proxy has heard of it", c.Lifecycle.PreStop.Sleep.Seconds, leastDrain, mostDrain)
		default:
			drain = max(drain, c.Lifecycle.PreStop.Sleep.Seconds)
		}
	}
	grace := int64(defaultGrace)
	if p.template.Spec.TerminationGracePeriodSeconds != nil {
		grace = *p.template.Spec.TerminationGracePeriodSeconds
	}
	if need := drain + p.app.plan.Shutdown; grace <= need {
		r.add(p.object, p.spec("terminationGracePeriodSeconds"), "%d: expected more than %d, the %d of preStop and the %d that shutdown of apps/%s/app.yaml resolves to", grace, need, drain, p.app.plan.Shutdown, p.app.name)
	} else if grace > need+mostMargin {
		r.add(p.object, p.spec("terminationGracePeriodSeconds"), "%d: expected %d at most, or a pod that hangs holds up each rollout and node", grace, need+mostMargin)
	}
}

const (
	leastDrain = 5  // seconds
	mostDrain  = 60 // seconds
	mostMargin = 60 // seconds that the grace period may be above what is needed
)
