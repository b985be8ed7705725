package account

import (
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

// gitHub is the issuer of the identities of builds
// (https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws).
const gitHub = "token.actions.githubusercontent.com"

// audience of an identity that is meant for AWS.
const audience = "sts.amazonaws.com"

// addPush makes the role as which a build of the fleet's branch pushes images of the apps, and the provider by which IAM
// knows the build, where this fleet is the one that makes it.
func (t *Template) addPush(f *plan.Fleet, repository string) {
	const id = "GitHub"
	var after []string
	if f.OwnsAccount() {
		after = []string{id}
		t.Resources[id] = Resource{
			Type: "AWS::IAM::OIDCProvider", Condition: t.in(f.Hub.Region), DeletionPolicy: retain, UpdateReplacePolicy: retain,
			Properties: OIDCProvider{URL: "https://" + gitHub, ClientIDList: []string{audience}},
		}
	}
	t.Resources["PushRole"] = Resource{
		Type: "AWS::IAM::Role", Condition: t.in(f.Hub.Region), DependsOn: after,
		Properties: Role{
			RoleName:    f.Registry.Role,
			Description: "Builds of branch " + f.Branch + " of " + repository,
			AssumeRolePolicyDocument: iam.NewDocument(iam.Statement{
				Effect:    iam.EffectAllow,
				Principal: map[string]string{"Federated": f.ARN("iam", "oidc-provider/"+gitHub)},
				Action:    []string{"sts:AssumeRoleWithWebIdentity"},
				Condition: iam.Condition{"StringEquals": {
					gitHub + ":aud": {audience},
					gitHub + ":sub": {"repo:" + repository + ":ref:refs/heads/" + f.Branch},
				}},
			}),
			Policies: []Policy{{PolicyName: "push", PolicyDocument: pushRights(f)}},
		},
	}
}

// pushRights are those to push an image (Amazon ECR User Guide, "IAM permissions for pushing an image"), to the repositories
// of the apps alone. These are known by their tag, so that a new app has nothing to change here.
func pushRights(f *plan.Fleet) iam.Document {
	push := iam.Allow(f.Registry.RepositoryARN("*"),
		"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload",
		"ecr:PutImage", "ecr:UploadLayerPart")
	push.Condition = iam.Condition{"StringEquals": {"aws:ResourceTag/" + plan.RepositoryTag: {f.AccountOwner}}}
	return iam.NewDocument(iam.Allow("*", "ecr:GetAuthorizationToken"), push) // a token is of no repository
}
