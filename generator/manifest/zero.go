package manifest

import (
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/runtime"
)

// zeroFields are the fields that are left out when they hold the zero value of their Go type, as <Go type>.<JSON field>.
// Besides them there is one rule: so is the status of every kind.
//
// Upstream tags these fields omitempty, which encoding/json ignores for a struct, so that every manifest would carry
// noise like "strategy: {}" (Kubernetes 1.34 began to tag them omitzero for that reason), or does not tag them and means
// the same by null and by nothing. A pointer that was set is not zero and a field that is not named here is not touched:
// "emptyDir: {}" and the selector "{}", which selects everything, stay.
var zeroFields = []string{
	// apimachinery
	"ObjectMeta.creationTimestamp",

	// core, apps, batch
	"Namespace.spec",
	"PodTemplateSpec.metadata",
	"JobTemplateSpec.metadata",
	"PersistentVolumeClaimTemplate.metadata",
	"PersistentVolumeClaimSpec.resources",
	"Container.resources",
	"EphemeralContainerCommon.resources",
	"ResourceFieldSelector.divisor",
	"GRPCAction.service",
	"ServicePort.targetPort",
	"DeploymentSpec.strategy",
	"StatefulSetSpec.updateStrategy",
	"DaemonSetSpec.updateStrategy",

	// networking, rbac
	"IngressServiceBackend.port",
	"Role.rules",
	"ClusterRole.rules",

	// monitoring.coreos.com
	"ServiceMonitorSpec.namespaceSelector",
	"PodMonitorSpec.namespaceSelector",
	"PodMetricsEndpoint.bearerTokenSecret",
	"BasicAuth.password",
	"BasicAuth.username",
	"SafeTLSConfig.ca",
	"SafeTLSConfig.cert",

	// argoproj.io
	"ApplicationSourceDirectory.jsonnet",
	"ListGenerator.elements",
	"ListGenerator.template",
	"ClusterGenerator.template",
	"GitGenerator.template",
	"MatrixGenerator.template",
	"MergeGenerator.template",
	"SCMProviderGenerator.template",
	"PullRequestGenerator.template",
	"DuckTypeGenerator.template",
	"PluginGenerator.template",
	"PluginGenerator.input",
}

var runtimeObject = reflect.TypeFor[runtime.Object]()

// droppedWhenZero reports whether a struct's field, by its JSON name, is left out when it is zero.
func droppedWhenZero(t reflect.Type, name string) bool {
	isKind := reflect.PointerTo(t).Implements(runtimeObject)
	return isKind && name == "status" || slices.Contains(zeroFields, t.Name()+"."+name)
}
