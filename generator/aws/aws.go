// Package aws makes the objects by which the AWS controllers make at AWS what a fleet needs there beside its clusters: a
// repository of images for each app, a container for each secret, a log group for each namespace, and a record of its domain.
// All stand in the controllers' own namespace, which is all of the cluster that these may read and change.
package aws

import (
	"path"

	"github.com/example/fastapi-gitops/generator/api/ack"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Build makes the objects of one cluster, whose other objects are entries; none where it goes without the controllers.
func Build(c *plan.Cluster, installed []component.Installed, entries []manifest.Entry, taken Taken) []manifest.Entry {
	if !component.Has(installed, plan.ACK) {
		return nil
	}
	objects := append(logGroups(c, installed), secrets(c, entries, taken)...)
	if c == c.Fleet.Hub {
		objects = append(objects, repositories(c.Fleet)...)
		objects = append(objects, records(c.Fleet)...)
	}
	return manifest.Place(path.Join(c.ComponentDir(plan.AWS), "objects"), objects...)
}

func typeMeta(of schema.GroupVersion, kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: of.String(), Kind: kind}
}

// objectMeta leaves at AWS what is there when the object goes, and takes over what is there when the object comes, as after a
// cluster was made anew. What to look for is what the object's own fields say.
func objectMeta(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name: name, Namespace: plan.ACKNamespace,
		Annotations: map[string]string{ack.DeletionPolicy: ack.Retain, ack.AdoptionPolicy: ack.AdoptOrCreate},
	}
}
