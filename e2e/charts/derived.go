package charts

import (
	"fmt"
	"reflect"
	"strings"

	cloudwatchlogs "github.com/example/fastapi-gitops/generator/api/ack/cloudwatchlogs/v1alpha1"
	ecr "github.com/example/fastapi-gitops/generator/api/ack/ecr/v1alpha1"
	route53 "github.com/example/fastapi-gitops/generator/api/ack/route53/v1alpha1"
	s3 "github.com/example/fastapi-gitops/generator/api/ack/s3/v1alpha1"
	secretsmanager "github.com/example/fastapi-gitops/generator/api/ack/secretsmanager/v1alpha1"
	policyv1alpha1 "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	policyv1beta3 "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"
)

// kind is one that the tree writes, by its plural and our type of it.
type kind struct {
	version schema.GroupVersion
	plural  string
	of      any
}

// linkerdKinds are those of Linkerd.
var linkerdKinds = []kind{
	{policyv1beta3.GroupVersion, "servers", policyv1beta3.Server{}},
	{policyv1alpha1.GroupVersion, "authorizationpolicies", policyv1alpha1.AuthorizationPolicy{}},
	{policyv1alpha1.GroupVersion, "meshtlsauthentications", policyv1alpha1.MeshTLSAuthentication{}},
	{policyv1alpha1.GroupVersion, "networkauthentications", policyv1alpha1.NetworkAuthentication{}},
}

// ackKinds are those of the AWS controllers.
var ackKinds = []kind{
	{cloudwatchlogs.GroupVersion, "loggroups", cloudwatchlogs.LogGroup{}},
	{ecr.GroupVersion, "repositories", ecr.Repository{}},
	{route53.GroupVersion, "recordsets", route53.RecordSet{}},
	{s3.GroupVersion, "buckets", s3.Bucket{}},
	{secretsmanager.GroupVersion, "secrets", secretsmanager.Secret{}},
}

// derived are CRDs, by the name of a file, of kinds: they know the fields of our types and refuse others under a strict client,
// but no rule beyond that. The status is anything.
func derived(kinds []kind) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, k := range kinds {
		of := reflect.TypeOf(k.of)
		spec, ok := of.FieldByName("Spec")
		if !ok {
			return nil, fmt.Errorf("%v has no Spec", of)
		}
		name := k.plural + "." + k.version.Group
		crd, err := yaml.Marshal(definition(name, k.version, k.plural, of.Name(), schemaOf(spec.Type)))
		if err != nil {
			return nil, err
		}
		files[name+".yaml"] = crd
	}
	return files, nil
}

type object = map[string]any

func definition(name string, version schema.GroupVersion, plural, kind string, spec object) object {
	return object{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": object{"name": name},
		"spec": object{
			"group": version.Group, "scope": "Namespaced",
			"names": object{"plural": plural, "singular": strings.ToLower(kind), "kind": kind},
			"versions": []object{{
				"name": version.Version, "served": true, "storage": true,
				"subresources": object{"status": object{}},
				"schema": object{"openAPIV3Schema": object{"type": "object", "properties": object{
					"spec": spec, "status": object{"type": "object", "x-kubernetes-preserve-unknown-fields": true},
				}}},
			}},
		},
	}
}

// schemaOf is the structural schema of a Go type as it is in JSON.
func schemaOf(of reflect.Type) object {
	if of == reflect.TypeFor[intstr.IntOrString]() {
		return object{"x-kubernetes-int-or-string": true}
	}
	switch of.Kind() {
	case reflect.Pointer:
		return schemaOf(of.Elem())
	case reflect.Struct:
		properties := object{}
		for field := range of.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			properties[name] = schemaOf(field.Type)
		}
		return object{"type": "object", "properties": properties}
	case reflect.Slice:
		return object{"type": "array", "items": schemaOf(of.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": schemaOf(of.Elem())}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return object{"type": "integer"}
	default:
		return object{"type": "string"}
	}
}
