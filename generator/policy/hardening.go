package policy

import corev1 "k8s.io/api/core/v1"

// leastID keeps clear of the users and groups of the nodes (kube-score, "container-security-context-user-group-id").
const leastID = 10001

// hardening: beyond Pod Security restricted, pods of apps hold no token of the API server, see no other Service in their
// environment, run as a user that no node has, write to volumes alone and add no capability.
func hardening(p *pod, r *report) {
	if p.app == nil {
		return
	}
	p.identity(r)
	p.security(r)
	p.host(r)
	for c := range p.containers() {
		p.containerSecurity(c, r)
	}
}

func (p *pod) identity(r *report) {
	spec := &p.template.Spec
	if token := spec.AutomountServiceAccountToken; token == nil || *token {
		r.add(p.object, p.spec("automountServiceAccountToken"), "expected false: apps do not talk to the API server")
	}
	if links := spec.EnableServiceLinks; links == nil || *links {
		r.add(p.object, p.spec("enableServiceLinks"), "expected false: every Service of the namespace would be in the environment")
	}
	if spec.ServiceAccountName != p.app.name {
		r.add(p.object, p.spec("serviceAccountName"), "%q: expected %q, the app's own identity", spec.ServiceAccountName, p.app.name)
	}
	if spec.DeprecatedServiceAccount != "" && spec.DeprecatedServiceAccount != spec.ServiceAccountName {
		r.add(p.object, p.spec("serviceAccount"), "%q: the old name of serviceAccountName, which says otherwise", spec.DeprecatedServiceAccount)
	}
}

func (p *pod) security(r *report) {
	s, field := p.template.Spec.SecurityContext, p.spec("securityContext")
	if s == nil {
		r.add(p.object, field, "missing")
		return
	}
	if s.RunAsNonRoot == nil {
		r.add(p.object, field+".runAsNonRoot", "missing: a container that is added later would run as it likes")
	}
	if s.SeccompProfile == nil {
		r.add(p.object, field+".seccompProfile", "missing: a container that is added later would run without")
	} else if s.SeccompProfile.Type == corev1.SeccompProfileTypeLocalhost {
		r.add(p.object, field+".seccompProfile.type", "Localhost: no node has profiles of its own")
	}
	leastIDOf(p, field+".runAsUser", s.RunAsUser, true, r)
	leastIDOf(p, field+".runAsGroup", s.RunAsGroup, true, r)
	leastIDOf(p, field+".fsGroup", s.FSGroup, false, r)
	for i := range s.SupplementalGroups {
		leastIDOf(p, at(field+".supplementalGroups", i), &s.SupplementalGroups[i], true, r)
	}
	oneOf(r, p.object, field+".fsGroupChangePolicy", deref(s.FSGroupChangePolicy), corev1.FSGroupChangeOnRootMismatch, corev1.FSGroupChangeAlways)
	if len(s.Sysctls) > 0 {
		r.add(p.object, field+".sysctls", "no app changes the kernel's settings here")
	}
}

// leastIDOf judges the number of a user or a group.
func leastIDOf(p *pod, field string, id *int64, needed bool, r *report) {
	switch {
	case id == nil && needed:
		r.add(p.object, field, "missing: the image would choose")
	case id != nil && (*id < leastID || *id > 1<<31-1):
		r.add(p.object, field, "%d: expected %d or above, which no node uses", *id, leastID)
	}
}

// host: nothing ties a pod to its node or goes around the scheduler.
func (p *pod) host(r *report) {
	spec := &p.template.Spec
	if spec.RestartPolicy != "" && spec.RestartPolicy != corev1.RestartPolicyAlways {
		r.add(p.object, p.spec("restartPolicy"), "%q: expected Always", spec.RestartPolicy)
	}
	if spec.DNSPolicy != "" && spec.DNSPolicy != corev1.DNSClusterFirst {
		r.add(p.object, p.spec("dnsPolicy"), "%q: expected ClusterFirst, or names of Services mean nothing", spec.DNSPolicy)
	}
	if len(spec.HostAliases) > 0 {
		r.add(p.object, p.spec("hostAliases"), "names come from DNS")
	}
	if spec.ShareProcessNamespace != nil && *spec.ShareProcessNamespace {
		r.add(p.object, p.spec("shareProcessNamespace"), "containers would see each other's processes and files")
	}
	if spec.SchedulerName != "" && spec.SchedulerName != corev1.DefaultSchedulerName {
		r.add(p.object, p.spec("schedulerName"), "%q does not run here", spec.SchedulerName)
	}
}

func (p *pod) containerSecurity(c container, r *report) {
	s, field := c.SecurityContext, c.at+".securityContext"
	if s == nil {
		r.add(p.object, field, "missing")
		return
	}
	if s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem {
		r.add(p.object, field+".readOnlyRootFilesystem", "expected true: scratch of app.yaml gives a writable /tmp")
	}
	if s.RunAsNonRoot == nil {
		r.add(p.object, field+".runAsNonRoot", "missing")
	}
	leastIDOf(p, field+".runAsUser", s.RunAsUser, false, r)
	leastIDOf(p, field+".runAsGroup", s.RunAsGroup, false, r)
	if s.Capabilities != nil && len(s.Capabilities.Add) > 0 {
		r.add(p.object, field+".capabilities.add", "%q: an app needs none", s.Capabilities.Add)
	}
}
