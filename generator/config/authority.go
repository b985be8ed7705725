package config

import (
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"regexp"
)

// ServerURL is where the Kubernetes API of an EKS cluster answers.
type ServerURL string

var serverPattern = regexp.MustCompile(`^https://[A-Za-z0-9.-]+\.(eks\.amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$`)

// Form is that of EKS's endpoints (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html).
func (ServerURL) Form() Form {
	return textForm(serverPattern.String(), "https://0123456789ABCDEF0123456789ABCDEF.gr7.ap-south-1.eks.amazonaws.com")
}

// UnmarshalText refuses what is no endpoint of EKS: Argo CD shows a token there, and whoever hears it is let in.
func (u *ServerURL) UnmarshalText(text []byte) error {
	if !serverPattern.Match(text) {
		return fmt.Errorf("%q is not the endpoint of an EKS cluster: expected https://<id>.<shard>.<region>.eks.amazonaws.com, as `make cluster` prints it", text)
	}
	*u = ServerURL(text)
	return nil
}

// Authority is the certificate of the authority of a Kubernetes API: base64 of PEM, as EKS says it.
type Authority string

var authorityPattern = regexp.MustCompile(`^LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t[A-Za-z0-9+/]+={0,2}$`)

// Form is that of a PEM block in base64.
func (Authority) Form() Form {
	return textForm(authorityPattern.String(), "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUIKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=")
}

// MaxBytes leaves room: EKS's authorities, of RSA keys of 2048 bits, have some 1500.
func (Authority) MaxBytes() int { return 4096 }

// UnmarshalText refuses all but certificates: a key would be a credential in git.
func (a *Authority) UnmarshalText(text []byte) error {
	data, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || !certificates(data) {
		return fmt.Errorf("it is not base64 of PEM certificates alone, as `make cluster` prints it")
	}
	*a = Authority(text)
	return nil
}

// certificates reports whether data is PEM of certificates, one or more, and of nothing else.
func certificates(data []byte) bool {
	var block *pem.Block
	for {
		if block, data = pem.Decode(data); block == nil || block.Type != "CERTIFICATE" {
			return false
		}
		if len(data) == 0 {
			return true
		}
	}
}
