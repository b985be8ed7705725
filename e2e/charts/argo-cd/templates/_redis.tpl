{{- /* redis.settled is "settled", on nodes of their own: two of three servers, or proxies, outlive one. */}}
{{- define "redis.settled" -}}
{{- $apart := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" (include "redis" . | fromYaml)) }}
{{- $apart = dict "podAntiAffinity" (dict "requiredDuringSchedulingIgnoredDuringExecution" (list $apart)) }}
{{- $values := get .root.Values "redis-ha" }}
{{- $affinity := merge $apart $values.additionalAffinities }}
{{- $spread := list (merge (dict "maxSkew" 1) (omit $values.topologySpreadConstraints "enabled")) }}
{{- include "settled" (merge (dict "affinity" $affinity "spread" $spread) .) }}
{{- end }}

{{- define "redis.exporter" -}}
name: redis-exporter
image: ghcr.io/oliver006/redis_exporter:v1.80.1
env:
- name: REDIS_ADDR
  value: redis://localhost:6379
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: argocd-redis
      key: auth
ports:
- name: exporter-port
  containerPort: 9121
resources:
  {{- toYaml (get .Values "redis-ha").exporter.resources | nindent 2 }}
{{- end }}
