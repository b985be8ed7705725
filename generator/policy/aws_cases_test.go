package policy_test

// The objects of the hub; /aws/ is where they stand.
var awsCases = []ruleCase{
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `spec.imageTagMutability="MUTABLE"`, `
		aws-resource Repository/ack-system/shop spec.imageTagMutability`},
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `spec.imageTagMutability="immutable"`, `
		aws-resource Repository/ack-system/shop spec.imageTagMutability`},
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `spec.imageScanningConfiguration.scanOnPush=false`, `
		aws-resource Repository/ack-system/shop spec.imageScanningConfiguration.scanOnPush`},
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `spec.encryptionConfiguration.encryptionType="AES-256"`, `
		aws-resource Repository/ack-system/shop spec.encryptionConfiguration.encryptionType`},
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `spec.lifecyclePolicy="{}"`, `
		aws-resource Repository/ack-system/shop spec.lifecyclePolicy`},
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `spec.name="Shop"`, `
		aws-resource Repository/ack-system/shop spec.name`},
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `spec.name="s"`, `
		aws-resource Repository/ack-system/shop spec.name`},
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `spec.tags[0].value="other"`, `
		aws-resource Repository/ack-system/shop spec.tags`},
	{"aws-owner", "central/platform/aws/objects/repository-shop.yaml", `spec.name="cart"`, `
		aws-owner Repository/ack-system/shop spec.name`},
	{"aws-resource", "central/platform/aws/objects/repository-shop.yaml", `metadata.annotations[services.k8s.aws/deletion-policy]="delete"`, `
		aws-resource Repository/ack-system/shop metadata.annotations[services.k8s.aws/deletion-policy]`},
	{"aws-resource", "central/platform/aws/objects/secret-development.shop.database.yaml", `-metadata.annotations[services.k8s.aws/adoption-policy]`, `
		aws-resource Secret/ack-system/development.shop.database metadata.annotations[services.k8s.aws/adoption-policy]`},
	{"annotation", "central/platform/aws/objects/secret-development.shop.database.yaml", `metadata.annotations[services.k8s.aws/adopt]="x"`, `
		annotation Secret/ack-system/development.shop.database metadata.annotations[services.k8s.aws/adopt]`},
	{"aws-resource", "central/platform/aws/objects/secret-development.shop.database.yaml", `spec.name="development shop"`, `
		aws-resource Secret/ack-system/development.shop.database spec.name`},
	{"aws-resource", "central/platform/aws/objects/secret-development.shop.database.yaml", `spec.kmsKeyID="arn:aws:kms:eu-west-1:111122223333:key/1"`, `
		aws-resource Secret/ack-system/development.shop.database spec.kmsKeyID`},
	{"aws-owner", "central/platform/aws/objects/secret-development.shop.database.yaml", `spec.name="production/shop/database"`, `
		aws-owner Secret/ack-system/production.shop.database spec.name`},
	{"aws-resource", "central/platform/aws/objects/loggroup-development.yaml", `spec.retentionDays=100`, `
		aws-resource LogGroup/ack-system/development spec.retentionDays`},
	{"aws-resource", "central/platform/aws/objects/loggroup-development.yaml", `spec.retentionDays=0`, `
		aws-resource LogGroup/ack-system/development spec.retentionDays`},
	{"aws-resource", "central/platform/aws/objects/loggroup-development.yaml", `spec.name="/world/second/development"`, `
		aws-resource LogGroup/ack-system/development spec.name`},
	{"aws-resource", "central/platform/aws/objects/loggroup-development.yaml", `spec.name="/world/central/a b"`, `
		aws-resource LogGroup/ack-system/development spec.name`},
	{"aws-owner", "central/platform/aws/objects/loggroup-development.yaml", `spec.name="/world/central/production"`, `
		aws-owner LogGroup/ack-system/production spec.name`},
	{"aws-resource", "central/platform/aws/objects/loggroup-development.yaml", `metadata.namespace="development"`, `
		aws-resource LogGroup/development/development metadata.namespace`},
	{"aws-resource", "central/platform/aws/objects/recordset-caa.yaml", `spec.recordType="CCA"`, `
		aws-resource RecordSet/ack-system/caa spec.recordType`},
	{"aws-resource", "central/platform/aws/objects/recordset-caa.yaml", `spec.hostedZoneID="Z9"`, `
		aws-resource RecordSet/ack-system/caa spec.hostedZoneID`},
	{"aws-resource", "central/platform/aws/objects/recordset-caa.yaml", `-spec.ttl`, `
		aws-resource RecordSet/ack-system/caa spec.ttl`},
	{"aws-resource", "central/platform/aws/objects/recordset-caa.yaml", `-spec.resourceRecords`, `
		aws-resource RecordSet/ack-system/caa spec.resourceRecords`},
}
