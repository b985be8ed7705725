package policy_test

var metricsCases = []ruleCase{
	{"service-monitor", "D/servicemonitor-shop.yaml", `-spec.sampleLimit`, `
		service-monitor ServiceMonitor/development/shop spec.sampleLimit`},
	{"service-monitor", "D/servicemonitor-shop.yaml", `-spec.endpoints`, `
		service-monitor ServiceMonitor/development/shop spec.endpoints`},
	{"service-monitor", "D/servicemonitor-shop.yaml", `spec.endpoints[0].interval="1h"`, `
		service-monitor ServiceMonitor/development/shop spec.endpoints[0].interval`},
	{"service-monitor", "D/servicemonitor-shop.yaml", `spec.endpoints[0].scrapeTimeout="45s"`, `
		service-monitor ServiceMonitor/development/shop spec.endpoints[0].scrapeTimeout`},
	{"service-monitor", "D/servicemonitor-shop.yaml", `spec.endpoints[0].scheme="https"`, `
		service-monitor ServiceMonitor/development/shop spec.endpoints[0].scheme`},
	{"service-monitor", "D/servicemonitor-shop.yaml", `spec.endpoints[0].honorLabels=true`, `
		service-monitor ServiceMonitor/development/shop spec.endpoints[0].honorLabels`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[0].expr="sum(rate(x[5m]"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[0].expr`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[0].expr="sum(rate(http_request_duration_seconds_count{namespace=\"development\",job=\"cart\"}[5m]))"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[0].expr`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[0].record="slo:error_ratio:rate6m"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[0].expr
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[0].record
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].expr`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[0].labels.slo="latency"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[0].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].expr
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[0].record`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `-spec.groups[0].rules[0].labels.job`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[0].labels.job`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `-spec.groups[0].rules[7].labels.severity`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].labels.severity`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[7].labels.severity="pager"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].labels.severity`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[7].labels.team="others"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].labels.team`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `-spec.groups[0].rules[7].for`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].for`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `-spec.groups[0].rules[7].annotations.runbook_url`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].annotations.runbook_url`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[7].annotations.description="{{ $value"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].annotations.description`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[7].alert=""`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7]`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `-spec.groups[1]`, `
		prometheus-rule PrometheusRule/development/shop spec.groups`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[1].name="shop-availability"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups
		prometheus-rule PrometheusRule/development/shop spec.groups[1].name
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[0].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[1].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[2].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[3].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[4].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[5].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[6].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[7].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[8].labels.slo
		prometheus-rule PrometheusRule/development/shop spec.groups[1].rules[9].labels.slo`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `-spec.groups[0].rules[9]`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules`},
	{"prometheus-rule", "D/prometheusrule-shop.yaml", `spec.groups[0].rules[7].expr="slo:error_ratio:rate5m{namespace=\"development\",job=\"shop\",slo=\"availability\"}"`, `
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[1].record
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[2].record
		prometheus-rule PrometheusRule/development/shop spec.groups[0].rules[7].expr`},
}
