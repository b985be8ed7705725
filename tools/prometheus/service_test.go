package prometheus_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"testing"
	"time"
)

// listening is what the service logs once it does.
var listening = regexp.MustCompile(`running on http://([0-9.:]+)`)

// serve runs the real service until the test ends, lets it answer requests, and returns its address.
func serve(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "./python.sh", "-m", "hello")
	cmd.Dir = "../../service"
	cmd.Env = append(os.Environ(), "HOST=127.0.0.1", "PORT=0", "API_TOKEN_FILE=")
	cmd.Stderr = os.Stderr
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // it is to end, however it does
	for lines := bufio.NewScanner(output); lines.Scan(); {
		var line struct{ Message string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("the service logs what is no JSON: %s", lines.Text())
		}
		if at := listening.FindStringSubmatch(line.Message); at != nil {
			go func() {
				for lines.Scan() { // or the pipe fills
				}
			}()
			go ask(t, at[1])
			return at[1]
		}
	}
	t.Fatal("the service ended before it listened")
	return ""
}

// ask sends requests that are answered and that are refused, until the test ends.
func ask(t *testing.T, address string) {
	for tick := time.NewTicker(100 * time.Millisecond); ; {
		select {
		case <-t.Context().Done():
			tick.Stop()
			return
		case <-tick.C:
			for _, path := range []string{"/", "/settings", "/nothing"} {
				response, err := http.Get("http://" + address + path)
				if err != nil {
					continue // the service is ending
				}
				response.Body.Close()
			}
		}
	}
}
