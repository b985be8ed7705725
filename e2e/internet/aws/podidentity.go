package aws

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"sigs.k8s.io/yaml"
)

// PodIdentityAudience is the audience of a token for EKS Pod Identity.
const PodIdentityAudience = "pods.eks.amazonaws.com"

// podSession is how long EKS Pod Identity gives a role
// (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html).
const podSession = 6 * time.Hour

// association gives a role to the pods of a ServiceAccount (https://eksctl.io/usage/pod-identity-associations).
type association struct {
	Namespace, ServiceAccountName string
	RoleName, RoleARN             string
	PermissionPolicy              json.RawMessage
}

// ReadPodRoles are the roles which an eksctl ClusterConfig's iam.podIdentityAssociations give to ServiceAccounts whose tokens
// the issuer signs. One that eksctl finds by its ARN has no policy here: it allows nothing.
func ReadPodRoles(config []byte, account string, issuer Issuer) ([]Role, error) {
	var cluster struct {
		IAM struct{ PodIdentityAssociations []association }
	}
	if err := yaml.Unmarshal(config, &cluster); err != nil {
		return nil, fmt.Errorf("cluster config: %w", err)
	}
	var roles []Role
	for _, a := range cluster.IAM.PodIdentityAssociations {
		role, err := a.role(account, issuer)
		if err != nil {
			return nil, fmt.Errorf("cluster config: pod identity of %s/%s: %w", a.Namespace, a.ServiceAccountName, err)
		}
		roles = append(roles, role)
	}
	return roles, nil
}

func (a association) role(account string, issuer Issuer) (Role, error) {
	role := Role{ARN: a.RoleARN, Issuer: issuer, Subject: "system:serviceaccount:" + a.Namespace + ":" + a.ServiceAccountName}
	switch {
	case a.RoleName == "" && a.RoleARN == "":
		return Role{}, errors.New("no roleName: eksctl would make one up")
	case a.RoleARN == "":
		role.ARN = "arn:aws:iam::" + account + ":role/" + a.RoleName
	}
	if a.PermissionPolicy == nil {
		return role, nil
	}
	var err error
	role.Policy, err = ParsePolicy(a.PermissionPolicy)
	return role, err
}

// credentials is what the SDKs read from the agent (ContainerProvider of their default chains).
type credentials struct {
	AccessKeyID     string `json:"AccessKeyId"`
	SecretAccessKey string
	Token           string
	AccountID       string `json:"AccountId"`
	Expiration      time.Time
}

// PodIdentity answers as the EKS Pod Identity Agent of every node (http://169.254.170.23/v1/credentials): it gives each
// ServiceAccount its role of those, for a token of that audience in the header Authorization.
func (a *Account) PodIdentity(issuer Issuer, roles ...Role) http.Handler {
	bySubject := map[string]Role{}
	for _, role := range roles {
		bySubject[role.Subject] = role
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/credentials", func(w http.ResponseWriter, r *http.Request) {
		subject, err := issuer.verify(r.Header.Get("Authorization"), PodIdentityAudience, time.Now())
		role, ok := bySubject[subject]
		a.record(Call{subject, "eks-auth:AssumeRoleForPodIdentity", role.ARN, err == nil && ok})
		switch {
		case errors.Is(err, errExpired):
			http.Error(w, "(ExpiredTokenException): "+err.Error(), http.StatusBadRequest)
		case err != nil:
			http.Error(w, "(InvalidTokenException): "+err.Error(), http.StatusBadRequest)
		case !ok:
			http.Error(w, "(ResourceNotFoundException): No pod identity association of "+subject, http.StatusNotFound)
		default:
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(a.give(role, "eks-"+subject[strings.LastIndex(subject, ":")+1:]))
		}
	})
	return mux
}

func (a *Account) give(role Role, name string) credentials {
	s := a.assume(role, name, podSession)
	return credentials{s.key, s.secretKey, s.token, a.id, s.expires.UTC()}
}
