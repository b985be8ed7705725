package policy

import (
	"iter"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// pod is the template of an object's pods.
type pod struct {
	*object
	at       string // the field of the template
	template *corev1.PodTemplateSpec
}

// podOf is the pod template of an object; nil if its kind makes no pods.
func podOf(o *object) *pod {
	switch t := o.Object.(type) {
	case *appsv1.Deployment:
		return &pod{o, "spec.template", &t.Spec.Template}
	case *appsv1.StatefulSet:
		return &pod{o, "spec.template", &t.Spec.Template}
	case *appsv1.DaemonSet:
		return &pod{o, "spec.template", &t.Spec.Template}
	case *batchv1.Job:
		return &pod{o, "spec.template", &t.Spec.Template}
	case *batchv1.CronJob:
		return &pod{o, "spec.jobTemplate.spec.template", &t.Spec.JobTemplate.Spec.Template}
	}
	return nil
}

// spec is the field of the pod's spec, or of what is below it.
func (p *pod) spec(below string) string {
	if below == "" {
		return p.at + ".spec"
	}
	return p.at + ".spec." + below
}

// container is one of a pod's containers.
type container struct {
	*corev1.Container
	at   string // its field
	init bool
}

// containers are those of the pod, init containers first.
func (p *pod) containers() iter.Seq[container] {
	return func(yield func(container) bool) {
		spec := &p.template.Spec
		for i := range spec.InitContainers {
			if !yield(container{&spec.InitContainers[i], at(p.spec("initContainers"), i), true}) {
				return
			}
		}
		for i := range spec.Containers {
			if !yield(container{&spec.Containers[i], at(p.spec("containers"), i), false}) {
				return
			}
		}
	}
}

// main is the container that is called as the app, else the first; nil if there is none.
func (p *pod) main() *container {
	var first *container
	for c := range p.containers() {
		if c.init {
			continue
		}
		if p.app != nil && c.Name == p.app.name {
			return &c
		}
		if first == nil {
			first = &c
		}
	}
	return first
}

// workload is the object's name as messages say it, such as Deployment/hello.
func (p *pod) workload() string { return p.id.Kind + "/" + p.id.Name }
