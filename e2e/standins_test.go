package e2e

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"

	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/standins"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// standIn starts what EKS and later components would bring.
func (w *world) standIn(ctx context.Context) error {
	client := w.cluster.Admin.Kubernetes
	report := func(err error) { fmt.Println("stand-in:", err) }
	if err := standins.LoadBalancers(ctx, client, report); err != nil {
		return err
	}
	if err := standins.Volumes(ctx, client, report); err != nil {
		return err
	}
	standins.Routes(ctx, w.cluster.Admin.Dynamic, report)
	standins.AWS{Account: account, Region: region, Make: w.makes, Delete: w.deletes}.Controllers(ctx, w.cluster.Admin.Dynamic, report)
	if err := w.startPodIdentity(ctx); err != nil {
		return err
	}
	if err := w.identify(ctx); err != nil {
		return err
	}
	if err := w.hurry(ctx, report); err != nil {
		return err
	}
	at := netip.AddrPortFrom(network.Gateway, 10251)
	listener, err := net.Listen("tcp", at.String())
	if err != nil {
		return err
	}
	certificate, err := w.internet.Certificate("metrics-server.kube-system.svc")
	if err != nil {
		return err
	}
	go func() {
		if err := standins.Metrics(ctx, client, listener, *certificate); err != nil {
			fmt.Println("stand-in:", err)
		}
	}()
	for _, object := range standins.MetricsAPI(at) {
		if err := w.apply(ctx, object); err != nil {
			return err
		}
	}
	return nil
}

// identify starts EKS's webhook that gives pods their identity.
func (w *world) identify(ctx context.Context) error {
	certificate, err := w.internet.Certificate("127.0.0.1")
	if err != nil {
		return err
	}
	hook := standins.PodIdentity{Region: region, Subjects: slices.Collect(maps.Keys(w.identities)), Certificate: *certificate, CA: w.internet.CA()}
	listener, err := hook.Listen()
	if err != nil {
		return err
	}
	go func() {
		if err := hook.Serve(ctx, listener); err != nil {
			fmt.Println("stand-in:", err)
		}
	}()
	return hook.Register(ctx, w.cluster.Admin.Kubernetes)
}

// adoptionPolicy is the annotation without which the controllers refuse to take over what is at AWS already
// (https://aws-controllers-k8s.github.io/community/docs/user-docs/features/#resourceadoption).
const adoptionPolicy = "services.k8s.aws/adoption-policy"

// makes is what the account has of an object of AWS Controllers for Kubernetes: secrets, by the controller's role, and its zones.
// What a former cluster has made is there.
func (w *world) makes(object *unstructured.Unstructured) error {
	field := func(name string) string {
		value, _, _ := unstructured.NestedString(object.Object, "spec", name) // which has a schema
		return value
	}
	_, there := w.made.LoadOrStore(object.GetKind()+" "+object.GetName(), true)
	if object.GetKind() == "Secret" {
		_, there = w.aws.Versions()[field("name")]
	}
	if there && object.GetAnnotations()[adoptionPolicy] != "adopt-or-create" {
		return fmt.Errorf("%s %s exists, and is not to be adopted", object.GetKind(), object.GetName())
	}
	switch object.GetKind() {
	case "Secret":
		return w.aws.CreateSecret(w.identities["system:serviceaccount:ack-system:ack-secretsmanager-controller"], field("name"))
	case "RecordSet":
		if zone := field("hostedZoneID"); zone != w.zone {
			return fmt.Errorf("NoSuchHostedZone: No hosted zone found with ID: %s", zone)
		}
	}
	return nil
}

// deletes is what the account loses when an object goes that does not say that it stays: rights says that nothing may.
func (w *world) deletes(object *unstructured.Unstructured) {
	name := object.GetKind() + " " + object.GetName()
	w.made.Delete(name)
	w.lost.Store(name, true)
}

// hurry shortens the times of analyses.
func (w *world) hurry(ctx context.Context, report func(error)) error {
	certificate, err := w.internet.Certificate("127.0.0.1")
	if err != nil {
		return err
	}
	haste := standins.Haste{Times: standins.Hurry, Certificate: *certificate, CA: w.internet.CA()}
	return haste.Run(ctx, w.cluster.Admin.Kubernetes, report)
}

// apply makes an object, or changes it to this, as an administrator.
func (w *world) apply(ctx context.Context, manifest string) error {
	object := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(manifest), &object.Object); err != nil {
		return err
	}
	admin := w.cluster.Admin
	kind := object.GroupVersionKind()
	mapping, err := admin.Mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return err
	}
	_, err = admin.Dynamic.Resource(mapping.Resource).Namespace(object.GetNamespace()).
		Apply(ctx, object.GetName(), object, metav1.ApplyOptions{FieldManager: "e2e", Force: true})
	return err
}

// startPodIdentity starts EKS's agent of Pod Identity, which each node would have.
func (w *world) startPodIdentity(ctx context.Context) error {
	config, err := os.ReadFile(eksctlFile)
	if err != nil {
		return err
	}
	roles, err := aws.ReadPodRoles(config, account, w.issuer)
	if err != nil {
		return err
	}
	w.identities = map[string]aws.Role{}
	for _, role := range roles {
		w.identities[role.Subject] = role
	}
	agent, err := net.Listen("tcp", network.PodIdentity.String())
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { agent.Close() })
	go http.Serve(agent, w.aws.PodIdentity(w.issuer, roles...)) // its end shows in what asks it
	return nil
}
