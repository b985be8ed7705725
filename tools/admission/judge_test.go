// Package admission_test asks the API server's own plugin, of the version on the clusters, what the rendered admission policies
// let pass: everything that this repository renders, and nothing of what they are to keep out. It is a module of its own since
// the generator's libraries are of an older Kubernetes.
package admission_test

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	dynamic "k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/yaml"
)

// clusters are the directories of the tree that hold policies.
func clusters(t *testing.T) []string {
	t.Helper()
	dirs, err := filepath.Glob("../../rendered/*/*/platform/admission")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("../../rendered holds no admission policies (%v)", err)
	}
	for i, dir := range dirs {
		dirs[i] = filepath.Dir(filepath.Dir(dir))
	}
	return dirs
}

// file is an object of the tree.
type file struct {
	path   string
	object *unstructured.Unstructured
}

// rendered reads every object of a cluster.
func rendered(t *testing.T, dir string) []file {
	t.Helper()
	var files []file
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil {
			files = append(files, file{path, decode(t, string(text))})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func decode(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &o.Object); err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	return o
}

// judge is the plugin with the policies of a cluster, and its namespaces beside those that each cluster has.
type judge struct {
	*validating.Plugin
	policies []string
}

func newJudge(t *testing.T, files []file) judge {
	t.Helper()
	var j judge
	objects := []runtime.Object{namespaceCalled(t, "default"), namespaceCalled(t, "kube-system")}
	for _, f := range files {
		switch f.object.GetKind() {
		case "Namespace", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding":
			objects = append(objects, typed(t, f.object))
		}
		if f.object.GetKind() == "ValidatingAdmissionPolicy" {
			j.policies = append(j.policies, f.object.GetName())
		}
	}
	client := fake.NewClientset(objects...)
	factory := informers.NewSharedInformerFactory(client, 0)
	j.Plugin = validating.NewPlugin(nil)
	j.SetExternalKubeClientSet(client)
	j.SetExternalKubeInformerFactory(factory)
	j.SetRESTMapper(meta.NewDefaultRESTMapper(nil))
	j.SetDynamicClient(dynamic.NewSimpleDynamicClient(scheme.Scheme))
	j.SetDrainedNotification(t.Context().Done())
	j.SetAuthorizer(authorizerfactory.NewAlwaysAllowAuthorizer())
	if err := j.ValidateInitialization(); err != nil {
		t.Fatal(err)
	}
	factory.Start(t.Context().Done())
	if !j.WaitForReady() {
		t.Fatal("the plugin does not come up")
	}
	return j
}

func namespaceCalled(t *testing.T, name string) runtime.Object {
	return typed(t, decode(t, "{apiVersion: v1, kind: Namespace, metadata: {name: "+name+"}}"))
}

// typed is an object as the client has it. Its generation is that of one that was applied.
func typed(t *testing.T, o *unstructured.Unstructured) runtime.Object {
	t.Helper()
	o = o.DeepCopy()
	o.SetGeneration(1)
	if o.GetKind() == "Namespace" { // the API server labels each with its name
		labels := map[string]string{"kubernetes.io/metadata.name": o.GetName()}
		maps.Copy(labels, o.GetLabels())
		o.SetLabels(labels)
	}
	object, err := scheme.Scheme.New(o.GroupVersionKind())
	if err != nil {
		t.Fatal(err)
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(o.Object, object, true); err != nil {
		t.Fatal(err)
	}
	if policy, ok := object.(*admissionv1.ValidatingAdmissionPolicy); ok {
		setDefaults(policy.Spec.MatchConstraints)
	}
	return object
}

// setDefaults are those of the API server (k8s.io/kubernetes, pkg/apis/admissionregistration/v1/defaults.go).
func setDefaults(match *admissionv1.MatchResources) {
	if match.MatchPolicy == nil {
		match.MatchPolicy = ptr.To(admissionv1.Equivalent)
	}
	if match.NamespaceSelector == nil {
		match.NamespaceSelector = &metav1.LabelSelector{}
	}
	if match.ObjectSelector == nil {
		match.ObjectSelector = &metav1.LabelSelector{}
	}
}

// request is what somebody asks of the API server.
type request struct {
	object *unstructured.Unstructured
	// before is what an update changes; the object itself when nil.
	before *unstructured.Unstructured
	// parent is set for a subresource, which is of that kind and name.
	parent, parentName string
	subresource        string
	operation          admission.Operation
	user               string
	groups             []string
}

// refusal is why the plugin refuses a request; empty where it admits it.
func (j judge) refusal(r request) string {
	gvk := r.object.GroupVersionKind()
	resource, _ := meta.UnsafeGuessKindToResource(gvk)
	name, namespace := r.object.GetName(), r.object.GetNamespace()
	if r.parent != "" {
		resource.Group, resource.Resource, name = "", r.parent, r.parentName
		resource.Version = "v1"
	}
	after, before := r.states()
	err := j.Validate(context.Background(),
		admission.NewAttributesRecord(after, before, gvk, namespace, name, resource, r.subresource, r.operation, nil, false, &user.DefaultInfo{Name: r.user, Groups: r.groups}),
		admission.NewObjectInterfacesFromScheme(scheme.Scheme))
	if err != nil {
		return err.Error()
	}
	return ""
}

// states are the object and the old object of a request, as the API server has them.
func (r request) states() (after, before runtime.Object) {
	switch {
	case r.operation == admission.Delete:
		return nil, r.object
	case r.operation == admission.Update && r.before != nil:
		return r.object, r.before
	case r.operation == admission.Update:
		return r.object, r.object
	}
	return r.object, nil
}

// deniedBy says whether a refusal is the verdict of a policy, and not that it could not judge.
func deniedBy(policy, refusal string) bool {
	_, why, denied := strings.Cut(refusal, "ValidatingAdmissionPolicy '"+policy+"' with binding '"+policy+"' denied request: ")
	return denied && !strings.Contains(why, "expression '") && !strings.Contains(why, "error")
}
