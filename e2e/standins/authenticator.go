package standins

import (
	"encoding/json"
	"fmt"
	"net/http"

	authenticationv1 "k8s.io/api/authentication/v1"
	"sigs.k8s.io/yaml"
)

// Authenticator is what EKS asks when a bearer's token is none of a ServiceAccount: whom of IAM it is of, and what the cluster's
// access entries make of them (https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html).
type Authenticator struct {
	// Identify is whom a token is of: the ARN of a role, and that of its session.
	Identify func(token string) (role, session string, err error)
	Entries  []AccessEntry
}

// AccessEntry lets a role in (https://schema.eksctl.io, accessConfig.accessEntries).
type AccessEntry struct {
	PrincipalARN     string
	KubernetesGroups []string
	AccessPolicies   []struct{ PolicyARN string }
}

// clusterAdmin is the policy with all rights. EKS has an authorizer for it; here it is the group that RBAC has for that.
const clusterAdmin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

// ReadAccessEntries are those of an eksctl ClusterConfig.
func ReadAccessEntries(config []byte) ([]AccessEntry, error) {
	var c struct {
		AccessConfig struct{ AccessEntries []AccessEntry }
	}
	if err := yaml.Unmarshal(config, &c); err != nil {
		return nil, fmt.Errorf("cluster config: %w", err)
	}
	return c.AccessConfig.AccessEntries, nil
}

// groups are those of a role, and false if no entry lets it in.
func (a Authenticator) groups(role string) (groups []string, ok bool) {
	for _, entry := range a.Entries {
		if entry.PrincipalARN != role {
			continue
		}
		groups = append(groups, entry.KubernetesGroups...)
		for _, policy := range entry.AccessPolicies {
			if policy.PolicyARN == clusterAdmin {
				groups = append(groups, "system:masters")
			}
		}
		return groups, true
	}
	return nil, false
}

// ServeHTTP answers a TokenReview.
func (a Authenticator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var review authenticationv1.TokenReview
	if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	role, session, err := a.Identify(review.Spec.Token)
	groups, entered := a.groups(role)
	switch {
	case err != nil:
		review.Status = authenticationv1.TokenReviewStatus{Error: err.Error()}
	case !entered:
		review.Status = authenticationv1.TokenReviewStatus{Error: "no access entry of " + role}
	default:
		review.Status = authenticationv1.TokenReviewStatus{
			Authenticated: true, User: authenticationv1.UserInfo{Username: session, Groups: groups},
		}
	}
	review.Spec = authenticationv1.TokenReviewSpec{}
	answer(w, review)
}
