package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// Name is a DNS label (RFC 1123): what Kubernetes takes for most names and for namespaces.
type Name string

// label is a DNS label in a pattern, as IsDNS1123Label of k8s.io/apimachinery has it.
const label = `[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?`

var namePattern = regexp.MustCompile(`^` + label + `$`)

// Form is a DNS label.
func (Name) Form() Form { return textForm(namePattern.String(), "hello") }

// UnmarshalText refuses what is no DNS label.
func (n *Name) UnmarshalText(text []byte) error {
	if !namePattern.Match(text) {
		return fmt.Errorf("%q is not a name: expected up to 63 lower-case letters, digits and -, starting and ending with a letter or digit", text)
	}
	*n = Name(text)
	return nil
}

// Domain is a fully qualified DNS name without a final dot.
type Domain string

// longestDomain is the longest name in characters: RFC 1035, section 2.3.4, has 255 octets, two of which are not written.
const longestDomain = 253

var domainPattern = regexp.MustCompile(`^` + label + `(\.` + label + `)+$`)

// Form is labels with dots.
func (Domain) Form() Form { return textForm(domainPattern.String(), "hello.example.com") }

// UnmarshalText refuses what is no domain of at least two labels, and IP addresses, which an Ingress refuses.
func (d *Domain) UnmarshalText(text []byte) error {
	_, notAddress := netip.ParseAddr(string(text))
	if len(text) > longestDomain || !domainPattern.Match(text) || notAddress == nil {
		return fmt.Errorf("%q is not a domain: expected lower-case labels with dots, such as hello.example.com", text)
	}
	*d = Domain(text)
	return nil
}

// ChartRegistry is the address of a chart repository (https) or of a registry with a path (oci).
type ChartRegistry string

var chartRegistryPattern = regexp.MustCompile(`^(https|oci)://[^/\s@]+(/[A-Za-z0-9._~-]+)*$`)

// Form is a URL without credentials and without a slash at the end.
func (ChartRegistry) Form() Form {
	return textForm(chartRegistryPattern.String(), "oci://registry.example.com/charts")
}

// UnmarshalText refuses other schemes, credentials and a slash at the end.
func (r *ChartRegistry) UnmarshalText(text []byte) error {
	if !chartRegistryPattern.Match(text) {
		return fmt.Errorf("%q is not a chart registry: expected https://… or oci://…, without credentials and without a slash at the end", text)
	}
	*r = ChartRegistry(text)
	return nil
}

// GitURL is the address of a git repository.
type GitURL string

var gitURLPattern = regexp.MustCompile(`^(https|ssh)://[^/]+(/[A-Za-z0-9._~-]+)+$`)

// Form is a URL with a host and a path.
func (GitURL) Form() Form {
	return textForm(gitURLPattern.String(), "https://github.com/example/fastapi-gitops.git")
}

// UnmarshalText refuses other schemes than https and ssh, and credentials within the URL: over https a user alone may be
// a token.
func (g *GitURL) UnmarshalText(text []byte) error {
	u, err := url.Parse(string(text))
	if err == nil && u.User != nil {
		if _, password := u.User.Password(); password || u.Scheme != "ssh" {
			return errors.New("the repository URL holds credentials: Argo CD reads them from a Secret")
		}
	}
	if err != nil || !gitURLPattern.Match(text) {
		return fmt.Errorf("%q is not a repository: expected https://host/path.git or ssh://git@host/path.git", text)
	}
	*g = GitURL(text)
	return nil
}

// BranchName is the name of a git branch.
type BranchName string

var branchPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$`)

// Form leaves .. and the endings to UnmarshalText.
func (BranchName) Form() Form { return textForm(branchPattern.String(), "main") }

// UnmarshalText refuses what git check-ref-format refuses, and characters that nobody needs.
func (b *BranchName) UnmarshalText(text []byte) error {
	s := string(text)
	if !branchPattern.MatchString(s) || strings.Contains(s, "..") || strings.HasSuffix(s, ".") || strings.Contains(s+"/", ".lock/") {
		return fmt.Errorf("%q is not a branch: expected letters, digits and ._/-", s)
	}
	*b = BranchName(s)
	return nil
}

// GroupName is a group as the identity provider says it.
type GroupName string

var groupPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$`)

// Form leaves system: to UnmarshalText.
func (GroupName) Form() Form { return textForm(groupPattern.String(), "hello-developers") }

// UnmarshalText refuses groups of the system, which nobody may join by a binding of ours.
func (g *GroupName) UnmarshalText(text []byte) error {
	s := string(text)
	if !groupPattern.MatchString(s) || strings.HasPrefix(s, "system:") {
		return fmt.Errorf("%q is not a group: expected letters, digits and ._:@/-, not starting with \"system:\"", s)
	}
	*g = GroupName(s)
	return nil
}

// URLPath is an absolute, clean URL path without query.
type URLPath string

var urlPathPattern = regexp.MustCompile(`^/[A-Za-z0-9._~/-]*$`)

// Form leaves .. and // to UnmarshalText.
func (URLPath) Form() Form { return textForm(urlPathPattern.String(), "/", "/healthz") }

// UnmarshalText refuses relative paths, `..` and characters that need escaping.
func (p *URLPath) UnmarshalText(text []byte) error {
	s := string(text)
	if !urlPathPattern.MatchString(s) || path.Clean(s) != s {
		return fmt.Errorf("%q is not a URL path: expected a clean absolute path such as /healthz", s)
	}
	*p = URLPath(s)
	return nil
}

// ObjectName is Kind/name.
type ObjectName string

var objectPattern = regexp.MustCompile(`^[A-Z][A-Za-z]*/[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)

// Form is the kind, a slash and the name.
func (ObjectName) Form() Form { return textForm(objectPattern.String(), "Deployment/hello") }

// UnmarshalText refuses what is not Kind/name.
func (o *ObjectName) UnmarshalText(text []byte) error {
	if !objectPattern.Match(text) {
		return fmt.Errorf("%q is not an object: expected Kind/name, such as Deployment/hello", text)
	}
	*o = ObjectName(text)
	return nil
}
