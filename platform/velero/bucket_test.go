package velero

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

const (
	bucketOfEast = "arn:aws:s3:::world-east-state-111122223333"
	key          = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

func east() *plan.Cluster {
	fleet := &plan.Fleet{Name: "world", Account: "111122223333"}
	fleet.Roles = config.PeopleRoles{Admins: []config.RoleARN{"arn:aws:iam::111122223333:role/admin"}}
	fleet.Hub = &plan.Cluster{Name: "east", Region: "eu-west-1", Fleet: fleet, EncryptionKey: key}
	return fleet.Hub
}

func TestBucketPolicy(t *testing.T) {
	var got iam.Document
	if err := json.Unmarshal([]byte(bucket(east()).Spec.Policy), &got); err != nil {
		t.Fatal(err)
	}
	everyone := map[string]string{"AWS": "*"}
	want := iam.NewDocument(
		iam.Statement{
			Sid: "TLSOnly", Effect: "Deny", Principal: everyone, Action: []string{"s3:*"},
			Resource:  []string{bucketOfEast, bucketOfEast + "/*"},
			Condition: iam.Condition{"Bool": {"aws:SecureTransport": {"false"}}},
		},
		iam.Statement{
			Sid: "NobodyElse", Effect: "Deny", Principal: everyone,
			Action:   []string{"s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"},
			Resource: []string{bucketOfEast + "/*"},
			Condition: iam.Condition{"ArnNotEquals": {"aws:PrincipalArn": {
				"arn:aws:iam::111122223333:role/east-velero", "arn:aws:iam::111122223333:role/admin",
			}}},
		},
	)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
}

func TestBucketInTheFirstRegion(t *testing.T) {
	c := east()
	c.Region = "us-east-1"
	if got := bucket(c).Spec.CreateBucketConfiguration; got != nil {
		t.Errorf("S3 would refuse %+v", got)
	}
}

// TestBackupsEndBeforeS3TakesThem: a backup without its files could not be put back.
func TestBackupsEndBeforeS3TakesThem(t *testing.T) {
	kept, err := time.ParseDuration(daily.Template.TTL)
	if err != nil || kept >= backupDays*24*time.Hour {
		t.Errorf("%s (%v): S3 deletes after %d days", kept, err, backupDays)
	}
}

// TestRightsHaveBounds: nothing can be changed without a condition or a name.
func TestRightsHaveBounds(t *testing.T) {
	for _, s := range rights(east()) {
		for _, resource := range s.Resource {
			bounded := strings.HasPrefix(resource, bucketOfEast) || len(s.Condition) == 1
			for _, action := range s.Action {
				if !bounded && !strings.HasPrefix(action, "ec2:Describe") {
					t.Errorf("%s on %s", action, resource)
				}
			}
		}
	}
}

// TestKeyIsUsedThroughS3, and asked for only where the cluster has one of its own.
func TestKeyIsUsedThroughS3(t *testing.T) {
	of := func(c *plan.Cluster) []iam.Statement {
		var found []iam.Statement
		for _, s := range rights(c) {
			if strings.HasPrefix(s.Action[0], "kms:") {
				found = append(found, s)
			}
		}
		return found
	}
	want := []iam.Statement{{
		Effect: "Allow", Action: []string{"kms:Decrypt", "kms:GenerateDataKey"}, Resource: []string{key},
		Condition: iam.Condition{"StringEquals": {"kms:ViaService": {"s3.eu-west-1.amazonaws.com"}}},
	}}
	if diff := cmp.Diff(want, of(east())); diff != "" {
		t.Errorf("with a key (-want +got):\n%s", diff)
	}
	c := east()
	c.EncryptionKey = ""
	if got := of(c); got != nil {
		t.Errorf("without a key: %v", got)
	}
}
