package access

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// verbs that requests have (https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb).
var verbs = []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "escalate"}

// question is whether a subject may do something.
type question struct {
	subject                   Subject
	verb, resource, namespace string
	want                      bool
}

// Verify asks anew, by SubjectAccessReview: a review of rules says nothing of authorizers other than RBAC. For each row and
// column of people and programs it asks of one resource in one namespace every verb, of each resource that is in no row
// three, and of Secrets and tokens everything everywhere. The answers that differ are returned.
func (a *Access) Verify(ctx context.Context) ([]string, error) {
	var questions []question
	for _, p := range slices.Concat(a.people, a.programs) {
		questions = append(questions, a.cells(p)...)
		questions = append(questions, a.others(p)...)
	}
	for _, p := range a.people {
		questions = append(questions, a.secrets(p)...)
	}
	return a.ask(ctx, questions)
}

func (a *Access) cells(p part) []question {
	var all []question
	for _, r := range p.table.rows {
		for _, column := range p.table.columns {
			for _, verb := range verbs {
				all = append(all, p.question(verb, r.resources[0], column[0]))
			}
		}
	}
	for resource, namespaces := range p.rights {
		for _, verb := range namespaces[""] {
			all = append(all, p.question(verb, resource, ""))
		}
	}
	return all
}

// others asks of resources that are in no row.
func (a *Access) others(p part) []question {
	var all []question
	for _, resource := range slices.Sorted(maps.Keys(a.kinds)) {
		if p.rights[resource] != nil || a.everyone[resource] != nil {
			continue
		}
		for _, verb := range []string{"get", "create", "delete"} {
			if !a.kinds[resource] {
				all = append(all, question{subject: p.subject, verb: verb, resource: resource})
				continue
			}
			for _, column := range p.table.columns {
				all = append(all, question{subject: p.subject, verb: verb, resource: resource, namespace: column[0]})
			}
		}
	}
	return all
}

// secrets are for nobody, whatever the table says.
func (a *Access) secrets(p part) []question {
	var all []question
	for _, namespace := range a.namespaces {
		for _, verb := range verbs {
			for _, resource := range []string{"secrets", "serviceaccounts/token"} {
				all = append(all, question{p.subject, verb, resource, namespace, false})
			}
		}
	}
	return all
}

func (p part) question(verb, resource, namespace string) question {
	kind, _, _ := strings.Cut(resource, " ")
	allowed := slices.Concat(p.rights[resource][namespace], p.rights[kind][namespace]) // by name, and whatever the name
	if verb == "*" {
		verb = "anything"
	}
	return question{p.subject, verb, resource, namespace, slices.Contains(allowed, verb) || slices.Contains(allowed, "*")}
}

// ask returns the questions that are answered in another way.
func (a *Access) ask(ctx context.Context, questions []question) ([]string, error) {
	var mu sync.Mutex
	var wrong []string
	var first error
	queue := make(chan question)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for q := range queue {
				answer, err := a.answer(ctx, q)
				mu.Lock()
				if err != nil && first == nil {
					first = err
				}
				if err == nil && answer.Allowed != q.want {
					wrong = append(wrong, fmt.Sprintf("%s %s %s %q: allowed %v, reason %q", q.subject.User, q.verb, q.resource, q.namespace, answer.Allowed, answer.Reason))
				}
				mu.Unlock()
			}
		})
	}
	for _, q := range questions {
		queue <- q
	}
	close(queue)
	all.Wait()
	slices.Sort(wrong)
	return wrong, first
}

func (a *Access) answer(ctx context.Context, q question) (authorizationv1.SubjectAccessReviewStatus, error) {
	kind, name, _ := strings.Cut(q.resource, " ") // of a right to some by name
	kind, group, _ := strings.Cut(kind, ".")
	resource, subresource, _ := strings.Cut(kind, "/")
	review := &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
		User: q.subject.User, Groups: q.subject.groups(),
		ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: q.namespace, Verb: q.verb, Group: group, Resource: resource, Subresource: subresource,
			Name: strings.Split(name, ", ")[0],
		},
	}}
	review, err := a.admin.Kubernetes.AuthorizationV1().SubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return authorizationv1.SubjectAccessReviewStatus{}, fmt.Errorf("may %s %s %s: %w", q.subject.User, q.verb, q.resource, err)
	}
	return review.Status, nil
}
