// Package helm serves Helm charts read-only: as a chart repository over HTTP and from an OCI registry.
package helm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"sigs.k8s.io/yaml"
)

// Chart is a packaged chart as Open reads it.
type Chart struct {
	Name, Version string
	// Archive is the package, a .tgz.
	Archive []byte
	// Metadata is Chart.yaml.
	Metadata map[string]any
}

// File is the name that `helm package` gives the archive.
func (c Chart) File() string { return c.Name + "-" + c.Version + ".tgz" }

// Open reads what a package says of itself: Chart.yaml in its one top folder.
func Open(archive []byte) (Chart, error) {
	content, err := chartYAML(archive)
	if err != nil {
		return Chart{}, fmt.Errorf("chart: %w", err)
	}
	var named struct{ Name, Version string }
	if err := yaml.Unmarshal(content, &named); err != nil {
		return Chart{}, fmt.Errorf("its Chart.yaml: %w", err)
	}
	if named.Name == "" || named.Version == "" {
		return Chart{}, fmt.Errorf("its Chart.yaml: name %q, version %q: both are needed", named.Name, named.Version)
	}
	chart := Chart{Name: named.Name, Version: named.Version, Archive: archive}
	return chart, yaml.Unmarshal(content, &chart.Metadata)
}

func chartYAML(archive []byte) ([]byte, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	files := tar.NewReader(unzipped)
	for {
		file, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("no Chart.yaml")
		}
		if err != nil {
			return nil, err
		}
		if _, path, _ := strings.Cut(file.Name, "/"); path == "Chart.yaml" {
			return io.ReadAll(files)
		}
	}
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
