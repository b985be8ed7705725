package eksctl

import (
	"encoding/json"

	"github.com/example/fastapi-gitops/generator/plan"
)

// addons of EKS, in versions that EKS has tried with the cluster's. They run in kube-system.
func addons(c *plan.Cluster) []Addon {
	return []Addon{
		{Name: "coredns"},
		{Name: "eks-pod-identity-agent"},
		{Name: "kube-proxy"},
		{
			Name:                "vpc-cni",
			ConfigurationValues: values(cniValues{EnableNetworkPolicy: "true"}),
			// Its own role, so that nodes need not have its rights.
			PodIdentityAssociations: addonIdentity(c, "aws-node", "AmazonEKS_CNI_Policy"),
		},
		{Name: "aws-ebs-csi-driver", PodIdentityAssociations: addonIdentity(c, "ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicyV2")},
		{Name: "metrics-server"},
	}
}

// cniValues are those of the add-on vpc-cni, where numbers and booleans are texts.
type cniValues struct {
	EnableNetworkPolicy string `json:"enableNetworkPolicy"`
}

// values of an add-on as one line of JSON, which leaves nothing to how YAML is read within YAML.
func values(v any) string {
	encoded, _ := json.Marshal(v) // structs of texts have a form
	return string(encoded)
}

// addonIdentity gives a ServiceAccount of an add-on the policy that AWS keeps for it.
func addonIdentity(c *plan.Cluster, account, policy string) []PodIdentityAssociation {
	return []PodIdentityAssociation{{
		Namespace: "kube-system", ServiceAccountName: account, RoleName: plan.PodRole(c.Name, account),
		PermissionPolicyARNs: []string{c.PolicyARN(policy)},
	}}
}
