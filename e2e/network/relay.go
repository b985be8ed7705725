package network

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"sync"
)

// Route relays TCP connections from an address of the main network namespace to a fixed target
// ("127.0.0.1:6443") until the context ends. The target need not listen yet.
func Route(ctx context.Context, at netip.AddrPort, target string) error {
	_, err := relay(ctx, at, func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", target)
	})
	return err
}

type dialFunc func(context.Context) (net.Conn, error)

// relay listens until the context ends and joins each connection with one that dial makes. When stop
// returns the address is free and the connections are ending.
func relay(ctx context.Context, at netip.AddrPort, dial dialFunc) (stop func(), err error) {
	listener, err := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(at))
	if err != nil {
		return nil, fmt.Errorf("relay: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	context.AfterFunc(ctx, func() { listener.Close() })
	go func() {
		for {
			client, err := listener.AcceptTCP()
			if err != nil {
				return
			}
			go serve(ctx, client, dial)
		}
	}()
	return func() { cancel(); listener.Close() }, nil
}

// serve resets the connection of a client that nobody answers.
func serve(ctx context.Context, client *net.TCPConn, dial dialFunc) {
	defer client.Close()
	server, err := dial(ctx)
	if err != nil {
		_ = client.SetLinger(0)
		return
	}
	defer server.Close()
	stop := context.AfterFunc(ctx, func() { client.Close(); server.Close() })
	defer stop()
	join(client, server.(*net.TCPConn))
}

// join copies both ways until both have ended, passing on the end of each.
func join(a, b *net.TCPConn) {
	var both sync.WaitGroup
	pass := func(to, from *net.TCPConn) {
		_, _ = io.Copy(to, from)
		_ = to.CloseWrite()
	}
	both.Go(func() { pass(a, b) })
	both.Go(func() { pass(b, a) })
	both.Wait()
}
