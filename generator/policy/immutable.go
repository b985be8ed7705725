package policy

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const immutableRule = "immutable"

// fixed is a field that the API server lets nobody change, and the value that it takes for one that is not set.
type fixed struct {
	field    string
	fallback any
}

// immutable are the fixed fields by kind, as the update validation of Kubernetes 1.35 has them
// (pkg/apis/*/validation, the functions Validate…Update).
var immutable = map[metav1.GroupKind][]fixed{
	{Kind: "PersistentVolumeClaim"}: {
		{"spec.accessModes", nil}, {"spec.selector", nil}, {"spec.storageClassName", nil}, {"spec.volumeMode", "Filesystem"},
		{"spec.volumeName", nil}, {"spec.dataSource", nil}, {"spec.dataSourceRef", nil},
	},
	{Kind: "ResourceQuota"}:                                          {{"spec.scopes", nil}, {"spec.scopeSelector", nil}},
	{Kind: "Secret"}:                                                 {{"type", "Opaque"}},
	{Kind: "Service"}:                                                {{"spec.clusterIP", nil}, {"spec.clusterIPs", nil}, {"spec.healthCheckNodePort", nil}},
	{Group: "apps", Kind: "DaemonSet"}:                               {{"spec.selector", nil}},
	{Group: "apps", Kind: "Deployment"}:                              {{"spec.selector", nil}},
	{Group: "apps", Kind: "ReplicaSet"}:                              {{"spec.selector", nil}},
	{Group: "apps", Kind: "StatefulSet"}:                             {{"spec.selector", nil}, {"spec.serviceName", nil}, {"spec.podManagementPolicy", "OrderedReady"}, {"spec.volumeClaimTemplates", nil}},
	{Group: "batch", Kind: "Job"}:                                    {{"spec.selector", nil}, {"spec.template", nil}, {"spec.completionMode", "NonIndexed"}, {"spec.manualSelector", nil}},
	{Group: "networking.k8s.io", Kind: "IngressClass"}:               {{"spec.controller", nil}},
	{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"}:        {{"roleRef", nil}},
	{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"}: {{"roleRef", nil}},
	{Group: "scheduling.k8s.io", Kind: "PriorityClass"}:              {{"value", nil}, {"preemptionPolicy", "PreemptLowerPriority"}},
	{Group: "storage.k8s.io", Kind: "StorageClass"}:                  {{"provisioner", nil}, {"parameters", nil}, {"reclaimPolicy", "Delete"}, {"volumeBindingMode", "Immediate"}},
}

// Immutable reports the fields of an object that changed and that the API server lets nobody change: to change them the
// object must be deleted and made again. Objects of two kinds or names are no change of one object.
func Immutable(before, after manifest.Entry) []Finding {
	id := manifest.IDOf(after.Object)
	if manifest.IDOf(before.Object) != id {
		return nil
	}
	was, is := fields(before.Object), fields(after.Object)
	fixedFields := immutable[metav1.GroupKind{Group: id.Group, Kind: id.Kind}]
	if frozen, _ := was["immutable"].(bool); frozen && id.Group == "" {
		fixedFields = append(fixedFields[:len(fixedFields):len(fixedFields)], fixed{"immutable", nil}, fixed{"data", nil}, fixed{"binaryData", nil}, fixed{"stringData", nil})
	}
	r := &report{rule: immutableRule}
	for _, f := range fixedFields {
		old, now := valueAt(was, f), valueAt(is, f)
		if !reflect.DeepEqual(old, now) {
			r.add(&object{Entry: after, id: id}, f.field, "%s became %s: the API server refuses that; say why under replace in app.yaml, and delete the object", brief(old), brief(now))
		}
	}
	return sorted(r.findings)
}

// fields are those of an object as JSON has them. An object that JSON cannot hold has none.
func fields(o manifest.Object) map[string]any {
	var all map[string]any
	if data, err := json.Marshal(o); err == nil {
		_ = json.Unmarshal(data, &all) // what Marshal wrote it reads
	}
	return all
}

func valueAt(of map[string]any, f fixed) any {
	var value any = of
	for step := range strings.SplitSeq(f.field, ".") {
		m, _ := value.(map[string]any)
		value = m[step]
	}
	if value == nil {
		return f.fallback
	}
	return value
}

// brief shows a value on one line.
func brief(value any) string {
	if value == nil {
		return "nothing"
	}
	data, _ := json.Marshal(value) // it came from JSON
	const most = 120
	if len(data) > most {
		return string(data[:most]) + "…"
	}
	return string(data)
}
