// Command e2e is cert-manager in one binary: cert-manager-controller, cert-manager-webhook or cert-manager-cainjector by
// the name it is called by. Upstream's own mains are modules of their own that no module proxy has. Each accepts the
// flags that the chart passes with our values.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/cert-manager/cert-manager/pkg/logs"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	logs.InitLogs()
	defer logs.FlushLogs()
	ctrl.SetLogger(logs.FromContext(ctx))
	if err := run(ctx, filepath.Base(os.Args[0]), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, name string, args []string) error {
	flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
	switch name {
	case "cert-manager-controller":
		return control(ctx, flags, args)
	case "cert-manager-webhook":
		return serveWebhook(ctx, flags, args)
	case "cert-manager-cainjector":
		return inject(ctx, flags, args)
	default:
		return fmt.Errorf("%s: call it cert-manager-controller, cert-manager-webhook or cert-manager-cainjector", name)
	}
}
