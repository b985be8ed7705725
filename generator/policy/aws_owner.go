package policy

import (
	"cmp"

	"github.com/example/fastapi-gitops/generator/api/ack"
	cloudwatchlogs "github.com/example/fastapi-gitops/generator/api/ack/cloudwatchlogs/v1alpha1"
	ecr "github.com/example/fastapi-gitops/generator/api/ack/ecr/v1alpha1"
	route53 "github.com/example/fastapi-gitops/generator/api/ack/route53/v1alpha1"
	s3 "github.com/example/fastapi-gitops/generator/api/ack/s3/v1alpha1"
	secretsmanager "github.com/example/fastapi-gitops/generator/api/ack/secretsmanager/v1alpha1"
)

// awsOwners: two objects that mean one thing at AWS would undo each other's changes, from one cluster or from two. What an account
// has but once is the hub's.
func awsOwners(w *world, r *report) {
	owners := map[thing]*object{}
	for _, c := range w.clusters {
		for _, o := range c.objects {
			means, known := o.means()
			if !known {
				continue
			}
			if means.once && c.plan != w.plan.Hub {
				r.add(o, "", "the account has it but once: expected it on the hub, %s", w.plan.Hub.Name)
			}
			if other := owners[means.thing]; other != nil {
				r.add(o, means.field, "%q is made by %s too", means.name, other.Path)
				continue
			}
			owners[means.thing] = o
		}
	}
}

// thing is what is at AWS.
type thing struct{ group, region, name string }

// meaning of an object: what it makes at AWS, which field names that, and whether an account has it but once.
type meaning struct {
	thing
	field string
	once  bool
}

func (o *object) means() (m meaning, known bool) {
	region := cmp.Or(o.Object.GetAnnotations()[ack.Region], o.cluster.plan.Region)
	named := func(region, name string) meaning {
		return meaning{thing: thing{o.id.Group, region, name}, field: "spec.name"}
	}
	switch of := o.Object.(type) {
	case *ecr.Repository:
		m = named(region, of.Spec.Name)
		m.once = true
	case *route53.RecordSet:
		m = named("", of.Spec.HostedZoneID+" "+of.Spec.RecordType+" "+of.Spec.Name)
		m.field, m.once = "spec.recordType", true
	case *s3.Bucket:
		m = named("", of.Spec.Name)
	case *secretsmanager.Secret:
		m = named(region, of.Spec.Name)
	case *cloudwatchlogs.LogGroup:
		m = named(region, of.Spec.Name)
	default:
		return meaning{}, false
	}
	return m, true
}
