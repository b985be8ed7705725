package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Kinds of cert-manager: certificates, and the orders of them at an ACME authority.
var (
	certificates = schema.GroupVersionResource{Group: "cert-manager.io", Version: "v1", Resource: "certificates"}
	orders       = schema.GroupVersionResource{Group: "acme.cert-manager.io", Version: "v1", Resource: "orders"}
)

// asked sees how often each certificate of the cluster was asked for since then, of the five that Let's Encrypt issues a week for the
// same hosts (https://letsencrypt.org/docs/rate-limits/#new-certificates-per-exact-set-of-identifiers).
func (w *world) asked(ctx context.Context, before map[string]int) error {
	has, err := w.cluster.Admin.Dynamic.Resource(certificates).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, certificate := range has.Items {
		hosts, _, _ := unstructured.NestedStringSlice(certificate.Object, "spec", "dnsNames") // which has a schema
		slices.Sort(hosts)
		wanted[strings.Join(hosts, ", ")] = true
	}
	var wrong []error
	now := w.acme.Orders()
	for _, hosts := range slices.Sorted(maps.Keys(now)) {
		if !wanted[hosts] {
			continue // of an app that was there once
		}
		n := now[hosts] - before[hosts]
		record.Row("Certificates asked for anew by the last cluster, of 5 a week", []string{"hosts", "orders"}, hosts, n)
		if n != 1 {
			wrong = append(wrong, fmt.Errorf("%s: %d orders, want one", hosts, n))
		}
	}
	return errors.Join(wrong...)
}

// restorable sees that the selector by which docs/recovery.md puts certificates back finds each that Let's Encrypt issued.
func (w *world) restorable(ctx context.Context) error {
	doc, err := os.ReadFile("../docs/recovery.md")
	if err != nil {
		return err
	}
	selector := regexp.MustCompile(`--include-resources secrets --selector (\S+)`).FindSubmatch(doc)
	if selector == nil {
		return errors.New("docs/recovery.md puts no Secrets back by a selector")
	}
	secrets, err := w.cluster.Admin.Kubernetes.CoreV1().Secrets("").List(ctx, metav1.ListOptions{LabelSelector: string(selector[1])})
	if err != nil {
		return err
	}
	found := map[string]bool{}
	for _, secret := range secrets.Items {
		found[secret.Namespace+"/"+secret.Name] = true
	}
	asked, err := w.cluster.Admin.Dynamic.Resource(orders).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	var wrong []error
	for _, order := range asked.Items {
		name := order.GetAnnotations()["cert-manager.io/certificate-name"]
		certificate, err := w.cluster.Admin.Dynamic.Resource(certificates).Namespace(order.GetNamespace()).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		secret, _, _ := unstructured.NestedString(certificate.Object, "spec", "secretName") // which has a schema
		if id := order.GetNamespace() + "/" + secret; !found[id] {
			wrong = append(wrong, fmt.Errorf("%s does not select the Secret %s", selector[1], id))
		}
	}
	return errors.Join(wrong...)
}
