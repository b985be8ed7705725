{{- /* part is one part of the stack, as the objects of package charts want it: of .root and its .part. */}}
{{- define "part" -}}
{{- $name := printf "%s-%s" .root.Release.Name .part }}
{{- toYaml (dict "name" $name "selector" (dict "app" $name "release" .root.Release.Name)) }}
{{- end }}

{{- /* spec is what the operator is told of a kind of its own: what the values say, with the image and the account of the chart. */}}
{{- define "spec" -}}
{{- $own := dict
  "image" (printf "quay.io/prometheus/%s:%s" .part .version) "version" .version "portName" "http-web" "routePrefix" "/"
  "serviceAccountName" .name "externalUrl" (printf "http://%s.%s:%v" .name .root.Release.Namespace .port)
  "securityContext" (dict "fsGroup" 2000 "runAsGroup" 2000 "runAsNonRoot" true "runAsUser" 1000 "seccompProfile" (dict "type" "RuntimeDefault")) }}
{{- toYaml (merge $own .values) }}
{{- end }}
