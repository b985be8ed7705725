{{- /* exposed is the Service of the .pods that the operator makes, with its scrape and the budget. */}}
{{- define "exposed" -}}
{{- $own := dict "root" .root "name" .name "selector" .pods }}
apiVersion: v1
kind: Service
metadata:
  {{- include "metadata" . | nindent 2 }}
    self-monitor: "true"
spec:
  selector:
    {{- toYaml .pods | nindent 4 }}
  ports:
  - {name: http-web, port: {{ .port }}, targetPort: {{ .port }}}
  - {name: reloader-web, port: 8080, targetPort: reloader-web, appProtocol: http}
---
{{ include "monitor" (dict "root" .root "name" .name "port" "http-web" "selector" (merge (dict "self-monitor" "true") .selector)) }}
{{- if .budget.enabled }}
---
{{ include "budget" (merge (dict "spec" (dict "minAvailable" 1 "unhealthyPodEvictionPolicy" "AlwaysAllow")) $own) }}
{{- end }}
{{- end }}
