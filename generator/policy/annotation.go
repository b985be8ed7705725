package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// annotations: keys of the controllers that run here are spelt as they read them, and so are their values. A misspelt
// annotation does nothing, and nobody says so.
func annotation(o *object, r *report) {
	checkAnnotations(o, "metadata.annotations", o.Object.GetAnnotations(), r)
	if pod := podOf(o); pod != nil {
		checkAnnotations(o, pod.at+".metadata.annotations", pod.template.Annotations, r)
	}
}

// nginx is the prefix of ingress-nginx's annotations.
const nginx = "nginx.ingress.kubernetes.io"

func checkAnnotations(o *object, field string, annotations map[string]string, r *report) {
	for name, value := range annotations {
		group, suffix, _ := strings.Cut(name, "/")
		known, ours := annotationKeys[group]
		switch {
		case group == nginx && doors[suffix] != "":
			r.add(o, key(field, name), "%s", doors[suffix])
		case ours && !slices.Contains(known, suffix):
			r.add(o, key(field, name), "no such annotation%s", hint(suffix, known))
		case valueErrors[name] != nil:
			if err := valueErrors[name](value); err != nil {
				r.add(o, key(field, name), "%v", err)
			}
		}
	}
}

// valueErrors judge the values of annotations that have a form.
var valueErrors = map[string]func(string) error{
	"argocd.argoproj.io/sync-wave": func(value string) error {
		if _, err := strconv.Atoi(value); err != nil {
			return fmt.Errorf("%q is not a whole number: the wave would be 0", value)
		}
		return nil
	},
	"argocd.argoproj.io/sync-options":                              listOf(syncOptions),
	"argocd.argoproj.io/compare-options":                           listOf([]string{"IgnoreExtraneous", "IncludeMutationWebhook=true", "ServerSideDiff=false", "ServerSideDiff=true"}),
	"linkerd.io/inject":                                            listOf([]string{"enabled", "disabled", "ingress"}),
	"balancer.linkerd.io/failure-accrual":                          listOf([]string{"consecutive", "unified"}),
	"balancer.linkerd.io/failure-accrual-consecutive-max-failures": wholeNumber,
	"balancer.linkerd.io/failure-accrual-consecutive-max-penalty":  aDuration,
	"balancer.linkerd.io/failure-accrual-consecutive-min-penalty":  aDuration,
	"retry.linkerd.io/http":                                        listOf([]string{"5xx", "gateway-error"}),
	"retry.linkerd.io/limit":                                       wholeNumber,
	"retry.linkerd.io/timeout":                                     aDuration,
	"timeout.linkerd.io/idle":                                      aDuration,
	"timeout.linkerd.io/request":                                   aDuration,
	"timeout.linkerd.io/response":                                  aDuration,
	"nginx.ingress.kubernetes.io/limit-connections":                positive,
	"nginx.ingress.kubernetes.io/limit-rps":                        positive,
	"nginx.ingress.kubernetes.io/proxy-read-timeout":               positive,
	"nginx.ingress.kubernetes.io/service-upstream":                 listOf(booleans),
	"nginx.ingress.kubernetes.io/ssl-redirect":                     listOf(booleans),
	"nginx.ingress.kubernetes.io/force-ssl-redirect":               listOf(booleans),
	"nginx.ingress.kubernetes.io/backend-protocol":                 listOf([]string{"AUTO_HTTP", "FCGI", "GRPC", "GRPCS", "HTTP", "HTTPS"}),
}

func wholeNumber(value string) error {
	if _, err := strconv.ParseUint(value, 10, 16); err != nil {
		return fmt.Errorf("%q is not a whole number", value)
	}
	return nil
}

func aDuration(value string) error {
	if d, err := meshDuration(value); err != nil || d == 0 {
		return fmt.Errorf("%q is not a duration of the mesh: expected a whole number with one of ms, s, m, h and d", value)
	}
	return nil
}

// positive judges a limit, of which 0 or what is no number is none.
func positive(value string) error {
	if n, err := strconv.ParseUint(value, 10, 31); err != nil || n == 0 {
		return fmt.Errorf("%q is no positive whole number: there would be no limit", value)
	}
	return nil
}

var booleans = []string{"false", "true"}

// listOf judges a list with commas whose items are all known.
func listOf(known []string) func(string) error {
	return func(value string) error {
		for item := range strings.SplitSeq(value, ",") {
			if !slices.Contains(known, item) {
				return fmt.Errorf("%q is not known%s", item, hint(item, known))
			}
		}
		return nil
	}
}

// syncOptions are those of Argo CD for an object or an Application (Argo CD, "Sync Options").
var syncOptions = []string{
	"ApplyOutOfSyncOnly=true", "CreateNamespace=true", "Delete=confirm", "Delete=false", "FailOnSharedResource=true", "Force=true",
	"Prune=confirm", "Prune=false", "PruneLast=true", "PrunePropagationPolicy=background", "PrunePropagationPolicy=foreground",
	"PrunePropagationPolicy=orphan", "Replace=true", "RespectIgnoreDifferences=true", "ServerSideApply=false",
	"ServerSideApply=true", "SkipDryRunOnMissingResource=true", "Validate=false",
}
