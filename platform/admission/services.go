package admission

import admissionv1 "k8s.io/api/admissionregistration/v1"

// services: one of an environment leads to its pods alone. EKS lets people choose addresses that others talk to
// (CVE-2020-8554, https://github.com/kubernetes/kubernetes/issues/97076), and no rule here sees where a name leads.
var services = rule{
	name:       "services",
	namespaces: environments,
	on:         []resources{{"", "v1", []string{"services"}, written}},
	conditions: []admissionv1.MatchCondition{staying},
	checks: []admissionv1.Validation{
		check("object.spec.?externalIPs.orValue([]).size() == 0", "externalIPs take traffic that is meant for others"),
		check("object.spec.?type.orValue('') != 'ExternalName'", "a Service leads to pods: what is elsewhere is egress of an app"),
	},
}
