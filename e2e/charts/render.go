package charts

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Render is what Argo CD makes of a release: `helm template` with its values, of a packaged chart, with the program helm. The
// cluster is of the version kubernetes, as v1.35.4, and has the kinds of the components that come before.
func (r Release) Render(ctx context.Context, helm, kubernetes string, archive []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "chart")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	chart := filepath.Join(dir, r.Chart+".tgz")
	if err := os.WriteFile(chart, archive, 0o600); err != nil {
		return nil, err
	}
	template := exec.CommandContext(ctx, helm, "template", r.Name, chart, "--namespace", r.Namespace, "--values", "-",
		"--kube-version", kubernetes, "--include-crds", "--skip-tests",
		"--api-versions", "monitoring.coreos.com/v1", "--api-versions", "cert-manager.io/v1")
	template.Stdin = bytes.NewReader(r.Values)
	var complaint bytes.Buffer
	template.Stderr = &complaint
	rendered, err := template.Output()
	if err != nil {
		return nil, fmt.Errorf("helm template of %s: %w\n%s", r.Chart, err, &complaint)
	}
	return rendered, nil
}
