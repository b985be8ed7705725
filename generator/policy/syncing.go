package policy

// syncing is what makes Argo CD sync something: an Application, or the template of an ApplicationSet.
type syncing struct {
	*object
	field       string // of the spec
	metaField   string // of the metadata
	annotations map[string]string
	spec        applicationSpec
	set         *applicationSet // nil for an Application
	err         error           // the object cannot be read
	problems    []problem       // of the set's expansion
}

// findSyncings reads the Applications and ApplicationSets of a fleet.
func (w *world) findSyncings() {
	w.sourced = map[string]bool{}
	for _, c := range w.clusters {
		for _, o := range c.objects {
			switch {
			case argoKind(o, "Application"):
				a, err := decodeArgo[application](o)
				w.syncings = append(w.syncings, &syncing{object: o, field: "spec", metaField: "metadata", annotations: a.Metadata.Annotations, spec: a.Spec, err: err})
			case argoKind(o, "ApplicationSet"):
				s, err := decodeArgo[applicationSet](o)
				t := &s.Spec.Template
				w.syncings = append(w.syncings, &syncing{object: o, field: "spec.template.spec", metaField: "spec.template.metadata", annotations: t.Metadata.Annotations, spec: t.Spec, set: s, err: err})
			}
		}
	}
	for _, s := range w.syncings {
		for _, source := range s.sources() {
			w.sourced[source.RepoURL] = true
		}
	}
}

// source is one of an Application, at its field.
type source struct {
	*applicationSource
	field string
}

func (s source) same(other source) bool {
	return s.RepoURL == other.RepoURL && s.Path == other.Path && s.Chart == other.Chart
}

func (s *syncing) sources() []source {
	var all []source
	if s.spec.Source != nil {
		all = append(all, source{s.spec.Source, s.field + ".source"})
	}
	for i := range s.spec.Sources {
		all = append(all, source{&s.spec.Sources[i], at(s.field+".sources", i)})
	}
	return all
}
