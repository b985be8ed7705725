package policy

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/api/ack"
	cloudwatchlogs "github.com/example/fastapi-gitops/generator/api/ack/cloudwatchlogs/v1alpha1"
	ecr "github.com/example/fastapi-gitops/generator/api/ack/ecr/v1alpha1"
	route53 "github.com/example/fastapi-gitops/generator/api/ack/route53/v1alpha1"
	secretsmanager "github.com/example/fastapi-gitops/generator/api/ack/secretsmanager/v1alpha1"
	"github.com/example/fastapi-gitops/generator/plan"
)

// awsGroup ends the API groups of the AWS controllers, one a service.
const awsGroup = ".services.k8s.aws"

// awsResource: what is at AWS stays when its object goes and is taken over when one comes, since a cluster can be made anew; and
// what an object says is what AWS accepts. The CRDs check neither the values of fields nor the forms of names.
func awsResource(o *object, r *report) {
	if !strings.HasSuffix(o.id.Group, awsGroup) {
		return
	}
	if o.id.Namespace != plan.ACKNamespace {
		r.add(o, "metadata.namespace", "%q: expected %s, where the controllers look alone", o.id.Namespace, plan.ACKNamespace)
	}
	annotations := o.Object.GetAnnotations()
	for _, policy := range []struct{ name, want, why string }{
		{ack.DeletionPolicy, ack.Retain, "or what is at AWS goes with the object"},
		{ack.AdoptionPolicy, ack.AdoptOrCreate, "or a cluster that is made anew stops at what is there"},
	} {
		if annotations[policy.name] != policy.want {
			r.add(o, key("metadata.annotations", policy.name), "%q: expected %s, %s", annotations[policy.name], policy.want, policy.why)
		}
	}
	switch of := o.Object.(type) {
	case *ecr.Repository:
		o.repository(&of.Spec, r)
	case *secretsmanager.Secret:
		o.named(of.Spec.Name, awsSecretName, r)
		o.encrypted(of.Spec.KMSKeyID, r)
	case *cloudwatchlogs.LogGroup:
		o.logGroup(&of.Spec, r)
	case *route53.RecordSet:
		o.recordSet(&of.Spec, r)
	}
}

// The forms of names: Amazon ECR, AWS Secrets Manager and Amazon CloudWatch Logs API Reference, Create…
var (
	awsRepositoryName = regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*$`)
	awsSecretName     = regexp.MustCompile(`^[A-Za-z0-9/_+=.@-]{1,512}$`)
	awsLogGroupName   = regexp.MustCompile(`^[A-Za-z0-9._/#-]{1,512}$`)
)

func (o *object) named(name string, form *regexp.Regexp, r *report) {
	if !form.MatchString(name) {
		r.add(o, "spec.name", "%q: AWS takes names of the form %s", name, form)
	}
}

// repository: an image that was tested is the one that runs, and known holes in it are found.
func (o *object) repository(spec *ecr.RepositorySpec, r *report) {
	o.named(spec.Name, awsRepositoryName, r)
	if len(spec.Name) < 2 || len(spec.Name) > 256 {
		r.add(o, "spec.name", "%q: expected 2 to 256 characters", spec.Name)
	}
	if spec.ImageTagMutability != ecr.Immutable {
		r.add(o, "spec.imageTagMutability", "%q: expected %s, or a tag comes to name another image", spec.ImageTagMutability, ecr.Immutable)
	}
	if !spec.ImageScanningConfiguration.ScanOnPush {
		r.add(o, "spec.imageScanningConfiguration.scanOnPush", "expected true: nobody else looks for known vulnerabilities after the build")
	}
	if types := []ecr.EncryptionType{ecr.AES256, ecr.KMS, ecr.KMSDSSE}; !slices.Contains(types, spec.EncryptionConfiguration.EncryptionType) {
		r.add(o, "spec.encryptionConfiguration.encryptionType", "%q: expected one of %v", spec.EncryptionConfiguration.EncryptionType, types)
	}
	var policy struct{ Rules []json.RawMessage }
	if json.Unmarshal([]byte(spec.LifecyclePolicy), &policy) != nil || len(policy.Rules) == 0 {
		r.add(o, "spec.lifecyclePolicy", "%q: expected JSON with rules, or images are kept for ever", spec.LifecyclePolicy)
	}
	tag := ack.Tag{Key: plan.RepositoryTag, Value: o.cluster.plan.Fleet.AccountOwner}
	if !slices.Contains(spec.Tags, tag) {
		r.add(o, "spec.tags", "misses %s: %s, by which builds may push", tag.Key, tag.Value)
	}
}

// retentions are the days that CloudWatch offers
// (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html).
var retentions = []int64{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

// logGroup: the controller's rights, and those of what writes the lines, are for groups of the cluster's own prefix.
func (o *object) logGroup(spec *cloudwatchlogs.LogGroupSpec, r *report) {
	o.named(spec.Name, awsLogGroupName, r)
	if prefix := o.cluster.plan.LogGroup(""); !strings.HasPrefix(spec.Name, prefix) {
		r.add(o, "spec.name", "%q: expected the prefix %s, the cluster's own", spec.Name, prefix)
	}
	if !slices.Contains(retentions, spec.RetentionDays) {
		r.add(o, "spec.retentionDays", "%d: CloudWatch offers %v", spec.RetentionDays, retentions)
	}
	o.encrypted(spec.KMSKeyID, r)
}

// encrypted: the key is the cluster's, whose policy lets the service use it.
func (o *object) encrypted(id string, r *report) {
	if want := o.cluster.plan.EncryptionKey; id != want {
		r.add(o, "spec.kmsKeyID", "%q: expected %q, the encryptionKey of the cluster", id, want)
	}
}

// recordTypes are those of Route 53 (Amazon Route 53 API Reference, ResourceRecordSet).
var recordTypes = strings.Fields("A AAAA CAA CNAME DS HTTPS MX NAPTR NS PTR SOA SPF SRV SSHFP SVCB TLSA TXT")

// recordSet: records stand in the fleet's zone, and say something for a time.
func (o *object) recordSet(spec *route53.RecordSetSpec, r *report) {
	if want := o.cluster.plan.Fleet.Zone; spec.HostedZoneID != want {
		r.add(o, "spec.hostedZoneID", "%q: expected %q, the zone of fleet.yaml", spec.HostedZoneID, want)
	}
	if !slices.Contains(recordTypes, spec.RecordType) {
		r.add(o, "spec.recordType", "%q is not known%s", spec.RecordType, hint(spec.RecordType, recordTypes))
	}
	if spec.TTL <= 0 {
		r.add(o, "spec.ttl", "missing: expected seconds for which resolvers keep the record")
	}
	if len(spec.ResourceRecords) == 0 {
		r.add(o, "spec.resourceRecords", "missing: Route 53 takes no record without a value")
	}
}
