package velero

import (
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// rights are those that the plugin asks for (https://github.com/vmware-tanzu/velero-plugin-for-aws#set-permissions-for-velero),
// confined to the cluster's bucket, and to volumes and snapshots that bear the cluster's tag. EKS's driver puts it on each
// volume, the plugin copies the tags of a volume to its snapshots and back, and EC2 takes tags only along with what is made
// ("Grant permission to tag Amazon EC2 resources during creation", Amazon EC2 User Guide).
func rights(c *plan.Cluster) []iam.Statement {
	const owned = "owned"
	tag := "kubernetes.io/cluster/" + c.Name
	has := iam.Condition{"StringEquals": {"aws:ResourceTag/" + tag: {owned}}}
	gets := iam.Condition{"StringEquals": {"aws:RequestTag/" + tag: {owned}}}
	// snapshots are of a region alone
	volumes, snapshots := c.ARN("ec2", "volume/*"), "arn:"+plan.PartitionOf(c.Region).Name+":ec2:"+c.Region+"::snapshot/*"
	all := []iam.Statement{
		iam.Allow(bucketARN(c), "s3:ListBucket"),
		iam.Allow(bucketARN(c)+"/"+prefix+"/*", "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject",
			"s3:ListMultipartUploadParts", "s3:PutObject"),
		iam.Allow("*", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"),
		when(has, volumes, "ec2:CreateSnapshot"),
		when(gets, snapshots, "ec2:CreateSnapshot"),
		when(has, snapshots, "ec2:CreateVolume", "ec2:DeleteSnapshot"),
		when(gets, volumes, "ec2:CreateVolume"),
		when(iam.Condition{"StringEquals": {"ec2:CreateAction": {"CreateSnapshot"}}}, snapshots, "ec2:CreateTags"),
		when(iam.Condition{"StringEquals": {"ec2:CreateAction": {"CreateVolume"}}}, volumes, "ec2:CreateTags"),
	}
	if c.EncryptionKey != "" {
		through := iam.Condition{"StringEquals": {"kms:ViaService": {"s3." + c.Region + "." + plan.PartitionOf(c.Region).Suffix}}}
		all = append(all, when(through, c.EncryptionKey, "kms:Decrypt", "kms:GenerateDataKey"))
	}
	return all
}

func when(condition iam.Condition, resource string, actions ...string) iam.Statement {
	statement := iam.Allow(resource, actions...)
	statement.Condition = condition
	return statement
}

// role is what Velero may do beyond its own namespace, in place of the chart's cluster-admin: to copy and to put back what the
// schedule names. It looks at pods for the volumes that they mount, at ServiceAccounts for whose tokens Secrets are, and at
// storage classes when it puts volumes back; one of its plugins lists ClusterRoleBindings whenever it starts (Velero 1.18,
// pkg/cmd/server/plugin).
func role() manifest.Object {
	looking, writing := []string{"get", "list", "watch"}, []string{"create", "get", "list", "patch", "watch"}
	kept := []string{"namespaces", "persistentvolumeclaims", "persistentvolumes", "secrets"}
	return &rbacv1.ClusterRole{
		TypeMeta:   metav1.TypeMeta{APIVersion: rbacv1.SchemeGroupVersion.String(), Kind: "ClusterRole"},
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Rules: []rbacv1.PolicyRule{
			{APIGroups: []string{""}, Resources: kept, Verbs: writing},
			{APIGroups: []string{""}, Resources: []string{"pods", "serviceaccounts"}, Verbs: looking},
			{APIGroups: []string{"storage.k8s.io"}, Resources: []string{"storageclasses"}, Verbs: looking},
			{APIGroups: []string{rbacv1.GroupName}, Resources: []string{"clusterrolebindings"}, Verbs: []string{"list"}},
		},
	}
}
