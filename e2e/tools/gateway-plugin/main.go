// Command gateway-plugin stands for the plugin by which Argo Rollouts writes the weights of Gateway API routes
// (https://github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi v0.15.0), whose module no module proxy has. The
// controller starts it and calls it over the plugin interface of Argo Rollouts itself. It reads those fields of a Rollout's
// configuration that the tree uses, and refuses others.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/argoproj/argo-rollouts/rollout/trafficrouting/plugin/rpc"
	"github.com/hashicorp/go-plugin"
)

func main() {
	format := flag.String("logformat", "text", "text or json, as upstream's flag; this plugin logs nothing of its own")
	flag.Parse()
	if *format != "text" && *format != "json" {
		fmt.Fprintf(os.Stderr, "-logformat=%s: not text or json\n", *format)
		os.Exit(2)
	}
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion: 1, MagicCookieKey: "ARGO_ROLLOUTS_RPC_PLUGIN", MagicCookieValue: "trafficrouter",
		},
		Plugins: map[string]plugin.Plugin{"RpcTrafficRouterPlugin": &rpc.RpcTrafficRouterPlugin{Impl: &router{}}},
	})
}
