{{- /*
settled is an object that makes pods, with what the values say of all parts: .part, .replicas, and .affinity and .spread if
it has its own.
*/}}
{{- define "settled" -}}
{{- $global := .root.Values.global }}
{{- $o := include "taken" . | fromYaml }}
{{- $labels := include "pods" . | fromYaml }}
{{- $pod := $o.spec.template.spec }}
{{- $_ := set $o.spec "selector" (dict "matchLabels" $labels) }}
{{- $_ := set $o.spec "replicas" .replicas }}
{{- $_ := set $o.spec.template.metadata "labels" $labels }}
{{- $_ := set $pod "priorityClassName" $global.priorityClassName }}
{{- $_ := set $pod "tolerations" $global.tolerations }}
{{- $_ := set $pod "affinity" (.affinity | default (include "affinity" . | fromYaml)) }}
{{- $spread := list }}
{{- range .spread | default $global.topologySpreadConstraints }}
{{- $spread = append $spread (merge (dict "labelSelector" (dict "matchLabels" $labels)) .) }}
{{- end }}
{{- $_ := set $pod "topologySpreadConstraints" $spread }}
{{- toYaml $o }}
{{- end }}

{{- /* affinity keeps the pods of a part off each other's nodes, and on those that the values name, where it can. */}}
{{- define "affinity" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
  - weight: 100
    podAffinityTerm:
      topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          app.kubernetes.io/name: {{ .root.Values.fullnameOverride }}-{{ .part }}
{{- with .root.Values.global.affinity }}
nodeAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
  - weight: 1
    preference:
      matchExpressions:
        {{- toYaml .nodeAffinity.matchExpressions | nindent 8 }}
{{- end }}
{{- end }}
