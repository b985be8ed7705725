package refusaltest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
	encoder "sigs.k8s.io/yaml"

	"github.com/example/fastapi-gitops/e2e/charts"
	"github.com/example/fastapi-gitops/e2e/tools"
)

// Paths of modules: the Argo CD whose manifests the tree's chart stands for, and the kinds that come with no chart.
const (
	argoCD     = "github.com/argoproj/argo-cd/v3"
	gatewayAPI = "sigs.k8s.io/gateway-api"
)

// prepare writes programs.json and, below charts/, an object a file into the folder.
func prepare(ctx context.Context, dir, folder string) error {
	programs, err := tools.Ensure(ctx, tools.Etcd, tools.Kubernetes, tools.Kwok, tools.Helm)
	if err != nil {
		return err
	}
	content, err := json.Marshal(programs)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "programs.json"), content, 0o600); err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(folder, "charts"), 0o700); err != nil {
		return err
	}
	if err := render(ctx, programs["helm"], dir, folder); err != nil {
		return err
	}
	module, err := tools.Module(ctx, gatewayAPI)
	if err != nil {
		return err
	}
	crds, err := filepath.Glob(filepath.Join(module, "config/crd/standard/*routes.yaml"))
	if err != nil {
		return err
	}
	for i, path := range crds {
		crd, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := split(crd, filepath.Join(folder, "charts", "gateway-api-"+strconv.Itoa(i))); err != nil {
			return err
		}
	}
	return nil
}

// render writes what each chart of the tree makes of the values that the tree gives it.
func render(ctx context.Context, helm, dir, folder string) error {
	releases, err := charts.Releases(os.DirFS(dir))
	if err != nil {
		return err
	}
	packages, err := charts.For(os.DirFS(dir), argoCD, func(path string) (string, error) { return tools.Module(ctx, path) })
	if err != nil {
		return err
	}
	for i, r := range releases {
		archive := filepath.Join(folder, r.Chart+".tgz")
		if err := os.WriteFile(archive, packages[i].Archive, 0o600); err != nil {
			return err
		}
		cmd := exec.CommandContext(ctx, helm, "template", r.Name, archive, "--namespace="+r.Namespace,
			"--include-crds", "--kube-version=1.35.4", "--values=-")
		cmd.Stdin = bytes.NewReader(r.Values)
		cmd.Env = append(cmd.Environ(), "HELM_CACHE_HOME="+folder, "HELM_CONFIG_HOME="+folder, "HELM_DATA_HOME="+folder)
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("helm template %s: %w\n%s", r.Chart, err, &complaint)
		}
		if err := split(out, filepath.Join(folder, "charts", r.Chart)); err != nil {
			return fmt.Errorf("chart %s: %w", r.Chart, err)
		}
	}
	return nil
}

// split writes each object of a stream to a file with a number.
func split(stream []byte, prefix string) error {
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(stream)))
	for n := 0; ; n++ {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		object := &unstructured.Unstructured{}
		if err := encoder.Unmarshal(document, &object.Object); err != nil {
			return err
		}
		if object.Object == nil {
			continue
		}
		if err := os.WriteFile(prefix+"-"+strconv.Itoa(n)+".yaml", document, 0o600); err != nil {
			return err
		}
	}
}
