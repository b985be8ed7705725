package policy

import (
	"slices"

	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// reference is a name by which one object means another of its namespace.
type reference struct{ kind, name string }

// use is a reference at a field. Optional ones may be dangling.
type use struct {
	reference
	field    string
	optional bool
}

// references: what an object of an environment names exists in its namespace.
func references(o *object, r *report) {
	if o.namespace == nil || o.namespace.plan == nil && !slices.Contains(ownReferences, o.id.Kind) {
		return // charts and controllers of the platform make what is not in the tree
	}
	for _, u := range usesOf(o) {
		if u.optional || o.namespace.has(u.reference) {
			continue
		}
		switch {
		case u.name == "":
			r.add(o, u.field, "missing: it names a %s", u.kind)
		default:
			r.add(o, u.field, "no %s %q in %s%s", u.kind, u.name, o.namespace.name, hint(u.name, o.namespace.known(u.kind)))
		}
	}
}

// ownReferences are the kinds that refer to objects of the tree in namespaces of the platform too.
var ownReferences = []string{"ExternalSecret", "RoleBinding", "SecretStore"}

// userFacing are the ClusterRoles that every cluster has (Kubernetes, "User-facing roles"). All but the first are too
// mighty to give away.
var userFacing = []string{"view", "edit", "admin", "cluster-admin"}

// has says whether the namespace holds what a reference means.
func (n *namespace) has(r reference) bool {
	if r.kind == "ClusterRole" && slices.Contains(userFacing, r.name) {
		return true
	}
	if r.kind == "Secret" {
		return n.secrets[r.name] != nil
	}
	return n.cluster.get(manifest.ID{Group: groupOf[r.kind], Kind: r.kind, Namespace: n.scope(r.kind), Name: r.name}) != nil
}

// known are the names that a reference to a kind may have.
func (n *namespace) known(kind string) []string {
	if kind == "Secret" {
		return sortedKeys(n.secrets)
	}
	return n.names(kind)
}

// scope is the namespace of the objects of a kind: none for what is the cluster's.
func (n *namespace) scope(kind string) string {
	if kind == "ClusterSecretStore" || kind == "ClusterRole" {
		return ""
	}
	return n.name
}

// groupOf are the API groups of the kinds that are referred to, but for those of the core group.
var groupOf = map[string]string{
	"AnalysisTemplate":   "argoproj.io",
	"ClusterRole":        rbacv1.GroupName,
	"ClusterSecretStore": "external-secrets.io",
	"Deployment":         "apps",
	"Role":               rbacv1.GroupName,
	"Rollout":            "argoproj.io",
	"SecretStore":        "external-secrets.io",
	"StatefulSet":        "apps",

	"AuthorizationPolicy":   meshGroup,
	"GRPCRoute":             gatewayv1.GroupName,
	"HTTPRoute":             gatewayv1.GroupName,
	"MeshTLSAuthentication": meshGroup,
	"NetworkAuthentication": meshGroup,
	"Server":                meshGroup,
}

// usesOf lists what an object refers to.
func usesOf(o *object) []use {
	switch t := o.Object.(type) {
	case *autoscalingv2.HorizontalPodAutoscaler:
		target := t.Spec.ScaleTargetRef
		return []use{{reference: reference{target.Kind, target.Name}, field: "spec.scaleTargetRef.name"}}
	case *externalsecrets.ExternalSecret:
		if !fetches(t) {
			return nil
		}
		store := t.Spec.SecretStoreRef
		return []use{{reference: reference{store.Kind, store.Name}, field: "spec.secretStoreRef.name"}}
	case *externalsecrets.SecretStore:
		account := t.Spec.Provider.AWS.Auth.JWT.ServiceAccountRef.Name
		return []use{{reference: reference{"ServiceAccount", account}, field: "spec.provider.aws.auth.jwt.serviceAccountRef.name"}}
	case *gatewayv1.HTTPRoute:
		return routeUses(&t.Spec)
	case *linkerd.AuthorizationPolicy:
		return authorizationUses(&t.Spec)
	case *networkingv1.Ingress:
		return ingressUses(&t.Spec)
	case *rollouts.Rollout:
		return rolloutUses(&t.Spec)
	case *rbacv1.RoleBinding:
		return []use{{reference: reference{t.RoleRef.Kind, t.RoleRef.Name}, field: "roleRef.name"}}
	}
	if p := podOf(o); p != nil {
		return podUses(p)
	}
	return nil
}

func ingressUses(spec *networkingv1.IngressSpec) []use {
	var uses []use
	for _, b := range backends(spec) {
		if b.Service != nil {
			uses = append(uses, use{reference: reference{"Service", b.Service.Name}, field: b.field + ".service.name"})
		}
	}
	for i, tls := range spec.TLS {
		uses = append(uses, use{reference: reference{"Secret", tls.SecretName}, field: at("spec.tls", i, ".secretName")})
	}
	return uses
}

// backend is one of an Ingress, at its field.
type backend struct {
	*networkingv1.IngressBackend
	field string
}

func backends(spec *networkingv1.IngressSpec) []backend {
	var all []backend
	if spec.DefaultBackend != nil {
		all = append(all, backend{spec.DefaultBackend, "spec.defaultBackend"})
	}
	for i := range spec.Rules {
		if http := spec.Rules[i].HTTP; http != nil {
			for j := range http.Paths {
				all = append(all, backend{&http.Paths[j].Backend, at(at("spec.rules", i, ".http.paths"), j, ".backend")})
			}
		}
	}
	return all
}

// findSecrets notes what makes each Secret: an ExternalSecret, a certificate of cert-manager, or a Secret in the tree.
func (c *cluster) findSecrets() {
	for _, o := range c.objects {
		switch t := o.Object.(type) {
		case *externalsecrets.ExternalSecret:
			if o.namespace != nil && t.Spec.Target.Name != "" {
				o.namespace.secrets[t.Spec.Target.Name] = o
			}
		case *corev1.Secret:
			if o.namespace != nil {
				o.namespace.secrets[t.Name] = o
			}
		case *networkingv1.Ingress:
			if o.namespace != nil && issuerOf(t) != "" {
				for _, tls := range t.Spec.TLS {
					if tls.SecretName != "" {
						o.namespace.secrets[tls.SecretName] = o
					}
				}
			}
		}
	}
}

// findUses notes everything that is referred to, to find what is not.
func (c *cluster) findUses() {
	for _, o := range c.objects {
		if o.namespace != nil {
			for _, u := range usesOf(o) {
				o.namespace.used[u.reference] = true
			}
		}
	}
}
