package aws

import (
	"maps"
	"slices"

	cloudwatchlogs "github.com/example/fastapi-gitops/generator/api/ack/cloudwatchlogs/v1alpha1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// logGroups are one a namespace with pods: of environments, of components, and of what EKS adds.
func logGroups(c *plan.Cluster, installed []component.Installed) []manifest.Object {
	namespaces := map[string]bool{plan.DNS.Namespace: true}
	for _, n := range c.Namespaces {
		namespaces[n.Name()] = true
	}
	for _, i := range installed {
		if i.Namespace != "" {
			namespaces[i.Namespace] = true
		}
	}
	var objects []manifest.Object
	for _, name := range slices.Sorted(maps.Keys(namespaces)) {
		objects = append(objects, &cloudwatchlogs.LogGroup{
			TypeMeta:   typeMeta(cloudwatchlogs.GroupVersion, "LogGroup"),
			ObjectMeta: objectMeta(name),
			Spec: cloudwatchlogs.LogGroupSpec{
				Name: c.LogGroup(name), RetentionDays: int64(c.LogDays), KMSKeyID: c.EncryptionKey,
			},
		})
	}
	return objects
}
