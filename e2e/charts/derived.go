package charts

import (
	"fmt"
	"reflect"
	"strings"

	policyv1alpha1 "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	policyv1beta3 "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"
)

// derived are CRDs, by the name of a file, of those kinds of Linkerd that the tree writes: they know the fields of our types and
// refuse others under a strict client, but no rule beyond that.
func derived() (map[string][]byte, error) {
	v1alpha1, v1beta3 := policyv1alpha1.GroupVersion, policyv1beta3.GroupVersion
	files := map[string][]byte{}
	for _, kind := range []struct {
		version schema.GroupVersion
		plural  string
		spec    any
	}{
		{v1beta3, "servers", policyv1beta3.Server{}},
		{v1alpha1, "authorizationpolicies", policyv1alpha1.AuthorizationPolicy{}},
		{v1alpha1, "meshtlsauthentications", policyv1alpha1.MeshTLSAuthentication{}},
		{v1alpha1, "networkauthentications", policyv1alpha1.NetworkAuthentication{}},
	} {
		of := reflect.TypeOf(kind.spec)
		spec, ok := of.FieldByName("Spec")
		if !ok {
			return nil, fmt.Errorf("%v has no Spec", of)
		}
		name := kind.plural + "." + kind.version.Group
		crd, err := yaml.Marshal(definition(name, kind.version, kind.plural, of.Name(), schemaOf(spec.Type)))
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
				"schema": object{"openAPIV3Schema": object{"type": "object", "properties": object{"spec": spec}}},
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
