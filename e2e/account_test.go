package e2e

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/generator/provision/provisiontest"
	"sigs.k8s.io/yaml"
)

// openAccount opens the account at AWS, with the secrets that people make first and the zone of the account's stack.
func (w *world) openAccount(ctx context.Context) error {
	w.aws = aws.New(account, region)
	for name, value := range secrets() {
		if beforeBootstrap(name) {
			w.aws.Put(name, value)
		}
	}
	w.zone = w.aws.AddZone(domain)
	w.people = httptest.NewServer(w.aws.Person())
	context.AfterFunc(ctx, w.people.Close)
	w.names.Delegate(domain, w.aws.Records)
	w.names.Register(network.DNS.Addr(), aws.NameServers...)
	for host, handler := range map[string]http.Handler{
		"sts." + region + ".amazonaws.com":            w.aws.STS(),
		"secretsmanager." + region + ".amazonaws.com": w.aws.SecretsManager(),
		"route53.amazonaws.com":                       w.aws.Route53(),
	} {
		w.internet.Handle(host, handler)
	}
	return w.putOut(accountFile)
}

// putOut has CloudFormation put out what the template of the account's stack says.
func (w *world) putOut(template string) error {
	outputs, err := w.outputs(template)
	if err != nil {
		return err
	}
	return w.editCloud(func(cloud map[string]any) { cloud["Outputs"] = map[string]any{fleet + "-account": outputs} })
}

// outputs are what CloudFormation will say that the stack's template puts out: keys and a zone.
func (w *world) outputs(file string) (outputs []map[string]string, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var template struct {
		Outputs map[string]struct{ Description string }
	}
	if err := yaml.Unmarshal(data, &template); err != nil {
		return nil, err
	}
	for name, output := range template.Outputs {
		value := "arn:aws:kms:" + region + ":" + account + ":key/1234abcd-12ab-34cd-56ef-1234567890ab"
		switch name {
		case "Zone":
			value = w.zone
		case "ZoneNameServers":
			value = strings.Join(aws.NameServers, ", ")
		}
		outputs = append(outputs, map[string]string{"OutputKey": name, "Description": output.Description, "OutputValue": value})
	}
	return outputs, nil
}

// cloudFile is what the programs aws and eksctl work on.
func (w *world) cloudFile() string { return filepath.Join(w.dir, "cloud.json") }

// editCloud changes it, or makes it.
func (w *world) editCloud(change func(cloud map[string]any)) error {
	cloud := map[string]any{}
	data, err := os.ReadFile(w.cloudFile())
	if err == nil {
		err = json.Unmarshal(data, &cloud)
	}
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	change(cloud)
	if data, err = json.Marshal(cloud); err != nil {
		return err
	}
	return os.WriteFile(w.cloudFile(), data, 0o600)
}

// nextIssuer is that of the cluster which eksctl makes next.
func (w *world) nextIssuer(issuer string) error {
	return w.editCloud(func(cloud map[string]any) { cloud["Issuer"] = strings.TrimPrefix(issuer, "https://") })
}

// deleteCluster has somebody delete the cluster at EKS: the stacks of eksctl stay.
func (w *world) deleteCluster() error {
	return w.editCloud(func(cloud map[string]any) { delete(cloud, "Cluster") })
}

// learn gives the account the roles for ServiceAccounts that eksctl has made by now, each with the trust that its stack says: in the
// tokens of this cluster, or of a former one, for which nobody signs any more. Those of the account's stack stay.
func (w *world) learn() error {
	var cloud provisiontest.Cloud
	data, err := os.ReadFile(w.cloudFile())
	if err == nil {
		err = json.Unmarshal(data, &cloud)
	}
	if err != nil {
		return err
	}
	config, err := os.ReadFile(eksctlFile)
	if err != nil {
		return err
	}
	all, err := aws.ReadRoles(config, account, w.issuer)
	if err != nil {
		return err
	}
	var roles []aws.Role
	for _, role := range all {
		trusted, made, err := provider(&cloud, role.Subject)
		if err != nil {
			return err
		}
		if trusted != strings.TrimPrefix(w.issuer.URL, "https://") {
			role.Issuer = aws.Issuer{URL: "https://" + trusted}
		}
		if made {
			roles = append(roles, role)
		}
	}
	w.aws.SetRoles(append(roles, w.stack...)...)
	return nil
}

// provider is whom the role of a ServiceAccount trusts to sign tokens, if there is the role and IAM knows that provider.
func provider(cloud *provisiontest.Cloud, subject string) (issuer string, made bool, err error) {
	stack := "eksctl-" + clusterName + "-addon-iamserviceaccount-" + strings.ReplaceAll(strings.TrimPrefix(subject, "system:serviceaccount:"), ":", "-")
	template, made := cloud.Templates[stack]
	if !made {
		return "", false, nil
	}
	var body struct {
		Resources struct {
			Role1 struct {
				Properties struct {
					AssumeRolePolicyDocument struct {
						Statement []struct{ Principal struct{ Federated string } }
					}
				}
			}
		}
	}
	data, err := json.Marshal(template)
	if err == nil {
		err = json.Unmarshal(data, &body)
	}
	for _, statement := range body.Resources.Role1.Properties.AssumeRolePolicyDocument.Statement {
		if arn := statement.Principal.Federated; slices.Contains(cloud.Providers, arn) {
			_, issuer, _ = strings.Cut(arn, ":oidc-provider/")
		}
	}
	return issuer, err == nil, err
}
