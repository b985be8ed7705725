package helm_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/example/fastapi-gitops/e2e/internet/helm"
)

// pack is a chart of one file.
func pack(t *testing.T, file, content string) []byte {
	t.Helper()
	var archive bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	files := tar.NewWriter(zipped)
	if err := files.WriteHeader(&tar.Header{Name: file, Mode: 0o644, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}

func chart(t *testing.T, name, version string) helm.Chart {
	t.Helper()
	opened, err := helm.Open(pack(t, name+"/Chart.yaml", fmt.Sprintf("apiVersion: v2\nname: %s\nversion: %s\n", name, version)))
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func get(handler http.Handler, method, path string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
	return answer
}

func sum(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }

func TestOpen(t *testing.T) {
	for _, c := range []struct{ file, content, want string }{
		{"a/Chart.yaml", "name: a\nversion: 1.2.3\n", "a-1.2.3.tgz"},
		{"a/values.yaml", "", "chart: no Chart.yaml"},
		{"a/charts/b/Chart.yaml", "name: b\nversion: 1.2.3\n", "chart: no Chart.yaml"},
		{"a/Chart.yaml", "name: a\n", `its Chart.yaml: name "a", version "": both are needed`},
	} {
		opened, err := helm.Open(pack(t, c.file, c.content))
		got := opened.File()
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s %q: %s, want %s", c.file, c.content, got, c.want)
		}
	}
	if _, err := helm.Open([]byte("no archive")); err == nil {
		t.Error("what is no archive was opened")
	}
}

func TestRepository(t *testing.T) {
	argocd := chart(t, "argo-cd", "9.1.3")
	repository, err := helm.Repository("/argo-helm", argocd, chart(t, "argo-cd", "9.1.2"))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		APIVersion string
		Entries    map[string][]struct {
			Name, Version, APIVersion, Digest string
			URLs                              []string
		}
	}
	if err := yaml.Unmarshal(get(repository, "GET", "/argo-helm/index.yaml").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Entries["argo-cd"]) != 2 {
		t.Fatalf("index: %+v", got)
	}
	first := got.Entries["argo-cd"][0]
	if first.Version != "9.1.3" || first.APIVersion != "v2" || "sha256:"+first.Digest != sum(argocd.Archive) {
		t.Errorf("entry: %+v", first)
	}
	if archive := get(repository, "GET", "/argo-helm/"+first.URLs[0]); !bytes.Equal(archive.Body.Bytes(), argocd.Archive) {
		t.Errorf("archive: %d, %d bytes", archive.Code, archive.Body.Len())
	}
	for _, path := range []string{"/index.yaml", "/argo-helm/argo-cd-1.0.0.tgz"} {
		if answer := get(repository, "GET", path); answer.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, answer.Code)
		}
	}
}

const certManager = "/v2/jetstack/charts/cert-manager/"

func registry(t *testing.T, charts ...helm.Chart) *helm.Registry {
	t.Helper()
	registry := helm.NewRegistry()
	for _, chart := range charts {
		if err := registry.Put("jetstack/charts", chart); err != nil {
			t.Fatal(err)
		}
	}
	return registry
}

func TestRegistryPull(t *testing.T) {
	packed := chart(t, "cert-manager", "v1.21.1+build")
	registry := registry(t, packed)
	tagged := get(registry, "GET", certManager+"manifests/v1.21.1_build")
	var manifest struct {
		MediaType string
		Config    struct{ MediaType, Digest string }
		Layers    []struct {
			MediaType, Digest string
			Size              int
		}
	}
	if err := json.Unmarshal(tagged.Body.Bytes(), &manifest); err != nil {
		t.Fatal(err)
	}
	if got, want := tagged.Header().Get("Docker-Content-Digest"), sum(tagged.Body.Bytes()); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
	if manifest.MediaType != tagged.Header().Get("Content-Type") {
		t.Errorf("media types %s and %s", manifest.MediaType, tagged.Header().Get("Content-Type"))
	}
	layer := manifest.Layers[0]
	if layer.MediaType != "application/vnd.cncf.helm.chart.content.v1.tar+gzip" || layer.Size != len(packed.Archive) {
		t.Errorf("layer: %+v", layer)
	}
	if archive := get(registry, "GET", certManager+"blobs/"+layer.Digest); !bytes.Equal(archive.Body.Bytes(), packed.Archive) {
		t.Errorf("archive: %d, %d bytes", archive.Code, archive.Body.Len())
	}
	if config := get(registry, "GET", certManager+"blobs/"+manifest.Config.Digest); sum(config.Body.Bytes()) != manifest.Config.Digest {
		t.Errorf("config: %d %s", config.Code, config.Body)
	}
	byDigest := get(registry, "HEAD", certManager+"manifests/"+tagged.Header().Get("Docker-Content-Digest"))
	if byDigest.Code != http.StatusOK || byDigest.Body.Len() != 0 {
		t.Errorf("HEAD by digest: %d, %d bytes", byDigest.Code, byDigest.Body.Len())
	}
}

func TestRegistryTags(t *testing.T) {
	registry := registry(t, chart(t, "cert-manager", "v1.21.1"), chart(t, "cert-manager", "v1.20.0"))
	var got map[string]any
	if err := json.Unmarshal(get(registry, "GET", certManager+"tags/list").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"name": "jetstack/charts/cert-manager", "tags": []any{"v1.20.0", "v1.21.1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRegistryRefuses(t *testing.T) {
	packed := chart(t, "cert-manager", "v1.21.1")
	registry := registry(t, packed)
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/v2/", 200},
		{"GET", "/", 404},
		{"GET", "/v2/x", 404},
		{"GET", "/v2/jetstack/charts/other/manifests/v1.21.1", 404},
		{"GET", certManager + "manifests/v1.0.0", 404},
		{"GET", certManager + "manifests/" + sum(packed.Archive), 404},
		{"GET", certManager + "blobs/v1.21.1", 404},
		{"PUT", certManager + "manifests/v1.21.1", 405},
	} {
		if got := get(registry, c.method, c.path).Code; got != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, got, c.want)
		}
	}
}
