package charts

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"

	"sigs.k8s.io/yaml"
)

// Source is what a chart is packaged from.
type Source struct {
	Name, Version string
	AppVersion    string            // of what the chart installs
	Files         map[string][]byte // by path within the chart, without Chart.yaml
}

// Build packages a chart as `helm package` does. The same source makes the same bytes.
func Build(chart Source) ([]byte, error) {
	description, err := yaml.Marshal(map[string]string{
		"apiVersion": "v2", "type": "application",
		"name": chart.Name, "version": chart.Version, "appVersion": chart.AppVersion,
	})
	if err != nil {
		return nil, fmt.Errorf("chart %s: %w", chart.Name, err)
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	archive := tar.NewWriter(zip)
	write := func(name string, data []byte) error {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: path.Join(chart.Name, name), Size: int64(len(data)), Mode: 0o644}
		if err := archive.WriteHeader(header); err != nil {
			return fmt.Errorf("chart %s: %w", chart.Name, err)
		}
		_, err := archive.Write(data)
		return err
	}
	if err := write("Chart.yaml", description); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(chart.Files)) {
		if err := write(name, chart.Files[name]); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(archive.Close(), zip.Close()); err != nil {
		return nil, fmt.Errorf("chart %s: %w", chart.Name, err)
	}
	return out.Bytes(), nil
}
