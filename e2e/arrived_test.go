package e2e

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// certificates sees that each Ingress got the certificate that it asks for: Let's Encrypt's, for its hosts, in its Secret.
func (w *world) certificates(ctx context.Context) error {
	client := w.cluster.Admin.Kubernetes
	roots, err := w.acme.Roots(ctx)
	if err != nil {
		return err
	}
	ingresses, err := client.NetworkingV1().Ingresses("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	var wrong []error
	got := map[string]string{} // hosts by Secret
	for _, ingress := range ingresses.Items {
		for _, asked := range ingress.Spec.TLS {
			secret, err := client.CoreV1().Secrets(ingress.Namespace).Get(ctx, asked.SecretName, metav1.GetOptions{})
			if err == nil {
				err = verify(secret.Data["tls.crt"], secret.Data["tls.key"], roots, asked.Hosts)
			}
			if err != nil {
				wrong = append(wrong, fmt.Errorf("ingress %s/%s: %w", ingress.Namespace, ingress.Name, err))
				continue
			}
			got[ingress.Namespace+"/"+asked.SecretName] = strings.Join(asked.Hosts, ", ")
		}
	}
	if len(ingresses.Items) == 0 {
		wrong = append(wrong, errors.New("no Ingress"))
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	for _, secret := range slices.Sorted(maps.Keys(got)) {
		record.Row("Certificates by ACME, DNS-01 at Route 53", []string{"Secret", "hosts"}, secret, got[secret])
	}
	return nil
}

func verify(chain, key []byte, roots *x509.CertPool, hosts []string) error {
	pair, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return err
	}
	between := x509.NewCertPool()
	for _, der := range pair.Certificate[1:] {
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return err
		}
		between.AddCert(certificate)
	}
	for _, host := range hosts {
		if _, err := pair.Leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots, Intermediates: between}); err != nil {
			return err
		}
	}
	return nil
}

// greets asks the service of each environment, through its Service, what only the bearer of its own token hears: the token has
// come from AWS Secrets Manager through External Secrets into a file of the pod.
func (w *world) greets(ctx context.Context) error {
	for _, environment := range environments {
		for token, want := range map[string]int{"token-of-" + environment: http.StatusOK, "token-of-another": http.StatusUnauthorized} {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet,
				"http://fastapi-hello."+environment+".svc.cluster.local/settings", nil)
			if err != nil {
				return err
			}
			request.Header.Set("Authorization", "Bearer "+token)
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				return err
			}
			answer.Body.Close()
			if answer.StatusCode != want {
				return fmt.Errorf("%s with %s: %s", request.URL, token, answer.Status)
			}
		}
	}
	return nil
}

// says sees that the service of an environment greets so.
func (w *world) says(ctx context.Context, environment, greeting string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://fastapi-hello."+environment+".svc.cluster.local/", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	if err == nil && !strings.Contains(string(said), greeting) {
		err = fmt.Errorf("%s says %s", request.URL, said)
	}
	return err
}

// atAWS sees that nobody was refused there, that each environment has read its own secrets alone, and that nothing is left of
// the challenges.
func (w *world) atAWS() error {
	readers := map[string]map[string]bool{}
	for _, call := range w.aws.Calls() {
		if !call.Allowed {
			return fmt.Errorf("AWS refused %s to %s on %s", call.Action, call.Principal, call.Resource)
		}
		if call.Action == "secretsmanager:GetSecretValue" {
			if readers[call.Resource] == nil {
				readers[call.Resource] = map[string]bool{}
			}
			role, _, _ := strings.Cut(call.Principal[strings.Index(call.Principal, "/")+1:], "/")
			readers[call.Resource][role] = true
		}
	}
	for secret, roles := range readers {
		prefix, _, _ := strings.Cut(strings.SplitN(secret, ":", 7)[6], "/")
		if len(roles) != 1 || !roles[clusterName+"-"+prefix+"-secrets"] {
			return fmt.Errorf("%s was read as %v", secret, roles)
		}
		record.Row("Secrets read by IRSA", []string{"secret", "role"}, secret, clusterName+"-"+prefix+"-secrets")
	}
	if want := len(secrets()); len(readers) != want {
		return fmt.Errorf("%d secrets were read, want %d", len(readers), want)
	}
	return nil
}

// rights sees that nothing was refused, here or at AWS, and nothing deleted there.
func (w *world) rights() error {
	refusals, err := w.refused()
	if len(refusals) > 0 {
		err = errors.Join(err, errors.New("the API server refused:\n"+strings.Join(refusals, "\n")))
	}
	w.lost.Range(func(name, _ any) bool {
		err = errors.Join(err, fmt.Errorf("%s was deleted at AWS", name))
		return true
	})
	return errors.Join(err, w.atAWS())
}

// strangers sees that nothing asked for a host that the tree does not name.
func (w *world) strangers() error {
	if unknown := w.internet.Unknown(); len(unknown) > 0 {
		return fmt.Errorf("hosts that nobody expected: %s", strings.Join(unknown, ", "))
	}
	return nil
}
