package policy

import (
	"fmt"
	"strings"
	"sync"

	"github.com/example/fastapi-gitops/generator/manifest"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	psapi "k8s.io/pod-security-admission/api"
	pspolicy "k8s.io/pod-security-admission/policy"
)

// podSecurity asks the library that the API server asks when it admits a pod, as the mesh has injected it, at the level and version of the pod's
// namespace; the namespaces of apps have the level restricted (the rule "namespace").
func podSecurity(p *pod, r *report) {
	lv := psapi.LevelVersion{Level: psapi.LevelRestricted, Version: psapi.LatestVersion()}
	if p.namespace != nil {
		lv = p.namespace.podSecurity()
	}
	for _, result := range evaluatePod()(lv, p.injected()) {
		if result.Allowed {
			continue
		}
		for _, field := range p.forbidden(result) {
			r.add(p.object, field, "forbidden by Pod Security %s: %s (%s)", lv.Level, result.ForbiddenReason, result.ForbiddenDetail)
		}
	}
}

// evaluatePod is the evaluator with the checks of every version, built once.
var evaluatePod = sync.OnceValue(func() func(psapi.LevelVersion, *pod) []pspolicy.CheckResult {
	evaluator, err := pspolicy.NewEvaluator(pspolicy.DefaultChecks())
	utilruntime.Must(err) // the same checks on every run
	return func(lv psapi.LevelVersion, p *pod) []pspolicy.CheckResult {
		return evaluator.EvaluatePod(lv, &p.template.ObjectMeta, &p.template.Spec)
	}
})

// podSecurity is the level that the namespace enforces. An environment's is restricted at the cluster's version, whatever
// its labels say; without a Namespace in the tree the strictest is assumed.
func (n *namespace) podSecurity() psapi.LevelVersion {
	labels := map[string]string{}
	if n.plan != nil {
		labels[psapi.EnforceLevelLabel], labels[psapi.EnforceVersionLabel] = string(psapi.LevelRestricted), "v"+n.cluster.plan.Kubernetes
	} else if o := n.cluster.get(manifest.ID{Kind: "Namespace", Name: n.name}); o != nil {
		labels = o.Object.GetLabels()
	}
	level, _ := psapi.ParseLevel(labels[psapi.EnforceLevelLabel])       // restricted when it does not parse
	version, _ := psapi.ParseVersion(labels[psapi.EnforceVersionLabel]) // latest when it does not parse
	return psapi.LevelVersion{Level: level, Version: version}
}

// forbiddenFields are the fields behind the library's reasons, below the pod's spec or a container.
var forbiddenFields = map[string]string{
	"allowPrivilegeEscalation != false": "securityContext.allowPrivilegeEscalation",
	"forbidden AppArmor profile":        "securityContext.appArmorProfile",
	"forbidden AppArmor profiles":       "securityContext.appArmorProfile",
	"forbidden sysctls":                 "securityContext.sysctls",
	"hostPath volumes":                  "volumes",
	"hostPort":                          "ports",
	"hostProcess":                       "securityContext.windowsOptions.hostProcess",
	"non-default capabilities":          "securityContext.capabilities",
	"privileged":                        "securityContext.privileged",
	"procMount":                         "securityContext.procMount",
	"restricted volume types":           "volumes",
	"runAsNonRoot != true":              "securityContext.runAsNonRoot",
	"runAsUser=0":                       "securityContext.runAsUser",
	"seLinuxOptions":                    "securityContext.seLinuxOptions",
	"seccompProfile":                    "securityContext.seccompProfile",
	"unrestricted capabilities":         "securityContext.capabilities",
}

// forbidden are the fields that a result is about. The library names containers in its text and no fields.
func (p *pod) forbidden(result pspolicy.CheckResult) []string {
	var fields []string
	if result.ForbiddenReason == "host namespaces" { // the detail is hostNetwork=true, hostPID=true
		for item := range strings.SplitSeq(result.ForbiddenDetail, ", ") {
			name, _, _ := strings.Cut(item, "=")
			fields = append(fields, p.spec(name))
		}
		return fields
	}
	below := forbiddenFields[result.ForbiddenReason]
	switch {
	case strings.Contains(result.ForbiddenDetail, "capabilities.drop"):
		below += ".drop"
	case strings.Contains(result.ForbiddenDetail, "capabilities.add"):
		below += ".add"
	}
	for c := range p.containers() {
		if strings.Contains(result.ForbiddenDetail, fmt.Sprintf("%q", c.Name)) {
			fields = append(fields, c.at+"."+below)
		}
	}
	if len(fields) == 0 || strings.HasPrefix(result.ForbiddenDetail, "pod ") {
		fields = append(fields, p.spec(below))
	}
	return fields
}
