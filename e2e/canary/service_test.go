package canary_test

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// service stands for the app where this package is tested: it counts its requests as the app does, and fails each of them if its
// version is faulty. Told to end it serves on for a while, as the preStop hook of the app has it, which package kubelet does not run:
// until then somebody may still know it as an endpoint.
func service() error {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	go func() {
		<-told
		time.Sleep(time.Second)
		os.Exit(0)
	}()
	status := http.StatusOK
	if os.Getenv("FAULTY") != "" {
		status = http.StatusInternalServerError
	}
	var requests atomic.Int64
	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.WriteHeader(status)
	})
	probe := func(http.ResponseWriter, *http.Request) {}
	http.HandleFunc("GET /healthz", probe)
	http.HandleFunc("GET /readyz", probe)
	http.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		const name, labels = "http_request_duration_seconds", `method="GET",route="/",status="%d"`
		n := requests.Load()
		fmt.Fprintf(w, "# TYPE "+name+" histogram\n")
		for _, le := range []string{"0.25", "+Inf"} {
			fmt.Fprintf(w, name+"_bucket{"+labels+",le=%q} %d\n", status, le, n)
		}
		fmt.Fprintf(w, name+"_count{"+labels+"} %d\n"+name+"_sum{"+labels+"} 0\n", status, n, status)
	})
	return http.ListenAndServe(":8000", nil)
}
