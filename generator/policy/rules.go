package policy

import "slices"

// Rule is one thing that final objects must hold to. Findings and waivers name it.
type Rule struct {
	Name string
	Doc  string // one line

	// What the rule looks at one at a time; exactly one of them is set.
	fleet     func(*world, *report)
	cluster   func(*cluster, *report)
	namespace func(*namespace, *report) // environments
	app       func(*app, *report)
	pod       func(*pod, *report)
	object    func(*object, *report)
}

// rules are all there are.
var rules = []Rule{
	// identity
	{Name: "kind", Doc: "apiVersion and kind are those of the object's type", object: kind},
	{Name: "place", Doc: "file, directory and namespace follow from what the object is", object: place},
	{Name: "directory", Doc: "the directory is of a cluster, an environment and an app that the inputs have", object: directory},
	{Name: "unique", Doc: "no object is in two files", cluster: unique},
	{Name: "metadata", Doc: "names, labels and annotation keys are valid, and nothing is set that only the API server sets", object: metadata},
	{Name: "labels", Doc: "objects and pods of an app carry its name and team", app: appLabels},
	{Name: "annotation", Doc: "annotations that controllers read are spelt as they read them", object: annotation},
	{Name: "complete", Doc: "an app has every object that it needs", app: complete},
	{Name: "input", Doc: "patches do not overrule what app.yaml and versions.yaml say", object: inputs},

	// references
	{Name: "selector", Doc: "selectors match the app's own pods and Service, all of them and no others", app: selector},
	{Name: "reference", Doc: "what is named exists in the namespace", object: references},
	{Name: "unused", Doc: "ServiceAccounts, ConfigMaps, Secrets and Roles are referred to", object: unused},
	{Name: "port", Doc: "ports agree from Ingress, ServiceMonitor and probes through the Service to the container", app: ports},
	{Name: "volume", Doc: "volumes and mounts agree, space is bounded, secrets are readable to the app alone", pod: volumes},

	// pods
	{Name: "pod-security", Doc: "Pod Security Standards, by the library of the API server at the namespace's level and version", pod: podSecurity},
	{Name: "hardening", Doc: "no token, read-only root, ids above 10000, no capability", pod: hardening},
	{Name: "containers", Doc: "a pod runs the app alone, in a container of its name", pod: containers},
	{Name: "image", Doc: "images are pinned by digest", pod: images},
	{Name: "resources", Doc: "requests for CPU, memory and storage, limits for the latter two, in plausible amounts", pod: resources},
	{Name: "probes", Doc: "startup, readiness and liveness probes with sane numbers, the latter two different", pod: probes},
	{Name: "shutdown", Doc: "preStop waits for proxies, and the grace period covers it and the app's shutdown", pod: shutdown},
	{Name: "spread", Doc: "replicas are spread over zones and nodes", pod: spread},
	{Name: "mesh", Doc: "pods are in the mesh, with a proxy of a stated size", pod: mesh},

	// workloads
	{Name: "rollout", Doc: "rolling updates take no pod away first, and begin with as many as the environment has at least", app: rollingUpdates},
	{Name: "canary", Doc: "a Rollout has the Deployment's pods, every request by its weights, and an analysis of the new pods alone", app: canaries},
	{Name: "autoscaler", Doc: "autoscalers look at the app's container, within sane bounds, and come down slowly", app: autoscaler},
	{Name: "disruption", Doc: "nodes can be drained one pod of an app at a time", app: disruption},
	{Name: "service", Doc: "Services are inside the cluster, on the port that apps call each other by", app: services},
	{Name: "ingress", Doc: "people come in over TLS through the ingress controller and the mesh", object: ingresses},
	{Name: "gateway", Doc: "people come in over TLS through the Gateway and the mesh", object: gateways},
	{Name: "route", Doc: "a host and path belong to one app in one environment", fleet: routes},

	// secrets and rights
	{Name: "plaintext-secret", Doc: "no Secret in git, but those by which Argo CD knows clusters, which hold no credential", object: plaintextSecret},
	{Name: "credential", Doc: "no value looks like a credential or stands under the name of one", object: credential},
	{Name: "external-secret", Doc: "an app's secrets come from its own prefix, before its pods", app: externalSecrets},
	{Name: "secret-store", Doc: "stores read AWS Secrets Manager in the cluster's region", namespace: secretStores},
	{Name: "service-account", Doc: "no token is mounted, and only the store's account has the role of secrets", namespace: accounts},
	{Name: "rbac", Doc: "rights are listed one by one, nobody reads Secrets, and people change only what they need to", object: rbac},

	// environments
	{Name: "namespace", Doc: "Namespaces say their Pod Security level, and those of apps are restricted and meshed", object: namespaces},
	{Name: "environment", Doc: "an environment has its Namespace, bounds, and a policy that denies by default", namespace: environments},
	{Name: "bounds", Doc: "quotas are those of the environment's file, and containers have defaults", namespace: bounds},
	{Name: "quota", Doc: "the quota covers all replicas, surge and sidecars", namespace: quota},
	{Name: "open-policy", Doc: "NetworkPolicies open nothing that the plan does not want", object: openPolicy},
	{Name: "reachable", Doc: "NetworkPolicies let through what each app needs", app: reachable},
	{Name: "isolated", Doc: "NetworkPolicies deny everyone else", app: isolated},

	// the mesh
	{Name: "authorized", Doc: "the mesh admits callers to an app, Prometheus to its metrics, the kubelet to its probes, and nobody else", app: authorized},
	{Name: "authorization", Doc: "policies of the mesh admit one by one whom the plan wants", object: authorization},
	{Name: "mesh-route", Doc: "routes of the mesh lead to ports that exist, by fields that it reads, and only reading is tried twice", object: meshRoutes},

	// the platform
	{Name: "component", Doc: "components are installed from the charts that they pin, into their own namespace", cluster: components},
	{Name: "platform", Doc: "a namespace of components has its Namespace, and policies that deny all but what they name", cluster: platform},
	{Name: "admission", Doc: "admission policies fail closed, say why they refuse, and are in force", cluster: admissions},
	{Name: "storage-class", Doc: "volumes are encrypted, and made in the zone of their pod", object: storageClasses},

	// what AWS has
	{Name: "aws-resource", Doc: "what the AWS controllers make stays and is taken over, and is what AWS accepts", object: awsResource},
	{Name: "aws-owner", Doc: "what is at AWS is made by one object of the fleet, and what an account has but once by the hub", fleet: awsOwners},
	{Name: "bucket", Doc: "buckets are encrypted, versioned, closed to the world and to requests without TLS, and forget what is old", object: buckets},

	// metrics
	{Name: "service-monitor", Doc: "metrics are scraped in time and bounded", app: serviceMonitors},
	{Name: "component-alert", Doc: "components' alerts reach the platform's team with a runbook, each by a name of its own, and wait for no pod", cluster: componentAlerts},
	{Name: "prometheus-rule", Doc: "rules can be read, look at the app's own series, and alert its team with a runbook", app: objectives},
	{Name: "dashboard", Doc: "dashboards can be read, ask what Prometheus can read, and say what to do", cluster: dashboards},

	// Argo CD
	{Name: "project", Doc: "objects are within what their AppProject allows, which is no more than there is", fleet: projects},
	{Name: "application", Doc: "Applications sync the fleet's branch with server-side apply and diff, and try again", fleet: applications},
	{Name: "application-set", Doc: "ApplicationSets fail on missing parameters and keep what runs", fleet: applicationSets},
	{Name: "wave", Doc: "an AppProject comes before what names it", fleet: waves},
	{Name: "delivery", Doc: "each file is synced by one Application, to its own cluster and namespace", fleet: delivery},

	// between two trees
	{Name: immutableRule, Doc: "fields that the API server lets nobody change do not change"},
}

// Rules are all rules, in the order in which documentation lists them.
func Rules() []Rule { return slices.Clone(rules) }

// Known says whether there is a rule of a name.
func Known(name string) bool {
	return slices.ContainsFunc(rules, func(rule Rule) bool { return rule.Name == name })
}
