{{- /* resources are a container's, of what Linkerd's charts write as cpu: {request, limit}. */}}
{{- define "linkerd.resources" -}}
{{- $requests := dict }}
{{- $limits := dict }}
{{- range $name, $amount := . }}
{{- with $amount.request }}
{{- $_ := set $requests $name . }}
{{- end }}
{{- with $amount.limit }}
{{- $_ := set $limits $name . }}
{{- end }}
{{- end }}
{{- toYaml (dict "requests" $requests "limits" $limits) }}
{{- end }}

{{- /* apart keeps pods of one selector off each other's nodes, beside what the values say of nodes. */}}
{{- define "linkerd.affinity" -}}
{{- $affinity := dict }}
{{- with .root.Values.nodeAffinity }}
{{- $_ := set $affinity "nodeAffinity" . }}
{{- end }}
{{- if .root.Values.enablePodAntiAffinity }}
{{- $rule := dict "labelSelector" (dict "matchLabels" .selector) "topologyKey" "kubernetes.io/hostname" }}
{{- $_ := set $affinity "podAntiAffinity" (dict "requiredDuringSchedulingIgnoredDuringExecution" (list $rule)) }}
{{- end }}
{{- toYaml $affinity }}
{{- end }}
