package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	logsapi "k8s.io/component-base/logs/api/v1"

	"github.com/cert-manager/cert-manager/pkg/controller"
	"github.com/cert-manager/cert-manager/pkg/healthz"
	dnsutil "github.com/cert-manager/cert-manager/pkg/issuer/acme/dns/util"
	"github.com/cert-manager/cert-manager/pkg/logs"
)

// control runs the controllers while it leads, and answers /livez and /metrics all the time.
func control(ctx context.Context, flags *pflag.FlagSet, args []string) error {
	options := defaults()
	logging := logsapi.NewLoggingConfiguration()
	logs.AddFlags(logging, flags)
	complete, namespace := addFlags(flags, &options)
	if err := flags.Parse(args); err != nil {
		return err
	}
	complete()
	if len(options.DNS01Nameservers) == 0 {
		options.DNS01Nameservers = dnsutil.RecursiveNameservers
	}
	if err := logs.ValidateAndApply(logging); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	factory, err := controller.NewContextFactory(ctx, options)
	if err != nil {
		return err
	}
	live := healthz.NewServer(20 * time.Second)
	group.Go(func() error { return listen(ctx, ":9403", live.Start) })
	group.Go(func() error { return lead(ctx, factory, live, *namespace) })
	return group.Wait()
}

func listen(ctx context.Context, address string, serve func(context.Context, net.Listener) error) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return serve(ctx, listener)
}

// lead waits for the Lease and runs the controllers until it is lost.
func lead(ctx context.Context, factory *controller.ContextFactory, live *healthz.Server, namespace string) error {
	election, err := factory.Build("leader-election")
	if err != nil {
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		return err
	}
	led, end := context.WithCancelCause(ctx)
	leaderelection.RunOrDie(led, leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Namespace: namespace, Name: "cert-manager-controller"},
			Client:     election.Client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: host, EventRecorder: election.Recorder},
		},
		LeaseDuration:   60 * time.Second,
		RenewDeadline:   40 * time.Second,
		RetryPeriod:     15 * time.Second,
		ReleaseOnCancel: true,
		WatchDog:        live.LeaderHealthzAdaptor,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(ctx context.Context) { end(runControllers(ctx, factory)) },
			OnStoppedLeading: func() { end(errors.New("the lease is lost")) },
		},
	})
	if ctx.Err() != nil {
		return nil // told to stop
	}
	return context.Cause(led)
}

// runControllers runs every controller that is linked, each with as many workers as upstream's.
func runControllers(ctx context.Context, factory *controller.ContextFactory) error {
	shared, err := factory.Build()
	if err != nil {
		return err
	}
	const workers = 5
	group, ctx := errgroup.WithContext(ctx)
	for name, construct := range controller.Known() {
		loop, err := construct(factory)
		if err != nil {
			return fmt.Errorf("controller %s: %w", name, err)
		}
		group.Go(func() error { return loop.Run(workers, ctx) })
	}
	shared.SharedInformerFactory.Start(ctx.Done())
	shared.KubeSharedInformerFactory.Start(ctx.Done())
	shared.HTTP01ResourceMetadataInformersFactory.Start(ctx.Done())
	return group.Wait()
}
