package bootstrap

import (
	"context"
	"fmt"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
)

// describe asks AWS for the cluster's ARN and the address of its API.
func (b Bootstrap) describe() external.Command {
	return external.New("aws", "eks", "describe-cluster", "--name="+b.Hub.Name, "--region="+b.Hub.Region,
		"--query=[cluster.arn,cluster.endpoint]", "--output=text")
}

// reach finds kubectl's current context and sees that it is the hub's: by the address, since a context may have any name. The
// account is checked as well, whose secrets are copied.
func (b Bootstrap) reach(ctx context.Context) (string, error) {
	fmt.Fprintf(b.Out, "==> see that kubectl is at cluster %s\n", b.Hub.Name)
	said, err := b.describe().Output(ctx, b.Err)
	if err != nil {
		return "", fmt.Errorf("%w\nmake cluster CLUSTER=%s makes the cluster", err, b.Hub.Name)
	}
	fields := strings.Fields(string(said))
	if len(fields) != 2 {
		return "", fmt.Errorf("%s: expected an ARN and an address", b.describe())
	}
	if want := b.Hub.ARN("eks", "cluster/"+b.Hub.Name); fields[0] != want {
		return "", fmt.Errorf("aws is in another account: it has %s, expected %s", fields[0], want)
	}
	current, err := external.New("kubectl", "config", "current-context").Output(ctx, b.Err)
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, b.enter())
	}
	at := strings.TrimSpace(string(current))
	server, err := b.kubectl(at, "config", "view", "--minify", "--output=jsonpath={.clusters[0].cluster.server}").Output(ctx, b.Err)
	if err != nil {
		return "", err
	}
	if !strings.EqualFold(strings.TrimSpace(string(server)), fields[1]) {
		return "", fmt.Errorf("kubectl is at %s (context %s), not at cluster %s (%s)\n%s", server, at, b.Hub.Name, fields[1], b.enter())
	}
	return at, nil
}

// enter says how to get to the cluster.
func (b Bootstrap) enter() string {
	return fmt.Sprintf("go there with: aws eks update-kubeconfig --name=%s --region=%s", b.Hub.Name, b.Hub.Region)
}
