package aws

import (
	"io"
	"net/http"
)

// Person answers the program `aws` of somebody who may do everything with secrets: GET is the value of the one that the query
// names by id, with no content while it has none, PUT gives it a value. One that is not there is not found.
func (a *Account) Person() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		found, ok := a.find(query{SecretID: r.FormValue("id")})
		switch {
		case !ok:
			http.NotFound(w, r)
		case found.version == "":
			w.WriteHeader(http.StatusNoContent)
		default:
			io.WriteString(w, found.value)
		}
	})
	mux.HandleFunc("PUT /", func(w http.ResponseWriter, r *http.Request) {
		found, ok := a.find(query{SecretID: r.URL.Query().Get("id")})
		if !ok {
			http.NotFound(w, r)
			return
		}
		value, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		a.Put(found.name, string(value))
	})
	return mux
}
