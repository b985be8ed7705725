package kubeprometheusstack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// grafanaValues are those of the subchart grafana 12.11.1. It keeps nothing: dashboards and datasources are in git.
type grafanaValues struct {
	UseStatefulSet bool                        `json:"useStatefulSet"` // its pod has a name, which people have rights to
	Admin          admin                       `json:"admin"`
	RBAC           create                      `json:"rbac"` // ours is in rights.go
	TestFramework  enabled                     `json:"testFramework"`
	Resources      corev1.ResourceRequirements `json:"resources"`
	Tolerations    []corev1.Toleration         `json:"tolerations,omitempty"`
	Affinity       *corev1.Affinity            `json:"affinity,omitempty"`
	Sidecar        sidecar                     `json:"sidecar"`
	Settings       grafanaSettings             `json:"grafana.ini"`
	Editable       bool                        `json:"defaultDashboardsEditable"`
}

type create struct {
	Create bool `json:"create"`
}

type admin struct {
	ExistingSecret string `json:"existingSecret"`
}

// sidecar makes files of ConfigMaps that have a label. The chart labels its own, and the platform's dashboards do likewise.
type sidecar struct {
	Resources   corev1.ResourceRequirements `json:"resources"`
	Dashboards  dashboards                  `json:"dashboards"`
	Datasources datasources                 `json:"datasources"`
}

type dashboards struct {
	SearchNamespace  string            `json:"searchNamespace"`
	Resource         string            `json:"resource"` // configmap, secret or both
	FolderAnnotation string            `json:"folderAnnotation"`
	Annotations      map[string]string `json:"annotations"`
	Provider         provider          `json:"provider"`
}

type provider struct {
	FoldersFromFiles bool `json:"foldersFromFilesStructure"`
}

type datasources struct {
	SearchNamespace string `json:"searchNamespace"`
	Resource        string `json:"resource"`
}

// grafanaSettings are sections of grafana.ini (https://grafana.com/docs/grafana/v13.2/setup-grafana/configure-grafana/).
type grafanaSettings struct {
	Analytics analyticsSection `json:"analytics"`
	Anonymous anonymousSection `json:"auth.anonymous"`
	News      newsSection      `json:"news"`
	Plugins   pluginsSection   `json:"plugins"`
	Security  securitySection  `json:"security"`
	Alerting  enabled          `json:"unified_alerting"` // Prometheus has the rules, Alertmanager the receivers
}

// analyticsSection, newsSection and the like: nothing of it may leave the cluster, or be loaded.
type analyticsSection struct {
	CheckForUpdates       bool `json:"check_for_updates"`
	CheckForPluginUpdates bool `json:"check_for_plugin_updates"`
	Reporting             bool `json:"reporting_enabled"`
}

type newsSection struct {
	Feed bool `json:"news_feed_enabled"`
}

type pluginsSection struct {
	PreinstallDisabled bool `json:"preinstall_disabled"`
}

type securitySection struct {
	DisableGravatar bool `json:"disable_gravatar"`
}

// anonymousSection is for everybody who got through the API server to Grafana's own port, and nobody else does: they may look, and
// try queries out; what they change is gone with the pod.
type anonymousSection struct {
	Enabled bool   `json:"enabled"`
	Role    string `json:"org_role"`
}

// FolderAnnotation of a dashboard's ConfigMap names the folder that Grafana shows it in.
const FolderAnnotation = "grafana_folder"

func grafanaFor(c *plan.Cluster) grafanaValues {
	return grafanaValues{
		UseStatefulSet: true,
		Admin:          admin{adminSecret},
		Resources:      component.Bounded(grafanaRequests),
		Tolerations:    component.Tolerations(c),
		Affinity:       component.Affinity(c),
		Sidecar: sidecar{
			Resources: component.Bounded(sidecarRequests),
			Dashboards: dashboards{
				SearchNamespace: monitoring, Resource: "configmap",
				FolderAnnotation: FolderAnnotation,
				Annotations:      map[string]string{FolderAnnotation: "Kubernetes"},
				Provider:         provider{FoldersFromFiles: true},
			},
			Datasources: datasources{SearchNamespace: monitoring, Resource: "configmap"},
		},
		Settings: grafanaSettings{
			Anonymous: anonymousSection{Enabled: true, Role: "Editor"},
			Plugins:   pluginsSection{PreinstallDisabled: true},
			Security:  securitySection{DisableGravatar: true},
		},
	}
}
