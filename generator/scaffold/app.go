package scaffold

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
)

// App makes apps/<name>/app.yaml. Without a team the app's own name stands for it.
func App(fsys fs.FS, name, team string) (File, error) {
	if team == "" {
		team = name
	}
	for _, text := range []string{name, team} {
		if err := valid(text, new(config.Name)); err != nil {
			return File{}, err
		}
	}
	file := File{Path: path.Join("apps", name, "app.yaml")}
	r, err := read(fsys, file.Path)
	if err != nil {
		return File{}, err
	}
	file.Body = fmt.Sprintf(appBody, scalar(team), scalar(r.commonSize()))
	r.sources.Apps = append(r.sources.Apps, name) // others may already name it as a caller
	return r.accept(file)
}

// appBody says what most apps need to say. A value that is the default anyway is there to be changed.
const appBody = `# yaml-language-server: $schema=../../docs/schema/app.json
# Only team is required: remove what you do not change. The schema has every field and its default.
team: %s # that owns the app: alerts go there
port: 8000 # that the container serves HTTP on
probes: {live: /healthz, ready: /readyz} # URL paths that the kubelet asks
metrics: /metrics # URL path that Prometheus scrapes
size: %s # CPU and memory: a size class of the environments
settings: {} # environment variables, such as {LOG_LEVEL: info}
secrets: [] # in AWS Secrets Manager, <environment>/<app>/<secret>
callers: [] # apps that may call this one
slo: {availability: 99.9, latency: 250ms, fast: 99} # alerts follow from it
`

// usualSize is the size class that an app has unless it says another.
const usualSize = "small"

// commonSize is a size class that every environment has: the usual one or else the first by name.
func (r *repository) commonSize() string {
	var common []string
	for i, e := range r.inputs.Environments {
		if i == 0 {
			common = slices.Sorted(maps.Keys(e.Sizes))
		}
		common = slices.DeleteFunc(common, func(size string) bool {
			_, has := e.Sizes[size]
			return !has
		})
	}
	if len(common) == 0 || slices.Contains(common, usualSize) {
		return usualSize
	}
	return common[0]
}
