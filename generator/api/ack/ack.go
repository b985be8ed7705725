// Package ack names what all resources of AWS Controllers for Kubernetes have in common; the packages below it have their types,
// as far as we use them (https://aws-controllers-k8s.github.io/community/reference/). No module of the project can be had.
package ack

// Annotations of a resource (https://aws-controllers-k8s.github.io/community/docs/user-docs/features/).
const (
	DeletionPolicy = "services.k8s.aws/deletion-policy"
	AdoptionPolicy = "services.k8s.aws/adoption-policy"
	AdoptionFields = "services.k8s.aws/adoption-fields" // a JSON object
	Region         = "services.k8s.aws/region"          // other than the controller's
)

// Values of them.
const (
	Retain        = "retain"          // what is at AWS stays there when the object goes
	AdoptOrCreate = "adopt-or-create" // what is there already is taken over, as after a cluster was made anew
)

// Tag of what AWS has, as most services write it.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}
