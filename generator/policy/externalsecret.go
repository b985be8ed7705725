package policy

import (
	"slices"
	"strconv"
	"strings"
	"time"

	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// The time between two looks at AWS Secrets Manager: rotation shall arrive the same day, and each look costs money.
const (
	leastRefresh = time.Minute
	mostRefresh  = 24 * time.Hour
)

// externalSecrets: an app's secrets come from its own prefix in AWS Secrets Manager, into a Secret of their own, before
// the pods that mount it.
func externalSecrets(a *app, r *report) {
	wanted := map[string]bool{}
	if a.plan != nil {
		for _, secret := range a.plan.Secrets {
			wanted[plan.SecretKey(a.namespace.name, a.name, secret)] = true
		}
	}
	for _, o := range a.objects {
		e, ok := o.Object.(*externalsecrets.ExternalSecret)
		if !ok {
			continue
		}
		a.makes(o, e, r)
		a.remote(o, e, wanted, r)
		every, err := time.ParseDuration(e.Spec.RefreshInterval)
		if err != nil || every < leastRefresh || every > mostRefresh {
			r.add(o, "spec.refreshInterval", "%q: expected a duration from %s to %s", e.Spec.RefreshInterval, leastRefresh, mostRefresh)
		}
		if e.Spec.SecretStoreRef.Kind == "" {
			r.add(o, "spec.secretStoreRef.kind", "missing: expected SecretStore")
		}
		oneOf(r, o, "spec.secretStoreRef.kind", e.Spec.SecretStoreRef.Kind, "SecretStore", "ClusterSecretStore")
		wave, err := strconv.Atoi(e.Annotations["argocd.argoproj.io/sync-wave"])
		if err != nil || wave >= 0 {
			r.add(o, key("metadata.annotations", "argocd.argoproj.io/sync-wave"), "expected a wave below 0: pods that mount the Secret start in wave 0")
		}
	}
}

// makes judges the Secret that is made.
func (a *app) makes(o *object, e *externalsecrets.ExternalSecret, r *report) {
	t := &e.Spec.Target
	if t.Name != e.Name {
		r.add(o, "spec.target.name", "%q: expected %q, the name of the ExternalSecret", t.Name, e.Name)
	}
	if made := a.namespace.secrets[t.Name]; made != nil && made != o {
		r.add(o, "spec.target.name", "the Secret %q is made by %s too", t.Name, made.Path)
	}
	if t.CreationPolicy != "Owner" && t.CreationPolicy != "" {
		r.add(o, "spec.target.creationPolicy", "%q: expected Owner, so that the Secret goes with the ExternalSecret", t.CreationPolicy)
	}
	if t.DeletionPolicy != "Retain" && t.DeletionPolicy != "" {
		r.add(o, "spec.target.deletionPolicy", "%q: expected Retain, so that pods can restart while AWS has no value", t.DeletionPolicy)
	}
	if t.Template == nil {
		r.add(o, "spec.target.template", "missing: Argo CD's tracking mark would be copied to the Secret, which it would then prune")
		return
	}
	a.checkOwnLabels(o, "spec.target.template.metadata.labels", t.Template.Metadata.Labels, r)
}

// remote judges what is read: the store's IAM role may read the whole environment, so the prefix keeps apps apart.
func (a *app) remote(o *object, e *externalsecrets.ExternalSecret, wanted map[string]bool, r *report) {
	if len(e.Spec.DataFrom) == 0 {
		r.add(o, "spec.dataFrom", "missing: it would fetch nothing")
	}
	prefix := plan.SecretKey(a.namespace.name, a.name, "") + "/"
	for i, d := range e.Spec.DataFrom {
		field := at("spec.dataFrom", i, ".extract.key")
		switch {
		case !strings.HasPrefix(d.Extract.Key, prefix):
			r.add(o, field, "%q: expected the prefix %s, the app's own", d.Extract.Key, prefix)
		case slices.Contains(e.Spec.DataFrom[:i], d):
			r.add(o, field, "%q is listed twice", d.Extract.Key)
		case a.plan != nil && !wanted[d.Extract.Key]:
			r.add(o, field, "%q is not among secrets of apps/%s/app.yaml%s", d.Extract.Key, a.name, hint(d.Extract.Key, sortedKeys(wanted)))
		}
	}
}

// secretStores: the store of an environment reads AWS in the cluster's region as the role that IAM confines to the
// environment's prefix.
func secretStores(n *namespace, r *report) {
	for _, o := range n.objects {
		store, ok := o.Object.(*externalsecrets.SecretStore)
		if !ok {
			continue
		}
		aws, field := &store.Spec.Provider.AWS, "spec.provider.aws"
		if aws.Service != "SecretsManager" {
			r.add(o, field+".service", "%q: expected SecretsManager", aws.Service)
		}
		if region := n.cluster.plan.Region; aws.Region != region {
			r.add(o, field+".region", "%q: expected %s, the region of clusters/%s/%s.yaml", aws.Region, region, n.cluster.world.plan.Name, n.cluster.plan.Name)
		}
	}
}

// roleAnnotation names the IAM role of a ServiceAccount (Amazon EKS User Guide, "IAM roles for service accounts").
const roleAnnotation = "eks.amazonaws.com/role-arn"

// accounts: no ServiceAccount has its token mounted for nothing, and the one that reads secrets has the environment's
// role in the fleet's AWS account.
func accounts(n *namespace, r *report) {
	readers := n.secretReaders()
	want := n.cluster.world.plan.ARN("iam", "role/")
	for _, o := range n.objects {
		if o.id.Kind != "ServiceAccount" {
			continue
		}
		role, assumes := o.Object.GetAnnotations()[roleAnnotation]
		field := key("metadata.annotations", roleAnnotation)
		own := want + plan.SecretsRole(n.cluster.plan.Name, n.name)
		switch reads := readers[o.id.Name]; {
		case reads && role != own:
			r.add(o, field, "%q: expected %s", role, own)
		case !reads && role == own:
			r.add(o, field, "only what a SecretStore reads as may have the role of the environment's secrets")
		case assumes && !strings.HasPrefix(role, want):
			r.add(o, field, "%q is not a role of the fleet's account: expected %s…", role, want)
		}
		if account, ok := o.Object.(*corev1.ServiceAccount); ok && (account.AutomountServiceAccountToken == nil || *account.AutomountServiceAccountToken) {
			r.add(o, "automountServiceAccountToken", "expected false: nothing here talks to the API server")
		}
	}
}

// secretReaders are the ServiceAccounts as which SecretStores read.
func (n *namespace) secretReaders() map[string]bool {
	readers := map[string]bool{}
	for _, o := range n.objects {
		if store, ok := o.Object.(*externalsecrets.SecretStore); ok {
			readers[store.Spec.Provider.AWS.Auth.JWT.ServiceAccountRef.Name] = true
		}
	}
	return readers
}
