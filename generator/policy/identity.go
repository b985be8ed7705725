package policy

import (
	"path"
	"reflect"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// clusterScoped are the kinds without a namespace among those that a tree may hold.
var clusterScoped = map[schema.GroupKind]bool{
	{Kind: "Namespace"}:        true,
	{Kind: "PersistentVolume"}: true,
	{Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration"}:     true,
	{Group: "admissionregistration.k8s.io", Kind: "ValidatingAdmissionPolicy"}:        true,
	{Group: "admissionregistration.k8s.io", Kind: "ValidatingAdmissionPolicyBinding"}: true,
	{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"}:   true,
	{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}:                 true,
	{Group: "apiregistration.k8s.io", Kind: "APIService"}:                             true,
	{Group: "cert-manager.io", Kind: "ClusterIssuer"}:                                 true,
	{Group: "external-secrets.io", Kind: "ClusterExternalSecret"}:                     true,
	{Group: "external-secrets.io", Kind: "ClusterSecretStore"}:                        true,
	{Group: "gateway.networking.k8s.io", Kind: "GatewayClass"}:                        true,
	{Group: "karpenter.sh", Kind: "NodePool"}:                                         true,
	{Group: "karpenter.k8s.aws", Kind: "EC2NodeClass"}:                                true,
	{Group: "networking.k8s.io", Kind: "IngressClass"}:                                true,
	{Group: "policy.cert-manager.io", Kind: "CertificateRequestPolicy"}:               true,
	{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"}:                         true,
	{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"}:                  true,
	{Group: "scheduling.k8s.io", Kind: "PriorityClass"}:                               true,
	{Group: "storage.k8s.io", Kind: "StorageClass"}:                                   true,
	{Group: "storage.k8s.io", Kind: "VolumeAttributesClass"}:                          true,
	{Group: "trust.cert-manager.io", Kind: "Bundle"}:                                  true,
}

// ClusterScoped says of a kind that a tree may hold whether its objects are without a namespace.
func ClusterScoped(kind schema.GroupKind) bool { return clusterScoped[kind] }

// kind: what the object says it is must be what its Go type is, or the API server reads its fields as another kind's.
func kind(o *object, r *report) {
	says := o.Object.GetObjectKind().GroupVersionKind()
	if known, _, err := manifest.Scheme().ObjectKinds(o.Object); err == nil {
		if says.Kind != known[0].Kind {
			r.add(o, "kind", "expected %s", known[0].Kind)
		}
		if says.GroupVersion() != known[0].GroupVersion() {
			r.add(o, "apiVersion", "expected %s", known[0].GroupVersion())
		}
		return
	}
	t := reflect.TypeOf(o.Object).Elem()
	if says.Kind != t.Name() {
		r.add(o, "kind", "expected %s", t.Name())
	}
	if version := path.Base(t.PkgPath()); says.Version != version || !strings.Contains(says.Group, ".") {
		r.add(o, "apiVersion", "expected a group and version %s", version)
	}
}

// place: file, directory and namespace follow from what the object is, so that each object has one possible place.
func place(o *object, r *report) {
	base := path.Base(o.Path)
	kind := strings.ToLower(o.id.Kind)
	switch dir := path.Dir(o.Path); {
	case o.id.Name == "" && o.Object.GetGenerateName() != "":
		r.add(o, "metadata.generateName", "an object that is applied again and again needs a name of its own")
	case base == "application.yaml" && strings.HasPrefix(dir, o.cluster.dir+"/platform/"):
		if want := o.cluster.plan.Name + "-" + path.Base(dir); o.id.Name != want {
			r.add(o, "metadata.name", "expected %q, the cluster and the component that the directory names", want)
		}
	case !strings.HasPrefix(base, kind+"-"):
		r.add(o, "kind", "a %s belongs into a file %s", o.id.Kind, manifest.Filename(o.Object))
	case base != manifest.Filename(o.Object):
		r.add(o, "metadata.name", "%q belongs into a file %s", o.id.Name, manifest.Filename(o.Object))
	}
	placeIn(o, r)
}

// placeIn compares the namespace with the directory.
func placeIn(o *object, r *report) {
	if ClusterScoped(schema.GroupKind{Group: o.id.Group, Kind: o.id.Kind}) {
		if o.id.Namespace != "" {
			r.add(o, "metadata.namespace", "a %s has no namespace", o.id.Kind)
		}
		return
	}
	want, known := o.expectedNamespace()
	switch {
	case o.id.Namespace == "":
		r.add(o, "metadata.namespace", "missing: it would depend on who applies the object")
	case known && o.id.Namespace != want:
		r.add(o, "metadata.namespace", "expected %q, which the directory names", want)
	}
}

// expectedNamespace is the namespace that the object's directory stands for, if it stands for one.
func (o *object) expectedNamespace() (string, bool) {
	rest, ok := strings.CutPrefix(o.Path, o.cluster.dir+"/")
	parts := strings.Split(rest, "/")
	switch {
	case !ok:
		return "", false
	case len(parts) == 4 && parts[0] == "apps", len(parts) == 3 && parts[0] == "namespaces":
		return parts[1], true
	case parts[0] == "argocd", parts[0] == "bootstrap", path.Base(o.Path) == "application.yaml":
		return argocdNamespace, true
	}
	return "", false
}

// directory: the directory is one of those that the plan knows, since Argo CD syncs no other.
func directory(o *object, r *report) {
	rest, ok := strings.CutPrefix(o.Path, o.cluster.dir+"/")
	parts := strings.Split(rest, "/")
	switch {
	case !ok:
		r.add(o, "", "outside %s, the directory of its cluster", o.cluster.dir)
	case o.app != nil && o.app.plan == nil:
		r.add(o, "", "no app %q is deployed in %s on %s", o.app.name, o.app.namespace.name, o.cluster.plan.Name)
	case parts[0] == "namespaces" && (len(parts) != 3 || !o.cluster.expects(parts[1])):
		r.add(o, "", "no environment %q is hosted by %s, nor does a component run there", parts[1], o.cluster.plan.Name)
	}
}

// expects says whether the cluster has a namespace: of an environment, or of a component.
func (c *cluster) expects(namespace string) bool {
	n := c.namespaceOf(namespace)
	return n.plan != nil || n.level != ""
}

// unique: two files for one object would undo each other at each sync.
func unique(c *cluster, r *report) {
	for _, o := range c.objects {
		for _, other := range c.byID[o.id] {
			if other != o {
				r.add(o, "metadata.name", "%s is in %s as well", o.id, other.Path)
			}
		}
	}
}
