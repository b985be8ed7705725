package programs

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// redis stands for redis-ha behind its HAProxy, at HAProxy's ports: Redis itself (6379) with the password that the pod has in
// AUTH, and the proxy's health (8888).
func redis() error {
	server := miniredis.NewMiniRedis()
	if password := os.Getenv("AUTH"); password != "" {
		server.RequireAuth(password)
	}
	if err := server.StartAddr(":6379"); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	go func() { // keys do not age by themselves
		for range time.Tick(time.Second) {
			server.FastForward(time.Second)
		}
	}()
	return http.ListenAndServe(":8888", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
}
