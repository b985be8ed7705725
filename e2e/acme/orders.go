package acme

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Orders are how many certificates were asked for until now, by their hosts, which is what Let's Encrypt limits
// (https://letsencrypt.org/docs/rate-limits/#new-certificates-per-exact-set-of-identifiers).
func (a *Authority) Orders() map[string]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.orders)
}

// count notes an order (RFC 8555, section 7.4), and leaves the request as it was.
func (a *Authority) count(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	hosts, err := hostsOf(body)
	if err != nil {
		return fmt.Errorf("order: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.orders[hosts]++
	return nil
}

// hostsOf are those of an order, which is the payload of a JSON web signature (RFC 7515).
func hostsOf(signed []byte) (string, error) {
	var envelope struct{ Payload string }
	if err := json.Unmarshal(signed, &envelope); err != nil {
		return "", err
	}
	payload, err := base64.RawURLEncoding.DecodeString(envelope.Payload)
	if err != nil {
		return "", err
	}
	var order struct{ Identifiers []struct{ Value string } }
	if err := json.Unmarshal(payload, &order); err != nil {
		return "", err
	}
	var hosts []string
	for _, identifier := range order.Identifiers {
		hosts = append(hosts, identifier.Value)
	}
	slices.Sort(hosts)
	return strings.Join(hosts, ", "), nil
}
