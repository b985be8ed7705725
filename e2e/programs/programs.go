// Package programs is what the proof runs by a name but has no original of. People have aws and eksctl installed, here for an
// account that is not there: its stacks, roles and clusters are those of the generator's own tests, its secrets and the way to
// the control plane are of the proof. Pods have haproxy, with Redis behind it.
package programs

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/example/fastapi-gitops/generator/provision/provisiontest"
)

// Surroundings of the programs, which they read from the environment.
const (
	// Cloud and Calls are the files of provisiontest.
	Cloud = "CLOUD"
	Calls = "CALLS"
	// Secrets is the URL at which package aws answers people.
	Secrets = "AWS_SECRETS"
	// ClusterARN and ClusterEndpoint are what EKS says of the cluster.
	ClusterARN      = "EKS_ARN"
	ClusterEndpoint = "EKS_ENDPOINT"
	// Admin is the kubeconfig with which an administrator enters the cluster.
	Admin = "EKS_KUBECONFIG"
)

// Run is the program that the process was started as, if it is one of them.
func Run() {
	switch filepath.Base(os.Args[0]) {
	case "aws":
		aws()
	case "eksctl":
		provisiontest.Eksctl()
	case "haproxy":
		end(redis())
	default:
		return
	}
	os.Exit(0)
}

func aws() {
	call := strings.Join(os.Args[1:], " ")
	switch {
	case strings.HasPrefix(call, "eks describe-cluster"):
		fmt.Printf("%s\t%s\n", os.Getenv(ClusterARN), os.Getenv(ClusterEndpoint))
	case strings.HasPrefix(call, "eks update-kubeconfig"):
		enter()
	case strings.HasPrefix(call, "secretsmanager describe-secret"):
		secret(http.MethodGet, "")
		fmt.Println(flag("--secret-id"))
	case strings.HasPrefix(call, "secretsmanager get-secret-value"):
		fmt.Println(secret(http.MethodGet, ""))
	case strings.HasPrefix(call, "secretsmanager put-secret-value"):
		secret(http.MethodPut, content(flag("--secret-string")))
	default:
		provisiontest.AWS()
	}
}

// secret asks for the value of the secret that --secret-id names, or gives it one.
func secret(method, value string) string {
	name := flag("--secret-id")
	request, err := http.NewRequest(method, os.Getenv(Secrets)+"?"+url.Values{"id": {name}}.Encode(), strings.NewReader(value))
	end(err)
	response, err := http.DefaultClient.Do(request)
	end(err)
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= http.StatusBadRequest {
		err = fmt.Errorf("an error occurred (%s) about the secret %s", response.Status, name)
	}
	end(err)
	return string(said)
}

// content is a parameter, or the file that it names.
func content(parameter string) string {
	path, ok := strings.CutPrefix(parameter, "file://")
	if !ok {
		return parameter
	}
	data, err := os.ReadFile(path)
	end(err)
	return string(data)
}

// enter does what AWS CLI does: kubectl's current context becomes the cluster's.
func enter() {
	data, err := os.ReadFile(os.Getenv(Admin))
	if err == nil {
		err = os.WriteFile(os.Getenv("KUBECONFIG"), data, 0o600)
	}
	end(err)
}

// flag is the value of --name=value.
func flag(name string) string {
	for _, arg := range os.Args[1:] {
		if value, ok := strings.CutPrefix(arg, name+"="); ok {
			return value
		}
	}
	return ""
}

func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(255)
	}
}
