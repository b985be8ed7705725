package platform_test

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/policy"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	psapi "k8s.io/pod-security-admission/api"
	pspolicy "k8s.io/pod-security-admission/policy"
)

// comparisons hold what a component declares against the objects that its chart makes, and return what differs.
var comparisons = []func(component.Installed, []*unstructured.Unstructured) []string{
	installs, namespaces, podSecurity, resources, pods, identities, traffic,
}

// faults are all that differs. Objects that name no namespace go into that of the release.
func faults(i component.Installed, objects []*unstructured.Unstructured) []string {
	for _, o := range objects {
		if o.GetNamespace() == "" && !clusterScoped(o) {
			o.SetNamespace(i.Namespace)
		}
	}
	autoscale(objects)
	var all []string
	for _, compare := range comparisons {
		all = append(all, compare(i, objects)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// autoscale gives workloads the replicas that their autoscaler starts with.
func autoscale(objects []*unstructured.Unstructured) {
	field := func(o *unstructured.Unstructured, names ...string) any {
		value, _, _ := unstructured.NestedFieldNoCopy(o.Object, names...) // nil is equal to nothing that is compared
		return value
	}
	for _, scaler := range objects {
		for _, o := range objects {
			if scaler.GetKind() == "HorizontalPodAutoscaler" && scaler.GetNamespace() == o.GetNamespace() &&
				field(scaler, "spec", "scaleTargetRef", "kind") == o.GetKind() && field(scaler, "spec", "scaleTargetRef", "name") == o.GetName() {
				_ = unstructured.SetNestedField(o.Object, field(scaler, "spec", "minReplicas"), "spec", "replicas") // a spec is a map
			}
		}
	}
}

func clusterScoped(o *unstructured.Unstructured) bool {
	return policy.ClusterScoped(o.GroupVersionKind().GroupKind())
}

// installs: the AppProject of the platform allows the declared kinds, each with or without a namespace, and no other.
func installs(i component.Installed, objects []*unstructured.Unstructured) []string {
	made := map[component.Kind]bool{}
	for _, o := range objects {
		made[component.Kind{GroupKind: o.GroupVersionKind().GroupKind(), Namespaced: !clusterScoped(o)}] = true
	}
	var wrong []string
	for kind := range made {
		if !slices.Contains(i.Installs, kind) {
			wrong = append(wrong, fmt.Sprintf("Installs lacks %s, which the chart makes (namespaced: %t)", kind.GroupKind, kind.Namespaced))
		}
	}
	for _, kind := range i.Installs {
		if !made[kind] {
			wrong = append(wrong, fmt.Sprintf("Installs has %s, which the chart does not make (namespaced: %t)", kind.GroupKind, kind.Namespaced))
		}
	}
	return wrong
}

// namespaces: the AppProject allows those alone.
func namespaces(i component.Installed, objects []*unstructured.Unstructured) []string {
	var wrong []string
	for _, o := range objects {
		switch namespace := o.GetNamespace(); {
		case clusterScoped(o) && namespace != "":
			wrong = append(wrong, fmt.Sprintf("%s: expected no namespace", named(o)))
		case !clusterScoped(o) && !slices.Contains(i.Namespaces(), namespace):
			wrong = append(wrong, fmt.Sprintf("%s: the namespace is not declared", named(o)))
		}
	}
	return wrong
}

// podSecurity asks the library that the API server asks.
func podSecurity(i component.Installed, objects []*unstructured.Unstructured) []string {
	evaluator, err := pspolicy.NewEvaluator(pspolicy.DefaultChecks())
	if err != nil {
		return []string{err.Error()}
	}
	return eachWorkload(objects, func(w workload) []string {
		level, err := psapi.ParseLevel(string(i.PodSecurity.Level))
		if err != nil {
			return []string{err.Error()}
		}
		var wrong []string
		for _, result := range evaluator.EvaluatePod(psapi.LevelVersion{Level: level, Version: psapi.LatestVersion()}, &w.template.ObjectMeta, &w.template.Spec) {
			if !result.Allowed {
				wrong = append(wrong, fmt.Sprintf("forbidden by Pod Security %s: %s (%s)", level, result.ForbiddenReason, result.ForbiddenDetail))
			}
		}
		return wrong
	})
}

// resources: without a limit of memory, a leak takes the node's.
func resources(_ component.Installed, objects []*unstructured.Unstructured) []string {
	return eachWorkload(objects, func(w workload) []string {
		var wrong []string
		for _, c := range slices.Concat(w.template.Spec.InitContainers, w.template.Spec.Containers) {
			for field, missing := range map[string]bool{
				"requests.cpu":    c.Resources.Requests.Cpu().IsZero(),
				"requests.memory": c.Resources.Requests.Memory().IsZero(),
				"limits.memory":   c.Resources.Limits.Memory().IsZero(),
			} {
				if missing {
					wrong = append(wrong, fmt.Sprintf("container %s has no %s", c.Name, field))
				}
			}
		}
		return wrong
	})
}

// pods: each workload that stays is among those that the nodes must have room for. What an operator will make of the
// chart's objects is declared besides.
func pods(i component.Installed, objects []*unstructured.Unstructured) []string {
	declared := map[string]int{}
	for _, p := range i.Parts.Pods {
		declared[footprint(p)]++
	}
	return eachWorkload(objects, func(w workload) []string {
		if w.made.Replicas == 0 && !w.made.PerNode {
			return nil
		}
		took := footprint(w.made)
		if declared[took]--; declared[took] >= 0 {
			return nil
		}
		return []string{"Pods lacks " + took}
	})
}

func footprint(p component.Pods) string {
	return fmt.Sprintf("replicas: %d, one a node: %t, cpu: %s, memory: %s", p.Replicas, p.PerNode, p.Requests.Cpu(), p.Requests.Memory())
}

// identities: EKS accepts an association with a ServiceAccount that nobody makes.
func identities(i component.Installed, objects []*unstructured.Unstructured) []string {
	accounts := map[manifest.ID]bool{}
	for _, o := range objects {
		accounts[manifest.IDOf(o)] = true
	}
	for _, o := range i.Parts.Objects {
		accounts[manifest.IDOf(o)] = true
	}
	var wrong []string
	for _, identity := range i.Parts.Identities {
		id := manifest.ID{Kind: "ServiceAccount", Namespace: cmp.Or(identity.Namespace, i.Namespace), Name: identity.ServiceAccount}
		if !accounts[id] {
			wrong = append(wrong, fmt.Sprintf("Identities: nobody makes %s", id))
		}
	}
	return wrong
}

// traffic: a network policy that selects nothing allows nothing.
func traffic(i component.Installed, objects []*unstructured.Unstructured) []string {
	var wrong []string
	for _, t := range i.Parts.Traffic {
		selected := false
		eachWorkload(objects, func(w workload) []string {
			selected = selected || labels.SelectorFromSet(t.Pods).Matches(labels.Set(w.template.Labels))
			return nil
		})
		if !selected {
			wrong = append(wrong, fmt.Sprintf("Traffic %q: no pod has the labels %v", t.Name, t.Pods))
		}
	}
	return wrong
}

// eachWorkload asks about each pod template and puts the name of the object before the answers.
func eachWorkload(objects []*unstructured.Unstructured, ask func(workload) []string) []string {
	var wrong []string
	for _, o := range objects {
		w, err := workloadOf(o)
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("%s: %v", named(o), err))
		}
		if w == nil {
			continue
		}
		for _, fault := range ask(*w) {
			wrong = append(wrong, fmt.Sprintf("%s: %s", named(o), fault))
		}
	}
	return wrong
}

func named(o *unstructured.Unstructured) string { return manifest.IDOf(o).String() }
