package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/example/fastapi-gitops/e2e/kubelet"
)

// trafficPlugin is a program, and the image that carries it to the controller of Argo Rollouts.
const trafficPlugin = "rollouts-plugin-trafficrouter-gatewayapi"

// imagePrograms are the images whose pods run for real, one pod of each owner. All others are kwok's. What is made for them is put
// into dir.
func imagePrograms(dir string) ([]kubelet.Program, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	service, err := serviceProgram()
	if err != nil {
		return nil, err
	}
	versions, err := versionPrograms(service, dir)
	if err != nil {
		return nil, err
	}
	argo := map[string]string{"helm": installed["helm"], "kustomize": installed["kustomize"]}
	for name, path := range installed {
		if strings.HasPrefix(name, "argocd") {
			argo[name] = path
		}
	}
	argo["argocd-k8s-auth"] = installed["argocd-server"] // one program, by its name
	only := func(name string) map[string]string { return map[string]string{name: installed[name]} }
	all := []kubelet.Program{
		{Image: "quay.io/argoproj/argocd", Binary: argo, WorkingDir: "/home/argocd", User: 999, Group: 999,
			// No signatures of commits are asked for, and GnuPG is not on every machine.
			Env: []string{"HOME=/home/argocd", "USER=argocd", "ARGOCD_GPG_ENABLED=false"}},
		{Image: "public.ecr.aws/docker/library/haproxy", Binary: map[string]string{"haproxy": self}, Entrypoint: []string{"haproxy"}},
		{Image: "oci.external-secrets.io/external-secrets/external-secrets", Binary: only("external-secrets"),
			Entrypoint: []string{"external-secrets"}, User: 65532, Group: 65532},
		{Image: "quay.io/argoproj/argo-rollouts", Binary: only("rollouts-controller"), Entrypoint: []string{"rollouts-controller"},
			WorkingDir: "/home/argo-rollouts", User: 999, Group: 999, InitContainers: true},
		{Image: "ghcr.io/argoproj-labs/" + trafficPlugin, User: 999, Files: map[string]string{"/bin/" + trafficPlugin: installed["gateway-plugin"]}},
		{Image: "quay.io/prometheus-operator/prometheus-operator", Binary: only("prometheus-operator"),
			Entrypoint: []string{"prometheus-operator"}, User: 65534, Group: 65534},
		service,
	}
	all = append(all, versions...)
	for _, name := range []string{"cert-manager-controller", "cert-manager-webhook", "cert-manager-cainjector", "trust-manager"} {
		all = append(all, kubelet.Program{Image: "quay.io/jetstack/" + name, Binary: only(name), Entrypoint: []string{name}, User: 1000, Group: 1000})
	}
	for i := range all {
		all[i].Replicas = 1
	}
	return all, nil
}

const serviceImage = account + ".dkr.ecr." + region + ".amazonaws.com/fastapi-hello"

// Versions of the service that are made here, besides the one that is committed.
const (
	faultyVersion    = "0.2.0" // answers with errors
	laterVersion     = "0.3.0" // says which it is
	stillbornVersion = "0.4.0" // ends at its start
)

// versionPrograms are those versions: copies of the service, each with one line changed.
func versionPrograms(service kubelet.Program, dir string) (all []kubelet.Program, err error) {
	const answer = "return Greeting(message=settings.greeting)"
	for _, v := range []struct{ tag, file, line, by string }{
		{faultyVersion, "api.py", answer, `raise RuntimeError("a mistake")`},
		{laterVersion, "api.py", answer, `return Greeting(message=settings.greeting + " (` + laterVersion + `)")`},
		{stillbornVersion, "__main__.py", "logs.configure(settings.log_level)", `raise RuntimeError("a mistake")`},
	} {
		hello := filepath.Join(dir, "versions", v.tag)
		if err := os.CopyFS(hello, os.DirFS(service.Files["/app/hello"])); err != nil {
			return nil, err
		}
		changed := filepath.Join(hello, v.file)
		source, err := os.ReadFile(changed)
		if err != nil {
			return nil, err
		}
		if !strings.Contains(string(source), v.line) {
			return nil, fmt.Errorf("%s has no %q to change", changed, v.line)
		}
		if err := os.WriteFile(changed, []byte(strings.ReplaceAll(string(source), v.line, v.by)), 0o644); err != nil {
			return nil, err
		}
		version := service
		version.Tag, version.Files = v.tag, map[string]string{"/app/hello": hello}
		all = append(all, version)
	}
	return all, nil
}

// imageOf is a version of the service, by a digest of its own.
func imageOf(version, digit string) string {
	return serviceImage + ":" + version + "@sha256:" + strings.Repeat(digit, 64)
}

// serviceProgram is our own image, as its Dockerfile makes it, with the Python that the service's tests use.
func serviceProgram() (kubelet.Program, error) {
	package_, err := filepath.Abs("../service/hello")
	if err != nil {
		return kubelet.Program{}, err
	}
	return kubelet.Program{
		Image:      serviceImage,
		Entrypoint: []string{python, "-m", "hello"},
		WorkingDir: "/app", User: 10001, Group: 10001,
		Env:   []string{"PYTHONDONTWRITEBYTECODE=1"},
		Files: map[string]string{"/app/hello": package_},
	}, nil
}
