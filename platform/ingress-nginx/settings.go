package ingressnginx

import (
	"fmt"
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
)

const (
	tlsProtocols = "TLSv1.2 TLSv1.3"
	twoYears     = "63072000" // seconds
)

var tlsCiphers = strings.Join(component.Ciphers, ":")

// accessLog is one line of JSON a request, without its query, where people's secrets may be.
const accessLog = `{"time":"$time_iso8601","request_id":"$req_id","client":"$remote_addr","host":"$host",` +
	`"method":"$request_method","path":"$uri","protocol":"$server_protocol","tls":"$ssl_protocol","status":$status,` +
	`"request_bytes":$request_length,"response_bytes":$bytes_sent,"seconds":$request_time,"user_agent":"$http_user_agent",` +
	`"ingress":"$namespace/$ingress_name","upstream":"$upstream_addr","upstream_status":"$upstream_status",` +
	`"upstream_seconds":"$upstream_response_time"}`

// settings are those of every Ingress (https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/).
// What differs by app, such as the rate of requests, stands with its Ingress.
func settings(c *plan.Cluster) map[string]string {
	return map[string]string{
		"ssl-protocols": tlsProtocols,
		"ssl-ciphers":   tlsCiphers,
		"hsts":          "true",
		"hsts-max-age":  twoYears,

		// the client's address, from the load balancer alone
		"use-proxy-protocol": "true",
		"proxy-real-ip-cidr": strings.Join(lbc.Sources(c), ","),

		// annotations that could open files or change other apps' configuration are of a higher risk
		"annotations-risk-level": "Medium",

		// limits: of bodies, and of the seconds that a client may take to send the next part of a request
		"proxy-body-size":       "1m",
		"client-header-timeout": "15",
		"client-body-timeout":   "30",
		// a client that asks too often is told so; 503 would count as the app's failure
		"limit-req-status-code":  "429",
		"limit-conn-status-code": "429",

		// the mesh tries again, within a budget
		"proxy-next-upstream": "off",
		// else one for each CPU of the node, and memory would depend on where a pod runs
		"worker-processes":        "4",
		"worker-shutdown-timeout": fmt.Sprintf("%ds", finishing),

		"log-format-escape-json": "true",
		"log-format-upstream":    accessLog,
	}
}
