package policy_test

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/google/go-cmp/cmp"
)

func TestImmutable(t *testing.T) {
	const (
		deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: b}\n"
		stateful   = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a, namespace: b}\n"
		service    = "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b}\n"
		binding    = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a, namespace: b}\n"
		config     = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n"
		claim      = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a, namespace: b}\n"
		class      = "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: a}\n"
		role       = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "
	)
	for name, c := range map[string]struct {
		before, after string
		want          []string
	}{
		"selector": {
			deployment + "spec: {selector: {matchLabels: {app: a}}}", deployment + "spec: {selector: {matchLabels: {app: b}}}",
			[]string{"immutable Deployment/b/a spec.selector"},
		},
		"template": {
			deployment + "spec: {template: {metadata: {labels: {app: a}}}}", deployment + "spec: {template: {metadata: {labels: {app: b}}}}", nil,
		},
		"volume claims and the name of the service": {
			stateful + "spec: {serviceName: a}", stateful + "spec: {serviceName: b, volumeClaimTemplates: [{metadata: {name: data}}]}",
			[]string{"immutable StatefulSet/b/a spec.serviceName", "immutable StatefulSet/b/a spec.volumeClaimTemplates"},
		},
		"a default that is written out": {
			stateful + "spec: {serviceName: a}", stateful + "spec: {serviceName: a, podManagementPolicy: OrderedReady}", nil,
		},
		"address": {
			service + "spec: {clusterIP: None}", service + "spec: {ports: [{port: 80}]}", []string{"immutable Service/b/a spec.clusterIP"},
		},
		"role": {binding + role + "one}", binding + role + "two}", []string{"immutable RoleBinding/b/a roleRef"}},
		"data": {config + "data: {a: b}", config + "data: {a: c}", nil},
		"frozen data": {
			config + "data: {a: b}\nimmutable: true", config + "data: {a: c}", []string{"immutable ConfigMap/b/a data", "immutable ConfigMap/b/a immutable"},
		},
		"more storage": {
			claim + "spec: {resources: {requests: {storage: 1Gi}}}", claim + "spec: {resources: {requests: {storage: 2Gi}}}", nil,
		},
		"another class of storage": {
			claim + "spec: {storageClassName: slow}", claim + "spec: {storageClassName: fast}",
			[]string{"immutable PersistentVolumeClaim/b/a spec.storageClassName"},
		},
		"parameters": {
			class + "provisioner: ebs.csi.aws.com\nparameters: {type: gp2}", class + "provisioner: ebs.csi.aws.com\nparameters: {type: gp3}",
			[]string{"immutable StorageClass/a parameters"},
		},
		"another object": {config + "immutable: true", service, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := names(policy.Immutable(read(t, c.before), read(t, c.after)))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestImmutableSaysBothValues(t *testing.T) {
	const service = "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b}\n"
	findings := policy.Immutable(read(t, service+"spec: {clusterIP: None}"), read(t, service))
	want := `a.yaml: spec.clusterIP: "None" became nothing: the API server refuses that; say why under replace in app.yaml, and delete the object (immutable)`
	if len(findings) != 1 || findings[0].String() != want {
		t.Errorf("got %v, expected %s", findings, want)
	}
}

func read(t *testing.T, text string) manifest.Entry {
	t.Helper()
	object, err := manifest.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return manifest.Entry{Path: "a.yaml", Object: object}
}
