package aws

import (
	"github.com/example/fastapi-gitops/generator/api/ack"
	ecr "github.com/example/fastapi-gitops/generator/api/ack/ecr/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// repositories are one an app, made by the fleet that owns the account: an account has but one of a name in a region. An app
// that is not deployed yet has one as well, since its first image must go somewhere.
func repositories(f *plan.Fleet) []manifest.Object {
	if !f.OwnsAccount() {
		return nil
	}
	var objects []manifest.Object
	for _, app := range f.Apps {
		meta := objectMeta(app)
		if f.Registry.Region != f.Hub.Region {
			meta.Annotations[ack.Region] = f.Registry.Region
		}
		objects = append(objects, &ecr.Repository{
			TypeMeta:   typeMeta(ecr.GroupVersion, "Repository"),
			ObjectMeta: meta,
			Spec: ecr.RepositorySpec{
				Name:                       app,
				ImageTagMutability:         ecr.Immutable,
				ImageScanningConfiguration: ecr.Scanning{ScanOnPush: true},
				EncryptionConfiguration:    ecr.Encryption{EncryptionType: ecr.AES256},
				LifecyclePolicy:            lifecycle(),
				Tags:                       []ack.Tag{{Key: plan.RepositoryTag, Value: f.AccountOwner}},
			},
		})
	}
	return objects
}
