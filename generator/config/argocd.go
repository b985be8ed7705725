package config

import (
	"fmt"
	"net/url"
	"regexp"
)

// ArgoCD is what the fleet's Argo CD is told beside what to sync.
type ArgoCD struct {
	// PublicRepository says that everybody may read the git repository. Default false: the secret "repository" holds what
	// Argo CD calls a credential, username and password, sshPrivateKey, or githubAppID, githubAppInstallationID and
	// githubAppPrivateKey.
	PublicRepository bool `json:"publicRepository,omitempty"`
	// KnownHosts are the keys of a repository's host that is read over ssh, as ssh-keyscan says them. Default: those of
	// github.com, gitlab.com, bitbucket.org and Azure DevOps, which Argo CD knows.
	KnownHosts []KnownHost `json:"knownHosts,omitempty"`
	// PrivateCharts says that the mirror of the charts asks who reads it; the secret "charts" then holds username and
	// password. Default false. Amazon ECR always asks, and gets a token that is kept fresh, without this.
	PrivateCharts bool `json:"privateCharts,omitempty"`
	// SSO is where people log in; the secret "sso" holds clientSecret. Default: nobody logs in, since there is no local
	// account, and kubectl shows what runs.
	SSO *SSO `json:"sso,omitempty"`
	// Webhook is who tells of pushes, github or gitlab, at https://argocd.<domain>/api/webhook; the secret "webhook" holds
	// secret, by which it signs. Default: nobody, and Argo CD looks every two minutes.
	Webhook WebhookSender `json:"webhook,omitempty"`
	// Slack is the channel that hears of what fails and of what reaches production; the secret "notifications" holds
	// slack-token, that of a bot in it. Default: none.
	Slack SlackChannel `json:"slack,omitempty"`
}

// SSO is a client at an identity provider that speaks OpenID Connect and says the groups of people in the claim "groups".
type SSO struct {
	// Issuer is the URL of the provider, as its tokens say it.
	Issuer IssuerURL `json:"issuer" required:"true"`
	// ClientID is that of the client, which may redirect to https://argocd.<domain>/auth/callback.
	ClientID ClientID `json:"clientID" required:"true"`
}

// WebhookSender is a kind of git server.
type WebhookSender string

// The git servers whose webhooks are checked by one secret.
const (
	GitHub WebhookSender = "github"
	GitLab WebhookSender = "gitlab"
)

// Values lists the git servers.
func (WebhookSender) Values() []string { return []string{string(GitHub), string(GitLab)} }

// KnownHost is a line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
type KnownHost string

var knownHostPattern = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]+ (ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,2}$`)

// Form is a host, a type of key and the key.
func (KnownHost) Form() Form {
	return textForm(knownHostPattern.String(), "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl")
}

// UnmarshalText refuses comments, patterns of hosts and hosts that are hashed.
func (k *KnownHost) UnmarshalText(text []byte) error {
	if !knownHostPattern.Match(text) {
		return fmt.Errorf("%q is not the key of a host: expected a line of ssh-keyscan, host, type and key", text)
	}
	*k = KnownHost(text)
	return nil
}

// IssuerURL is the URL of an OpenID provider.
type IssuerURL string

var issuerPattern = regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$`)

// Form is that of OpenID Connect Discovery 1.0, section 2: https, without query and fragment.
func (IssuerURL) Form() Form { return textForm(issuerPattern.String(), "https://login.example.com") }

// UnmarshalText refuses other schemes, users, queries and fragments.
func (i *IssuerURL) UnmarshalText(text []byte) error {
	if _, err := url.Parse(string(text)); err != nil || !issuerPattern.Match(text) {
		return fmt.Errorf("%q is not the issuer of an OpenID provider: expected https://host/path, without query", text)
	}
	*i = IssuerURL(text)
	return nil
}

// ClientID names a client at an identity provider.
type ClientID string

var clientPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,254}$`)

// Form is what providers give out; RFC 6749, appendix A.1, allows more.
func (ClientID) Form() Form { return textForm(clientPattern.String(), "argocd") }

// UnmarshalText refuses spaces, quotes and $, by which Argo CD refers to secrets.
func (c *ClientID) UnmarshalText(text []byte) error {
	if !clientPattern.Match(text) {
		return fmt.Errorf("%q is not the id of a client: expected letters, digits and ._:@/-", text)
	}
	*c = ClientID(text)
	return nil
}

// SlackChannel is the name of a channel.
type SlackChannel string

var slackPattern = regexp.MustCompile(`^[a-z0-9_-]{1,80}$`)

// Form is that of names in Slack (https://slack.com/help/articles/201402297-Create-a-channel), without the # before it.
func (SlackChannel) Form() Form { return textForm(slackPattern.String(), "deployments") }

// UnmarshalText refuses what Slack refuses.
func (c *SlackChannel) UnmarshalText(text []byte) error {
	if !slackPattern.Match(text) {
		return fmt.Errorf("%q is not a Slack channel: expected lower-case letters, digits, - and _, without #", text)
	}
	*c = SlackChannel(text)
	return nil
}
