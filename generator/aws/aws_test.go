package aws_test

import (
	"encoding/json"
	"path"
	"testing"

	cloudwatchlogs "github.com/example/fastapi-gitops/generator/api/ack/cloudwatchlogs/v1alpha1"
	ecr "github.com/example/fastapi-gitops/generator/api/ack/ecr/v1alpha1"
	route53 "github.com/example/fastapi-gitops/generator/api/ack/route53/v1alpha1"
	secretsmanager "github.com/example/fastapi-gitops/generator/api/ack/secretsmanager/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/aws"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// fleet has a hub with an environment, and a cluster that hosts the same one elsewhere or in the same region.
func fleet(otherRegion string) *plan.Fleet {
	f := &plan.Fleet{
		Name: "fleet", AccountOwner: "fleet", Account: "111122223333", Domain: "example.com", Zone: "Z0123456789",
		Apps: []string{"cart", "shop"}, Registry: plan.Registry{Account: "111122223333", Region: "eu-west-1"},
	}
	production := &plan.Environment{Name: "production"}
	for _, c := range []*plan.Cluster{{Name: "hub", Region: "eu-west-1"}, {Name: "other", Region: otherRegion}} {
		c.Fleet, c.LogDays, c.EncryptionKey = f, 30, "key of "+c.Name
		c.Namespaces = []*plan.Namespace{{Cluster: c, Environment: production}}
		f.Clusters = append(f.Clusters, c)
	}
	f.Hub = f.Clusters[0]
	return f
}

// controllers are installed, with a component in a namespace beside.
var controllers = []component.Installed{
	{Component: &component.Component{Name: "ack", Namespace: plan.ACKNamespace}},
	{Component: &component.Component{Name: "storage"}},
}

// reads are objects that read a secret each.
func reads(keys ...string) []manifest.Entry {
	var entries []manifest.Entry
	for _, key := range keys {
		entries = append(entries, manifest.Entry{Object: &externalsecrets.ExternalSecret{
			TypeMeta:   metav1.TypeMeta{Kind: "ExternalSecret"},
			ObjectMeta: metav1.ObjectMeta{Name: "e", Namespace: "production"},
			Spec:       externalsecrets.ExternalSecretSpec{DataFrom: []externalsecrets.DataFrom{{Extract: externalsecrets.Extract{Key: key}}}},
		}})
	}
	return entries
}

// build is what each cluster of a fleet gets, by file: what is at AWS.
func build(f *plan.Fleet, entries []manifest.Entry) map[string]map[string]string {
	made, taken := map[string]map[string]string{}, aws.Taken{}
	for _, c := range f.Clusters {
		made[c.Name] = map[string]string{}
		for _, entry := range aws.Build(c, controllers, entries, taken) {
			made[c.Name][path.Base(entry.Path)] = atAWS(entry.Object)
		}
	}
	return made
}

func atAWS(o manifest.Object) string {
	switch of := o.(type) {
	case *ecr.Repository:
		return of.Spec.Name
	case *secretsmanager.Secret:
		return of.Spec.Name + ", " + of.Spec.KMSKeyID
	case *cloudwatchlogs.LogGroup:
		return of.Spec.Name + ", " + of.Spec.KMSKeyID
	case *route53.RecordSet:
		return of.Spec.HostedZoneID + " " + of.Spec.RecordType
	}
	return "unknown"
}

func TestBuild(t *testing.T) {
	hub := map[string]string{
		"loggroup-ack-system.yaml":              "/fleet/hub/ack-system, key of hub",
		"loggroup-kube-system.yaml":             "/fleet/hub/kube-system, key of hub",
		"loggroup-production.yaml":              "/fleet/hub/production, key of hub",
		"recordset-caa.yaml":                    "Z0123456789 CAA",
		"repository-cart.yaml":                  "cart",
		"repository-shop.yaml":                  "shop",
		"secret-production.shop.database.yaml":  "production/shop/database, key of hub",
		"secret-production.shop.api-token.yaml": "production/shop/api-token, key of hub",
	}
	groups := map[string]string{
		"loggroup-ack-system.yaml":  "/fleet/other/ack-system, key of other",
		"loggroup-kube-system.yaml": "/fleet/other/kube-system, key of other",
		"loggroup-production.yaml":  "/fleet/other/production, key of other",
	}
	elsewhere := map[string]string{
		"secret-production.shop.database.yaml":  "production/shop/database, key of other",
		"secret-production.shop.api-token.yaml": "production/shop/api-token, key of other",
	}
	for name, of := range groups {
		elsewhere[name] = of
	}
	for region, other := range map[string]map[string]string{"eu-west-1": groups, "eu-central-1": elsewhere} {
		t.Run(region, func(t *testing.T) {
			got := build(fleet(region), reads("production/shop/database", "production/shop/api-token", "production/shop/database"))
			if diff := cmp.Diff(map[string]map[string]string{"hub": hub, "other": other}, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestBuildLeavesOut makes no repositories for who does not own the account, no record without a zone, and nothing where there
// are no controllers.
func TestBuildLeavesOut(t *testing.T) {
	f := fleet("eu-west-1")
	f.AccountOwner, f.Zone = "another", ""
	for name := range build(f, nil)["hub"] {
		if matched, _ := path.Match("loggroup-*", name); !matched {
			t.Errorf("%s is made", name)
		}
	}
	if made := aws.Build(f.Hub, controllers[1:], reads("production/shop/database"), aws.Taken{}); len(made) > 0 {
		t.Errorf("without the controllers: %d objects", len(made))
	}
}

// TestRegistryElsewhere has the repositories in the region that builds push to.
func TestRegistryElsewhere(t *testing.T) {
	f := fleet("eu-west-1")
	f.Registry.Region = "us-east-1"
	for _, entry := range aws.Build(f.Hub, controllers, nil, aws.Taken{}) {
		_, repository := entry.Object.(*ecr.Repository)
		if region := entry.Object.GetAnnotations()["services.k8s.aws/region"]; (region == "us-east-1") != repository {
			t.Errorf("%s: region %q", entry.Path, region)
		}
	}
}

// TestLifecycle keeps the last rule for what is of no image, and counts tagged images alone.
func TestLifecycle(t *testing.T) {
	for _, entry := range aws.Build(fleet("eu-west-1").Hub, controllers, nil, aws.Taken{}) {
		repository, ok := entry.Object.(*ecr.Repository)
		if !ok {
			continue
		}
		var policy struct {
			Rules []struct {
				RulePriority int
				Selection    struct {
					TagStatus, CountType, CountUnit string
					TagPatternList                  []string
				}
				Action struct{ Type string }
			}
		}
		if err := json.Unmarshal([]byte(repository.Spec.LifecyclePolicy), &policy); err != nil || len(policy.Rules) != 2 {
			t.Fatalf("%d rules: %v", len(policy.Rules), err)
		}
		images, rest := policy.Rules[0], policy.Rules[1]
		if images.RulePriority != 1 || images.Selection.TagStatus != "tagged" || images.Selection.CountType != "imageCountMoreThan" ||
			len(images.Selection.TagPatternList) != 1 || images.Selection.CountUnit != "" || images.Action.Type != "expire" {
			t.Errorf("of images: %+v", images)
		}
		if rest.RulePriority != 2 || rest.Selection.TagStatus != "untagged" || rest.Selection.CountType != "sinceImagePushed" ||
			rest.Selection.CountUnit != "days" || rest.Selection.TagPatternList != nil || rest.Action.Type != "expire" {
			t.Errorf("of the rest: %+v", rest)
		}
	}
}
