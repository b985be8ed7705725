package helm

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"time"

	"sigs.k8s.io/yaml"
)

// Repository serves charts below path, which is the path of the repository's URL, such as /argo-helm: path/index.yaml and
// the archives beside it (https://helm.sh/docs/topics/chart_repository).
func Repository(path string, charts ...Chart) (http.Handler, error) {
	files := map[string][]byte{}
	entries := map[string][]map[string]any{}
	for _, chart := range charts {
		entry := maps.Clone(chart.Metadata)
		entry["urls"] = []string{chart.File()}
		entry["digest"] = digest(chart.Archive)
		entries[chart.Name] = append(entries[chart.Name], entry)
		files[path+"/"+chart.File()] = chart.Archive
	}
	index, err := yaml.Marshal(map[string]any{"apiVersion": "v1", "entries": entries})
	if err != nil {
		return nil, fmt.Errorf("index.yaml: %w", err)
	}
	files[path+"/index.yaml"] = index
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, r.URL.Path, time.Time{}, bytes.NewReader(content))
	}), nil
}
