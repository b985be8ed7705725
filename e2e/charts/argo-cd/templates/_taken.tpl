{{- /* labels of an object of a part. */}}
{{- define "labels" -}}
{{ include "selector" . }}
app.kubernetes.io/component: {{ .part }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: argocd
app.kubernetes.io/version: {{ .root.Chart.AppVersion }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "selector" -}}
app.kubernetes.io/name: {{ .root.Values.fullnameOverride }}-{{ .part }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- /* redis selects the pods of the cache as the subchart does that they come from. */}}
{{- define "redis" -}}
app: {{ .part }}
release: {{ .root.Release.Name }}
{{- end }}

{{- define "pods" -}}
{{- if hasPrefix "redis" .part }}{{ include "redis" . }}{{ else }}{{ include "selector" . }}{{ end }}
{{- end }}

{{- /*
taken is an object of Argo CD's own installation, with this release's names: .kind and .name say which, .part of what it is.
An installation that lacks it makes nothing.
*/}}
{{- define "taken" -}}
{{- $o := .root.Files.Get (printf "install/%s-%s.yaml" .kind .name) | fromYaml }}
{{- if $o }}
{{- $_ := set $o.metadata "labels" (include "labels" . | fromYaml) }}
{{- if not (hasPrefix "cluster" .kind) }}
{{- $_ := set $o.metadata "namespace" .root.Release.Namespace }}
{{- end }}
{{- range $o.subjects }}
{{- $_ := set . "namespace" $.root.Release.Namespace }}
{{- end }}
{{- if eq .kind "service" }}
{{- $fixed := pick $o.spec.selector "statefulset.kubernetes.io/pod-name" }}
{{- $_ := set $o.spec "selector" (merge $fixed (include "pods" . | fromYaml)) }}
{{- end }}
{{- toYaml $o }}
{{- end }}
{{- end }}
