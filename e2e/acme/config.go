package acme

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/netip"
	"os"
	"path/filepath"
)

// Config says how the authority is run.
type Config struct {
	// Program is the path of Pebble.
	Program string
	// Dir gets the configuration, the key and the log.
	Dir string
	// Certificate of 127.0.0.1, which is of the authority CA (PEM).
	Certificate *tls.Certificate
	CA          []byte
	// Resolver is the name server that is asked for challenges.
	Resolver netip.AddrPort
}

// settings are Pebble's (cmd/pebble/main.go).
type settings struct {
	ListenAddress           string `json:"listenAddress"`
	ManagementListenAddress string `json:"managementListenAddress"`
	Certificate             string `json:"certificate"`
	PrivateKey              string `json:"privateKey"`
	HTTPPort                int    `json:"httpPort"`
	TLSPort                 int    `json:"tlsPort"`
	RetryAfter              struct {
		Authz int `json:"authz"` // seconds
		Order int `json:"order"` // seconds
	} `json:"retryAfter"`
	Profiles map[string]profile `json:"profiles"`
}

type profile struct {
	Description    string `json:"description"`
	ValidityPeriod int    `json:"validityPeriod"` // seconds
}

// classic is the profile of Let's Encrypt for who asks for none
// (https://letsencrypt.org/docs/profiles/#classic): 90 days.
var classic = profile{"the default profile", 90 * 24 * 60 * 60}

// write makes the files that Pebble reads, and returns the path of its configuration.
func (c Config) write() (string, error) {
	certificate, key := filepath.Join(c.Dir, "tls.crt"), filepath.Join(c.Dir, "tls.key")
	der, err := x509.MarshalPKCS8PrivateKey(c.Certificate.PrivateKey)
	if err != nil {
		return "", err
	}
	s := settings{
		ListenAddress: api, ManagementListenAddress: management,
		Certificate: certificate, PrivateKey: key, HTTPPort: 80, TLSPort: 443,
		Profiles: map[string]profile{"classic": classic},
	}
	s.RetryAfter.Authz, s.RetryAfter.Order = 1, 1
	text, err := json.Marshal(map[string]settings{"pebble": s})
	if err != nil {
		return "", err
	}
	path := filepath.Join(c.Dir, "pebble.json")
	for file, content := range map[string][]byte{
		certificate: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate.Certificate[0]}),
		key:         pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
		path:        text,
	} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			return "", err
		}
	}
	return path, nil
}
