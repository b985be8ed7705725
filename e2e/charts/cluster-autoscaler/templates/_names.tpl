{{- define "selector" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/name: aws-cluster-autoscaler
{{- end }}

{{- define "metadata" -}}
name: {{ .Values.fullnameOverride }}
labels:
  {{- include "selector" . | nindent 2 }}
  app.kubernetes.io/managed-by: {{ .Release.Service }}
  helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "subjects" -}}
subjects:
- kind: ServiceAccount
  name: {{ .Values.fullnameOverride }}
  namespace: {{ .Release.Namespace }}
{{- end }}
