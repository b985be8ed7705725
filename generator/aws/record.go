package aws

import (
	route53 "github.com/example/fastapi-gitops/generator/api/ack/route53/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// recordTTL is how long a resolver may keep a record, in seconds.
const recordTTL = 3600

// records are those of the fleet's domain itself; hosts below it are external-dns' and cert-manager's. Only Let's Encrypt may
// issue certificates for it and all below (RFC 8659, https://letsencrypt.org/docs/caa/).
func records(f *plan.Fleet) []manifest.Object {
	if f.Zone == "" {
		return nil
	}
	return []manifest.Object{&route53.RecordSet{
		TypeMeta:   typeMeta(route53.GroupVersion, "RecordSet"),
		ObjectMeta: objectMeta("caa"),
		Spec: route53.RecordSetSpec{
			HostedZoneID: f.Zone, RecordType: "CAA", TTL: recordTTL,
			ResourceRecords: []route53.ResourceRecord{{Value: `0 issue "letsencrypt.org"`}},
		},
	}}
}
