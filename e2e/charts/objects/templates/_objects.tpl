{{- /*
What most charts install, object by object. Each takes a dictionary, of which root, name and selector are the same for all:
root is the chart's own context, selector the labels of the pods.
*/}}
{{- define "metadata" -}}
name: {{ .name }}
{{- if not .cluster }}
namespace: {{ .root.Release.Namespace }}
{{- end }}
labels:
  {{- toYaml .selector | nindent 2 }}
  app.kubernetes.io/managed-by: {{ .root.Release.Service }}
  helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- with .annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "account" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "metadata" . | nindent 2 }}
{{- end }}

{{- /* role has .rules, in the namespace or with .cluster everywhere, and is that of the ServiceAccount .account. */}}
{{- define "role" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ ternary "ClusterRole" "Role" (.cluster | default false) }}
metadata:
  {{- include "metadata" . | nindent 2 }}
rules:
  {{- toYaml .rules | nindent 2 }}
---
{{ include "binding" (merge (dict "role" .name) .) }}
{{- end }}

{{- /* binding gives the .role to the ServiceAccount .account, with .cluster everywhere. */}}
{{- define "binding" -}}
{{- $kind := ternary "ClusterRole" "Role" (.cluster | default false) -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}Binding
metadata:
  {{- include "metadata" . | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ $kind }}
  name: {{ .role }}
subjects:
- kind: ServiceAccount
  name: {{ .account }}
  namespace: {{ .root.Release.Namespace }}
{{- end }}

{{- /*
pods are a Deployment, or of another .kind, with their ServiceAccount, .account if its name is another, unless that is .elsewhere:
.spec is more of its own, .pod more of a pod's, of which what is empty is left out, .containers as in a pod, and .podAnnotations.
Pods meet the Pod Security level restricted where they don't say otherwise.
*/}}
{{- define "pods" -}}
{{- $account := .account | default .name }}
{{- $pod := dict "serviceAccountName" $account "securityContext" (dict "runAsNonRoot" true "seccompProfile" (dict "type" "RuntimeDefault")) }}
{{- range $field, $value := .pod }}
{{- if $value }}
{{- $_ := set $pod $field $value }}
{{- end }}
{{- end }}
{{- $restricted := dict "allowPrivilegeEscalation" false "readOnlyRootFilesystem" true "capabilities" (dict "drop" (list "ALL")) }}
{{- range .containers }}
{{- if not (hasKey . "securityContext") }}
{{- $_ := set . "securityContext" $restricted }}
{{- end }}
{{- end }}
{{- $_ := set $pod "containers" .containers }}
{{- $template := dict "metadata" (dict "labels" .selector "annotations" (.podAnnotations | default dict)) "spec" $pod }}
{{- $spec := merge (dict "selector" (dict "matchLabels" .selector) "template" $template) (.spec | default dict) }}
{{- if not .elsewhere }}
{{- include "account" (merge (dict "name" $account) (omit . "annotations")) }}
---
{{ end -}}
apiVersion: apps/v1
kind: {{ .kind | default "Deployment" }}
metadata:
  {{- include "metadata" . | nindent 2 }}
spec:
  {{- toYaml $spec | nindent 2 }}
{{- end }}

{{- /* service has .ports, and .spec for more. */}}
{{- define "service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "metadata" . | nindent 2 }}
spec:
  {{- toYaml (merge (dict "selector" .selector "ports" .ports) (.spec | default dict)) | nindent 2 }}
{{- end }}

{{- /* budget has .spec less the selector. */}}
{{- define "budget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "metadata" . | nindent 2 }}
spec:
  {{- toYaml (merge (dict "selector" (dict "matchLabels" .selector)) .spec) | nindent 2 }}
{{- end }}

{{- /* monitor reads the .port of the Service, at a .path if it has another than /metrics, where the kind is known. */}}
{{- define "monitor" -}}
{{- if .root.Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "metadata" . | nindent 2 }}
spec:
  selector:
    matchLabels:
      {{- toYaml .selector | nindent 6 }}
  endpoints:
  - port: {{ .port }}
    {{- with .path }}
    path: {{ . }}
    {{- end }}
{{- end }}
{{- end }}

{{- /* certificate is of a webhook behind the .service, from the .issuer into the .secret. */}}
{{- define "certificate" -}}
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  {{- include "metadata" . | nindent 2 }}
spec:
  secretName: {{ .secret }}
  dnsNames: [{{ .service }}.{{ .root.Release.Namespace }}.svc]
  issuerRef:
    {{- toYaml .issuer | nindent 4 }}
{{- end }}
