package refusal

import (
	"fmt"
	"strings"
)

// digest that no image has.
const digest = "@sha256:1111111111111111111111111111111111111111111111111111111111111111"

// templated is a workload in an environment whose pods are of that spec.
func templated(apiVersion, kind, rest, pod string) request {
	return request{yaml: fmt.Sprintf(`
apiVersion: %s
kind: %s
metadata: {name: refusal, namespace: ENV}
spec: {%s template: {metadata: {labels: {a: b}}, spec: %s}}`, apiVersion, kind, rest, pod)}
}

func deployment(pod string) request {
	return templated("apps/v1", "Deployment", "selector: {matchLabels: {a: b}},", pod)
}

func job(pod string) request {
	return templated("batch/v1", "Job", "", strings.Replace(pod, "{", "{restartPolicy: Never, ", 1))
}

// cronJob has its pods one level deeper.
func cronJob(pod string) request {
	return request{yaml: fmt.Sprintf(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: refusal, namespace: ENV}
spec: {schedule: "0 0 * * *", jobTemplate: {spec: {template: {spec: %s}}}}`, strings.Replace(pod, "{", "{restartPolicy: Never, ", 1))}
}

// running is a pod in an environment.
func running(image string) request {
	pod := restricted("ENV")
	pod.Spec.Containers[0].Image = image
	return request{yaml: yamlOf(object(pod))}
}

func pinnedImages() []pair {
	const (
		policy  = "pinned-images"
		tagged  = "{containers: [{name: main, image: example.com/a:1}]}"
		pinned  = "{containers: [{name: main, image: example.com/a:1" + digest + "}]}"
		says    = "images without a digest in main: write image@sha256:…, which versions.yaml has"
		workers = "selector: {matchLabels: {a: b}}, "
	)
	elsewhere := request{yaml: strings.ReplaceAll(deployment(tagged).yaml, "ENV", "kube-system")}
	return []pair{
		{policy, "a Deployment", says, deployment(tagged), deployment(pinned)},
		{policy, "not elsewhere", says, deployment(tagged), elsewhere},
		{policy, "a StatefulSet", says, templated("apps/v1", "StatefulSet", workers+"serviceName: a,", tagged), templated("apps/v1", "StatefulSet", workers+"serviceName: a,", pinned)},
		{policy, "a DaemonSet", says, templated("apps/v1", "DaemonSet", workers, tagged), templated("apps/v1", "DaemonSet", workers, pinned)},
		{policy, "a ReplicaSet", says, templated("apps/v1", "ReplicaSet", workers, tagged), templated("apps/v1", "ReplicaSet", workers, pinned)},
		{policy, "a ReplicationController", says, templated("v1", "ReplicationController", "selector: {a: b},", tagged), templated("v1", "ReplicationController", "selector: {a: b},", pinned)},
		{policy, "a pod", says, running("example.com/a:1"), running("example.com/a:1" + digest)},
		{policy, "a pod of an image like the mesh's", says, running("cr.l5d.io.example.com/linkerd/proxy:1"), running("cr.l5d.io/linkerd/proxy:1")},
		{policy, "a Job", says, job(tagged), job(pinned)},
		{policy, "a CronJob", says, cronJob(tagged), cronJob(pinned)},
		{policy, "a digest cut short", says, deployment("{containers: [{name: main, image: example.com/a@sha256:1111}]}"), deployment(pinned)},
		{policy, "a second container", strings.Replace(says, "main", "second", 1),
			deployment("{containers: [{name: main, image: a" + digest + "}, {name: second, image: a:1}]}"),
			deployment("{containers: [{name: main, image: a" + digest + "}, {name: second, image: a" + digest + "}]}")},
		{policy, "an init container and a container", strings.Replace(says, "main", "init, main", 1),
			deployment("{initContainers: [{name: init, image: a:1}], containers: [{name: main, image: a:1}]}"),
			deployment("{initContainers: [{name: init, image: a" + digest + "}], containers: [{name: main, image: a" + digest + "}]}")},
	}
}

func defaultDeny() []pair {
	policed := func(name, spec string) request {
		return request{apply: true, yaml: fmt.Sprintf(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: %s, namespace: ENV}
spec: %s`, name, spec)}
	}
	const (
		policy  = "default-deny"
		ways    = "default-deny lets nothing pass: a way has a policy of its own"
		all     = "default-deny is for all pods, both ways"
		open    = "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}]}"
		sending = "{podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}]}"
	)
	closed := policed(policy, "{podSelector: {}, policyTypes: [Ingress, Egress]}")
	return []pair{
		{policy, "it lets all in", ways, policed(policy, open), closed},
		{policy, "it lets all out", ways, policed(policy, sending), closed},
		{policy, "not another", ways, policed(policy, open), policed("refusal", open)},
		{policy, "it is for some", all, policed(policy, "{podSelector: {matchLabels: {a: b}}, policyTypes: [Ingress, Egress]}"), closed},
		{policy, "it is for one way", all, policed(policy, "{podSelector: {}, policyTypes: [Egress]}"), closed},
	}
}

func services() []pair {
	serving := func(spec string) request {
		return request{yaml: `
apiVersion: v1
kind: Service
metadata: {name: refusal, namespace: ENV}
spec: ` + spec}
	}
	const (
		policy    = "services"
		addresses = "externalIPs take traffic that is meant for others"
		elsewhere = "a Service leads to pods: what is elsewhere is egress of an app"
	)
	pods := serving("{selector: {a: b}, ports: [{port: 80}]}")
	name := serving("{type: ExternalName, externalName: example.com}")
	outside := request{yaml: strings.ReplaceAll(name.yaml, "ENV", "kube-system")}
	return []pair{
		{policy, "an address of others", addresses, serving("{selector: {a: b}, ports: [{port: 80}], externalIPs: [192.0.2.1]}"), pods},
		{policy, "a name elsewhere", elsewhere, name, pods},
		{policy, "not elsewhere", elsewhere, name, outside},
	}
}

// inDefault is an object in the namespace default.
func inDefault(apiVersion, kind, name, rest string) request {
	return request{yaml: fmt.Sprintf(`
apiVersion: %s
kind: %s
metadata: {name: %q, namespace: default}
%s`, apiVersion, kind, name, rest)}
}

func defaultNamespace() []pair {
	const (
		policy  = "default-namespace"
		says    = "nothing belongs into the namespace default: name the one that is meant"
		ingress = "spec: {defaultBackend: {service: {name: a, port: {number: 80}}}}"
		event   = "involvedObject: {namespace: default}"
		slice   = "addressType: IPv4\nendpoints: []"
		ports   = "spec: {ports: [{port: 443}]}"
	)
	configMap := inDefault("v1", "ConfigMap", "refusal", "")
	elsewhere := request{yaml: strings.ReplaceAll(configMap.yaml, "default", "kube-system")}
	return []pair{
		{policy, "a ConfigMap", says, configMap, elsewhere},
		{policy, "a ConfigMap beside the cluster's certificates", says, configMap, inDefault("v1", "ConfigMap", "kube-root-ca.crt", "")},
		{policy, "a ServiceAccount", says, inDefault("v1", "ServiceAccount", "refusal", ""), inDefault("v1", "ServiceAccount", "default", "")},
		{policy, "a Service", says, inDefault("v1", "Service", "refusal", ports), inDefault("v1", "Service", "kubernetes", ports)},
		{policy, "an EndpointSlice", says, inDefault("discovery.k8s.io/v1", "EndpointSlice", "refusal", slice), inDefault("discovery.k8s.io/v1", "EndpointSlice", "kubernetes", slice)},
		{policy, "an Ingress of the API server's name", says, inDefault("networking.k8s.io/v1", "Ingress", "kubernetes", ingress), inDefault("v1", "Event", "refusal", event)},
		{policy, "a Secret", says, inDefault("v1", "Secret", "refusal", ""), inDefault("v1", "Event", "refusal", event)},
	}
}
