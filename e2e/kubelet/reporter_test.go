package kubelet

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
)

// report is what the test's program sees of itself.
type report struct {
	Args     []string
	Env      map[string]string
	Hostname string
	Dir      string
	User     int
	Group    int
	Groups   []int
	PID      int
}

// reporter is the program of the tests' pods. It answers on port 8080 until it
// is told to exit.
func reporter() {
	flags := flag.NewFlagSet("reporter", flag.ExitOnError)
	code := flags.Int("exit", -1, "exit at once with this code")
	once := flags.String("once", "", "exit with code 3 unless this file exists, and make it")
	write := flags.String("write", "", "write this file and exit")
	deaf := flags.Bool("deaf", false, "ignore SIGTERM")
	_ = flags.Parse(os.Args[1:])
	if *deaf {
		signal.Ignore(syscall.SIGTERM)
	}
	fmt.Println("reporter", os.Args[1:])
	if *code >= 0 {
		os.Exit(*code)
	}
	if *once != "" {
		if _, err := os.Stat(*once); err != nil {
			_ = os.WriteFile(*once, nil, 0o644)
			os.Exit(3)
		}
	}
	if *write != "" {
		if err := os.WriteFile(*write, []byte("written"), 0o644); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	fmt.Println(http.ListenAndServe(":8080", mux()))
	os.Exit(1)
}

func mux() *http.ServeMux {
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, text []byte, err error) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		_, _ = w.Write(text)
	}
	mux.HandleFunc("/report", func(w http.ResponseWriter, _ *http.Request) {
		text, err := json.Marshal(self())
		answer(w, text, err)
	})
	mux.HandleFunc("/file/", func(w http.ResponseWriter, r *http.Request) {
		text, err := os.ReadFile(strings.TrimPrefix(r.URL.Path, "/file"))
		answer(w, text, err)
	})
	mux.HandleFunc("/mode/", func(w http.ResponseWriter, r *http.Request) {
		info, err := os.Stat(strings.TrimPrefix(r.URL.Path, "/mode"))
		if err != nil {
			answer(w, nil, err)
			return
		}
		answer(w, []byte(info.Mode().String()), nil)
	})
	mux.HandleFunc("/list/", func(w http.ResponseWriter, r *http.Request) {
		entries, err := os.ReadDir(strings.TrimPrefix(r.URL.Path, "/list"))
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		answer(w, []byte(strings.Join(names, " ")), err)
	})
	mux.HandleFunc("/write/", func(w http.ResponseWriter, r *http.Request) {
		answer(w, nil, os.WriteFile(strings.TrimPrefix(r.URL.Path, "/write"), []byte("x"), 0o644))
	})
	var ready atomic.Bool
	mux.HandleFunc("/set-ready", func(_ http.ResponseWriter, r *http.Request) { ready.Store(r.URL.Query().Get("to") == "true") })
	mux.HandleFunc("/ready", func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			http.Error(w, "not yet", http.StatusServiceUnavailable)
		}
	})
	return mux
}

func self() report {
	r := report{Args: os.Args, Env: map[string]string{}, User: os.Getuid(), Group: os.Getgid(), PID: os.Getpid()}
	r.Hostname, _ = os.Hostname()
	r.Dir, _ = os.Getwd()
	r.Groups, _ = os.Getgroups()
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		r.Env[name] = value
	}
	return r
}
