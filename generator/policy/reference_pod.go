package policy

import corev1 "k8s.io/api/core/v1"

// podUses are what a pod refers to.
func podUses(p *pod) []use {
	spec := &p.template.Spec
	uses := []use{{reference: reference{"ServiceAccount", spec.ServiceAccountName}, field: p.spec("serviceAccountName")}}
	for i, s := range spec.ImagePullSecrets {
		uses = append(uses, use{reference: reference{"Secret", s.Name}, field: at(p.spec("imagePullSecrets"), i, ".name")})
	}
	for i := range spec.Volumes {
		uses = append(uses, volumeUses(&spec.Volumes[i], at(p.spec("volumes"), i))...)
	}
	for c := range p.containers() {
		uses = append(uses, environmentUses(c)...)
	}
	return uses
}

func volumeUses(v *corev1.Volume, field string) []use {
	switch {
	case v.Secret != nil:
		return []use{{reference{"Secret", v.Secret.SecretName}, field + ".secret.secretName", deref(v.Secret.Optional)}}
	case v.ConfigMap != nil:
		return []use{{reference{"ConfigMap", v.ConfigMap.Name}, field + ".configMap.name", deref(v.ConfigMap.Optional)}}
	case v.PersistentVolumeClaim != nil:
		return []use{{reference: reference{"PersistentVolumeClaim", v.PersistentVolumeClaim.ClaimName}, field: field + ".persistentVolumeClaim.claimName"}}
	case v.Projected != nil:
		return projectedUses(v.Projected.Sources, field+".projected.sources")
	}
	return nil
}

func projectedUses(sources []corev1.VolumeProjection, field string) []use {
	var uses []use
	for i, s := range sources {
		if s.Secret != nil {
			uses = append(uses, use{reference{"Secret", s.Secret.Name}, at(field, i, ".secret.name"), deref(s.Secret.Optional)})
		}
		if s.ConfigMap != nil {
			uses = append(uses, use{reference{"ConfigMap", s.ConfigMap.Name}, at(field, i, ".configMap.name"), deref(s.ConfigMap.Optional)})
		}
	}
	return uses
}

func environmentUses(c container) []use {
	var uses []use
	for i, e := range c.Env {
		if e.ValueFrom == nil {
			continue
		}
		if s := e.ValueFrom.SecretKeyRef; s != nil {
			uses = append(uses, use{reference{"Secret", s.Name}, at(c.at+".env", i, ".valueFrom.secretKeyRef.name"), deref(s.Optional)})
		}
		if m := e.ValueFrom.ConfigMapKeyRef; m != nil {
			uses = append(uses, use{reference{"ConfigMap", m.Name}, at(c.at+".env", i, ".valueFrom.configMapKeyRef.name"), deref(m.Optional)})
		}
	}
	for i, e := range c.EnvFrom {
		if e.SecretRef != nil {
			uses = append(uses, use{reference{"Secret", e.SecretRef.Name}, at(c.at+".envFrom", i, ".secretRef.name"), deref(e.SecretRef.Optional)})
		}
		if e.ConfigMapRef != nil {
			uses = append(uses, use{reference{"ConfigMap", e.ConfigMapRef.Name}, at(c.at+".envFrom", i, ".configMapRef.name"), deref(e.ConfigMapRef.Optional)})
		}
	}
	return uses
}
