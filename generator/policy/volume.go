package policy

import (
	"path"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// volumes: what is mounted is there, what is there is mounted, no two mounts hide each other, space is bounded, and
// secrets are readable to the app alone.
func volumes(p *pod, r *report) {
	if p.app == nil {
		return
	}
	spec := &p.template.Spec
	mounted, names := map[string]bool{}, []string{}
	for i := range spec.Volumes {
		names = append(names, spec.Volumes[i].Name)
	}
	for c := range p.containers() {
		p.mounts(c, names, mounted, r)
	}
	p.noneOfBoth(mounted, r)
	seen := map[string]bool{}
	for i := range spec.Volumes {
		v, field := &spec.Volumes[i], at(p.spec("volumes"), i)
		for _, wrong := range validation.IsDNS1123Label(v.Name) {
			r.add(p.object, field+".name", "%q: %s", v.Name, wrong)
		}
		switch {
		case seen[v.Name]:
			r.add(p.object, field+".name", "another volume is called %q too", v.Name)
		case !mounted[v.Name]:
			r.add(p.object, field+".name", "no container mounts %q", v.Name)
		}
		seen[v.Name] = true
		p.source(v, field, r)
	}
}

// noneOfBoth reports a side that is missing as a whole.
func (p *pod) noneOfBoth(mounted map[string]bool, r *report) {
	c := p.main()
	switch volumes := len(p.template.Spec.Volumes); {
	case volumes == 0 && len(mounted) > 0:
		r.add(p.object, p.spec("volumes"), "missing: there are mounts")
	case volumes > 0 && len(mounted) == 0 && c != nil:
		r.add(p.object, c.at+".volumeMounts", "missing: there are volumes")
	}
}

// mounts judges the mounts of a container and notes the volumes that it mounts.
func (p *pod) mounts(c container, names []string, mounted map[string]bool, r *report) {
	paths := map[string]bool{}
	for i, m := range c.VolumeMounts {
		field := at(c.at+".volumeMounts", i)
		found := false
		for _, name := range names {
			found = found || name == m.Name
		}
		if !found {
			r.add(p.object, field+".name", "no volume %q%s", m.Name, hint(m.Name, names))
		}
		mounted[m.Name] = true
		switch {
		case !path.IsAbs(m.MountPath) || path.Clean(m.MountPath) != m.MountPath || m.MountPath == "/":
			r.add(p.object, field+".mountPath", "%q: expected a clean absolute path below /", m.MountPath)
		case paths[m.MountPath]:
			r.add(p.object, field+".mountPath", "%s is mounted twice", m.MountPath)
		}
		paths[m.MountPath] = true
		if m.MountPropagation != nil && *m.MountPropagation != corev1.MountPropagationNone {
			r.add(p.object, field+".mountPropagation", "%q: mounts of a container are no business of the node", *m.MountPropagation)
		}
		if !m.ReadOnly && p.isSecret(m.Name) {
			r.add(p.object, field+".readOnly", "a secret is mounted for reading")
		}
	}
}

func (p *pod) isSecret(volume string) bool {
	for _, v := range p.template.Spec.Volumes {
		if v.Name == volume {
			return v.Secret != nil
		}
	}
	return false
}

// readable are the permissions that a file of a secret may have: the app reads it as its owner or in its group.
const readable = 0o640

// source judges what a volume is made of.
func (p *pod) source(v *corev1.Volume, field string, r *report) {
	switch {
	case v.EmptyDir != nil:
		if v.EmptyDir.SizeLimit == nil || v.EmptyDir.SizeLimit.Sign() <= 0 {
			r.add(p.object, field+".emptyDir.sizeLimit", "missing: the volume could fill the node's disk")
		}
		oneOf(r, p.object, field+".emptyDir.medium", v.EmptyDir.Medium, corev1.StorageMediumMemory)
	case v.Secret != nil:
		if mode := v.Secret.DefaultMode; mode == nil || *mode&^readable != 0 || *mode&0o440 == 0 {
			r.add(p.object, field+".secret.defaultMode", "%#o: expected 0440 or 0400, so that other users cannot read it", deref(mode))
		}
		p.needsGroup(r)
	case v.ConfigMap != nil, v.Projected != nil, v.DownwardAPI != nil, v.PersistentVolumeClaim != nil:
	case v.HostPath != nil:
		r.add(p.object, field+".hostPath", "a file of the node outlives and outranks the pod")
	default:
		r.add(p.object, field, "has no source, or one that apps do not use here")
	}
}

// needsGroup: files of a secret belong to root, so the app reads them as a member of the group.
func (p *pod) needsGroup(r *report) {
	if s := p.template.Spec.SecurityContext; s == nil || s.FSGroup == nil {
		r.add(p.object, p.spec("securityContext.fsGroup"), "missing: the app could not read its secrets")
	}
}
