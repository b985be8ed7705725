package aws

import (
	"encoding/json"
	"fmt"

	"sigs.k8s.io/yaml"
)

// Role is an IAM role which one ServiceAccount of one cluster may assume, or other roles.
type Role struct {
	ARN string
	// Trusts are the roles, by their ARNs, whose sessions may assume it.
	Trusts []string
	// Issuer signs the ServiceAccount's tokens.
	Issuer Issuer
	// Subject is the ServiceAccount: system:serviceaccount:<namespace>:<name>.
	Subject string
	Policy  Policy
}

// clusterConfig is what ReadRoles needs of one (https://eksctl.io/usage/schema).
type clusterConfig struct {
	IAM struct {
		ServiceAccounts []serviceAccount
	}
}

type serviceAccount struct {
	Metadata     struct{ Name, Namespace string }
	RoleName     string
	AttachPolicy json.RawMessage
}

// ReadRoles are the roles that eksctl makes of an eksctl ClusterConfig's iam.serviceAccounts in the account whose number is
// given: each trusts its ServiceAccount by the cluster's issuer.
func ReadRoles(config []byte, account string, issuer Issuer) ([]Role, error) {
	var cluster clusterConfig
	if err := yaml.Unmarshal(config, &cluster); err != nil {
		return nil, fmt.Errorf("cluster config: %w", err)
	}
	var roles []Role
	for _, trusted := range cluster.IAM.ServiceAccounts {
		role, err := trusted.role(account, issuer)
		if err != nil {
			return nil, fmt.Errorf("cluster config: service account %s/%s: %w", trusted.Metadata.Namespace, trusted.Metadata.Name, err)
		}
		roles = append(roles, role)
	}
	return roles, nil
}

func (s serviceAccount) role(account string, issuer Issuer) (Role, error) {
	if s.RoleName == "" {
		return Role{}, fmt.Errorf("no roleName: eksctl would make one up")
	}
	role := Role{
		ARN:     "arn:aws:iam::" + account + ":role/" + s.RoleName,
		Issuer:  issuer,
		Subject: "system:serviceaccount:" + s.Metadata.Namespace + ":" + s.Metadata.Name,
	}
	if s.AttachPolicy == nil {
		return role, nil
	}
	var err error
	role.Policy, err = ParsePolicy(s.AttachPolicy)
	return role, err
}
