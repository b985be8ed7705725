package account

import (
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

// assume are the actions of a role that takes on another by EKS Pod Identity: its session carries tags
// (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html).
var assume = []string{"sts:AssumeRole", "sts:TagSession"}

// addDeployers makes the role of the hub's Argo CD, which may do one thing: take on the roles of the other clusters. These
// may do nothing at AWS; an access entry of each cluster lets its own in.
func (t *Template) addDeployers(f *plan.Fleet) {
	const id = "HubRole"
	hub := Role{
		RoleName:    plan.HubRole(f.Hub.Name),
		Description: "Argo CD of fleet " + f.Name,
		AssumeRolePolicyDocument: iam.NewDocument(iam.Statement{
			Effect: iam.EffectAllow, Principal: map[string]string{"Service": "pods.eks.amazonaws.com"}, Action: assume,
			Condition: iam.Condition{
				"ArnEquals": {"aws:SourceArn": {f.Hub.ARN("eks", "cluster/"+f.Hub.Name)}},
				"StringEquals": {
					"aws:SourceAccount":                         {f.Account},
					"aws:RequestTag/kubernetes-namespace":       {plan.ArgoCDNamespace},
					"aws:RequestTag/kubernetes-service-account": plan.ArgoCDAccounts,
				},
			},
		}),
	}
	var targets []string
	for _, c := range f.Clusters {
		if c == f.Hub {
			continue // its Argo CD is within
		}
		targets = append(targets, f.ARN("iam", "role/"+plan.DeployerRole(c.Name)))
		t.Resources[logical(c.Name)+"DeployerRole"] = Resource{
			Type: "AWS::IAM::Role", Condition: t.in(f.Hub.Region), DependsOn: []string{id},
			Properties: Role{
				RoleName:    plan.DeployerRole(c.Name),
				Description: "Argo CD of fleet " + f.Name + " on cluster " + c.Name,
				AssumeRolePolicyDocument: iam.NewDocument(iam.Statement{
					Effect: iam.EffectAllow, Principal: map[string]string{"AWS": f.ARN("iam", "role/"+hub.RoleName)}, Action: assume,
				}),
			},
		}
	}
	if len(targets) > 0 {
		hub.Policies = []Policy{{
			PolicyName:     "clusters",
			PolicyDocument: iam.NewDocument(iam.Statement{Effect: iam.EffectAllow, Action: assume, Resource: targets}),
		}}
	}
	t.Resources[id] = Resource{Type: "AWS::IAM::Role", Condition: t.in(f.Hub.Region), Properties: hub}
}
