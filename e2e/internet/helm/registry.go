package helm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Media types of a chart in a registry (https://helm.sh/docs/topics/registries).
const (
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.cncf.helm.config.v1+json"
	contentType  = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
)

// Registry is an OCI registry which everybody may read: the pull and the tags of the distribution specification
// (https://github.com/opencontainers/distribution-spec/blob/main/spec.md). It is made by NewRegistry and
// filled by Put before the first request.
type Registry struct {
	tags  map[string][]string // by repository
	blobs map[string]blob     // by repository, then its tag or digest: repository@reference
}

type blob struct {
	mediaType string
	content   []byte
}

type descriptor struct {
	MediaType string `json:"mediaType"`
	Digest    string `json:"digest"`
	Size      int    `json:"size"`
}

func (b blob) descriptor() descriptor {
	return descriptor{b.mediaType, "sha256:" + digest(b.content), len(b.content)}
}

// NewRegistry is a registry without charts.
func NewRegistry() *Registry { return &Registry{map[string][]string{}, map[string]blob{}} }

// Put adds the chart to those under prefix, such as jetstack/charts, tagged by its version. A tag has no plus sign: Helm
// writes an underscore in its place.
func (r *Registry) Put(prefix string, chart Chart) error {
	config, err := json.Marshal(chart.Metadata)
	if err != nil {
		return fmt.Errorf("chart %s: %w", chart.Name, err)
	}
	repository, tag := prefix+"/"+chart.Name, strings.ReplaceAll(chart.Version, "+", "_")
	settings, archive := blob{configType, config}, blob{contentType, chart.Archive}
	manifest, err := json.Marshal(map[string]any{
		"schemaVersion": 2,
		"mediaType":     manifestType,
		"config":        settings.descriptor(),
		"layers":        []descriptor{archive.descriptor()},
	})
	if err != nil {
		return fmt.Errorf("chart %s: %w", chart.Name, err)
	}
	for _, stored := range []blob{settings, archive, {manifestType, manifest}} {
		r.blobs[repository+"@"+stored.descriptor().Digest] = stored
	}
	r.blobs[repository+"@"+tag] = blob{manifestType, manifest}
	r.tags[repository] = append(r.tags[repository], tag)
	return nil
}

// ServeHTTP answers GET and HEAD.
func (r *Registry) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	w.Header().Set("Docker-Distribution-Api-Version", "registry/2.0")
	path, ok := strings.CutPrefix(request.URL.Path, "/v2/")
	switch {
	case request.Method != http.MethodGet && request.Method != http.MethodHead:
		refuse(w, http.StatusMethodNotAllowed, "UNSUPPORTED", request.Method)
	case !ok:
		refuse(w, http.StatusNotFound, "UNSUPPORTED", request.URL.Path)
	case path == "":
		reply(w, map[string]any{})
	default:
		r.read(w, request, path)
	}
}

// read answers <repository>/tags/list, <repository>/manifests/<reference> and <repository>/blobs/<digest>.
func (r *Registry) read(w http.ResponseWriter, request *http.Request, path string) {
	parts := strings.Split(path, "/")
	last := max(len(parts)-2, 0)
	repository, of, reference := strings.Join(parts[:last], "/"), parts[last], parts[len(parts)-1]
	tags, known := r.tags[repository]
	stored, ok := r.blobs[repository+"@"+reference]
	switch {
	case !known:
		refuse(w, http.StatusNotFound, "NAME_UNKNOWN", repository)
	case of == "tags" && reference == "list":
		reply(w, map[string]any{"name": repository, "tags": slices.Sorted(slices.Values(tags))})
	case ok && of == "manifests" == (stored.mediaType == manifestType):
		w.Header().Set("Content-Type", stored.mediaType)
		w.Header().Set("Docker-Content-Digest", stored.descriptor().Digest)
		http.ServeContent(w, request, "", time.Time{}, bytes.NewReader(stored.content))
	case of == "manifests":
		refuse(w, http.StatusNotFound, "MANIFEST_UNKNOWN", reference)
	default:
		refuse(w, http.StatusNotFound, "BLOB_UNKNOWN", reference)
	}
}

func reply(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, code, detail string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"errors": []map[string]string{{"code": code, "message": detail}}})
}
