package git

import (
	"errors"
	"io"
	"net/http"
	"strings"
)

// Between stands between the clients and a server that answers: what fails of it.
type Between func(server http.Handler) http.Handler

// Interpose has requests from now on pass what fails, until whole is called.
func (s *Server) Interpose(between Between) (whole func()) {
	set := func(b Between) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.between = b
	}
	set(between)
	return func() { set(nil) }
}

// Hang answers nothing, for as long as a client waits.
func Hang(http.Handler) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then is it noticed that the client hangs up
		<-r.Context().Done()
	})
}

// HangFetch lists branches and sends no commits, as a server does that lacks the power to pack them.
func HangFetch(server http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/git-upload-pack") {
			Hang(server).ServeHTTP(w, r)
			return
		}
		server.ServeHTTP(w, r)
	})
}

// CutPush ends the connection of a push after so many bytes of what is pushed; the server has had these.
func CutPush(after int64) Between {
	return func(server http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/git-receive-pack") {
				server.ServeHTTP(w, r)
				return
			}
			r.Body, r.ContentLength = &cut{r.Body, after}, -1 // git's backend waits for ever for a length that does not come
			server.ServeHTTP(silent{http.Header{}}, r)
			panic(http.ErrAbortHandler)
		})
	}
}

// cut is a body that breaks off.
type cut struct {
	io.ReadCloser
	left int64
}

func (c *cut) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.EOF
	}
	n, err := c.ReadCloser.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	if errors.Is(err, io.EOF) {
		c.left = 0
	}
	return n, err
}

// silent is an answer that nobody hears.
type silent struct{ header http.Header }

func (s silent) Header() http.Header         { return s.header }
func (s silent) WriteHeader(int)             {}
func (s silent) Write(p []byte) (int, error) { return len(p), nil }
