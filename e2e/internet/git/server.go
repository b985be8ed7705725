package git

import (
	"context"
	"crypto/subtle"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/cgi"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Account is a user of the server; the zero Account is nobody.
type Account struct{ Username, Password string }

// Server serves the repositories in one directory. Its fields are set before the first request.
type Server struct {
	// Reader may clone and fetch; nobody means that everybody may.
	Reader Account
	// Writer may clone, fetch and push; nobody means that nobody may push.
	Writer  Account
	root    string
	backend string
	git     tool
	log     *log.Logger

	mu           sync.Mutex
	repositories map[string]*Repository
	between      Between                     // or nil
	tell         func(context.Context, Push) // or nil
}

// NewServer is a server of repositories in the directory root, which exists; complaints of git go to complaints. It needs
// git with its http-backend.
func NewServer(ctx context.Context, root string, complaints io.Writer) (*Server, error) {
	git, err := newTool(root)
	if err != nil {
		return nil, err
	}
	libexec, err := git.run(ctx, root, "--exec-path")
	if err != nil {
		return nil, err
	}
	backend := filepath.Join(libexec, "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		return nil, fmt.Errorf("git without its http-backend: %w", err)
	}
	return &Server{
		root:         root,
		backend:      backend,
		git:          git,
		log:          log.New(complaints, "git: ", 0),
		repositories: map[string]*Repository{},
	}, nil
}

// Tell has that function, or nobody, hear of each change of Branch from now on, by a push or by Commit, after it. What it does with the
// news cannot fail the push, as a webhook cannot at a hosting service.
func (s *Server) Tell(hears func(context.Context, Push)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tell = hears
}

func (s *Server) told(ctx context.Context, push Push) {
	s.mu.Lock()
	tell := s.tell
	s.mu.Unlock()
	if tell != nil {
		tell(ctx, push)
	}
}

// ServeHTTP is git's smart HTTP protocol (https://git-scm.com/docs/http-protocol).
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	between := s.between
	s.mu.Unlock()
	if between == nil {
		s.answer(w, r)
		return
	}
	between(http.HandlerFunc(s.answer)).ServeHTTP(w, r)
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	repository := s.find(r.URL.Path)
	if repository == nil {
		http.NotFound(w, r)
		return
	}
	push := strings.HasSuffix(r.URL.Path, "/git-receive-pack") || r.URL.Query().Get("service") == "git-receive-pack"
	if repository.public && push {
		http.Error(w, "read-only", http.StatusForbidden)
		return
	}
	if !repository.public && !s.allows(r, push) {
		w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
		http.Error(w, "authentication required", http.StatusUnauthorized)
		return
	}
	if !push || r.Method != http.MethodPost {
		s.serve(w, r)
		return
	}
	// The client hangs up as soon as it has read the answer: that must not cut short what follows the push.
	ctx := context.WithoutCancel(r.Context())
	if err := repository.change(ctx, func() error { s.serve(w, r); return nil }); err != nil {
		s.log.Printf("%s: %v", r.URL.Path, err)
	}
}

func (s *Server) allows(r *http.Request, push bool) bool {
	username, password, _ := r.BasicAuth()
	given := Account{username, password}
	if push {
		return given.is(s.Writer)
	}
	return s.Reader == Account{} || given.is(s.Reader) || given.is(s.Writer)
}

func (a Account) is(known Account) bool {
	return known != Account{} && a.Username == known.Username &&
		subtle.ConstantTimeCompare([]byte(a.Password), []byte(known.Password)) == 1
}

// serve runs git's own server; it reads a body of unknown length to its end, what package cgi keeps from it when chunked.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	r.TransferEncoding = nil
	backend := cgi.Handler{
		Path:   s.backend,
		Env:    append(s.git.environment(), "GIT_PROJECT_ROOT="+s.root, "GIT_HTTP_EXPORT_ALL=1"),
		Logger: s.log,
		Stderr: s.log.Writer(),
	}
	backend.ServeHTTP(w, r)
}

// find is the repository whose name starts the URL's path, nil if none.
func (s *Server) find(path string) *Repository {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, repository := range s.repositories {
		if strings.HasPrefix(path, "/"+name+"/") {
			return repository
		}
	}
	return nil
}
