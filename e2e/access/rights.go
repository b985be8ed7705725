// Package access asks an API server who may do what in a cluster with the committed tree, writes it down for people, and
// verifies a sample of each cell by another way.
package access

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/example/fastapi-gitops/e2e/controlplane"
)

// Subject is who may do something.
type Subject struct {
	User   string
	Groups []string // beside system:authenticated
}

// Group is a person of a group.
func Group(name string) Subject { return Subject{User: "somebody", Groups: []string{name}} }

// Account is a ServiceAccount (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/).
func Account(namespace, name string) Subject {
	return Subject{
		User:   "system:serviceaccount:" + namespace + ":" + name,
		Groups: []string{"system:serviceaccounts", "system:serviceaccounts:" + namespace},
	}
}

func (s Subject) groups() []string { return append(slices.Clone(s.Groups), "system:authenticated") }

// nowhere is a namespace that no cluster has: the rights in it are those that are not of a namespace.
const nowhere = "nowhere"

// Rights are the verbs by resource, such as deployments/scale.apps, and namespace.
type Rights map[string]map[string][]string

func (r Rights) add(resource, namespace string, verbs []string) {
	if r[resource] == nil {
		r[resource] = map[string][]string{}
	}
	all := append(r[resource][namespace], verbs...)
	slices.Sort(all)
	r[resource][namespace] = slices.Compact(all)
}

// RightsOf asks what the subject may do in some namespaces, and in the cluster, which is the namespace "".
func RightsOf(ctx context.Context, admin *controlplane.Clients, s Subject, kinds Kinds, namespaces []string) (Rights, error) {
	config := rest.CopyConfig(admin.Rest)
	config.Impersonate = rest.ImpersonationConfig{UserName: s.User, Groups: s.groups()}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	rights := Rights{}
	for _, namespace := range append([]string{nowhere}, namespaces...) {
		review := &authorizationv1.SelfSubjectRulesReview{Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: namespace}}
		review, err := client.AuthorizationV1().SelfSubjectRulesReviews().Create(ctx, review, metav1.CreateOptions{})
		if err != nil {
			return nil, fmt.Errorf("rights of %s in %s: %w", s.User, namespace, err)
		}
		for _, rule := range review.Status.ResourceRules {
			for resource, namespaced := range kinds.match(rule) {
				switch {
				case namespaced && namespace != nowhere:
					rights.add(resource, namespace, rule.Verbs)
				case !namespaced && namespace == nowhere:
					rights.add(resource, "", rule.Verbs)
				}
			}
		}
	}
	return rights, nil
}

// without are the rights that others do not have.
func (r Rights) without(others Rights) Rights {
	left := Rights{}
	for resource, namespaces := range r {
		for namespace, verbs := range namespaces {
			more := slices.DeleteFunc(slices.Clone(verbs), func(v string) bool { return slices.Contains(others[resource][namespace], v) })
			if len(more) > 0 {
				left.add(resource, namespace, more)
			}
		}
	}
	return left
}

// Kinds are the resources that an API server knows, and whether they are in namespaces.
type Kinds map[string]bool

// KindsOf asks the API server.
func KindsOf(admin *controlplane.Clients) (Kinds, error) {
	_, lists, err := admin.Kubernetes.Discovery().ServerGroupsAndResources()
	if err != nil {
		return nil, err
	}
	kinds := Kinds{}
	for _, list := range lists {
		group, _, found := strings.Cut(list.GroupVersion, "/")
		if !found {
			group = ""
		}
		for _, r := range list.APIResources {
			kinds[qualified(group, r.Name)] = r.Namespaced
		}
	}
	return kinds, nil
}

func qualified(group, resource string) string {
	if group == "" {
		return resource
	}
	return resource + "." + group
}

// match are the resources of a rule. One that the API server does not know may come with an add-on of EKS, such as
// metrics-server, and is taken to be in namespaces.
func (k Kinds) match(rule authorizationv1.ResourceRule) map[string]bool {
	matched := map[string]bool{}
	for _, group := range rule.APIGroups {
		for _, resource := range rule.Resources {
			name := qualified(group, resource)
			switch {
			case group == "*" || strings.Contains(resource, "*"):
				maps.Copy(matched, k.matching(group, resource))
			case len(rule.ResourceNames) > 0:
				matched[name+" "+strings.Join(rule.ResourceNames, ", ")] = k.namespaced(name)
			default:
				matched[name] = k.namespaced(name)
			}
		}
	}
	return matched
}

func (k Kinds) namespaced(name string) bool {
	namespaced, known := k[name]
	return namespaced || !known
}

// matching are those of a group and a resource that may be * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources).
func (k Kinds) matching(group, resource string) map[string]bool {
	matched := map[string]bool{}
	for name, namespaced := range k {
		kind, of, _ := strings.Cut(name, ".")
		sub, isSub := strings.CutPrefix(resource, "*/")
		if (group == "*" || group == of) && (resource == "*" || resource == kind || isSub && strings.HasSuffix(kind, "/"+sub)) {
			matched[name] = namespaced
		}
	}
	return matched
}
