package policy

import (
	"regexp"
	"strings"

	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	corev1 "k8s.io/api/core/v1"
)

// credential: no string that is written into git looks like a credential, and no variable that is called like one has a
// value there.
func credential(o *object, r *report) {
	for name, value := range o.Object.GetAnnotations() {
		suspect(o, key("metadata.annotations", name), value, r)
	}
	switch t := o.Object.(type) {
	case *corev1.ConfigMap:
		for name, value := range t.Data {
			suspectNamed(o, key("data", name), name, value, r)
		}
	case *corev1.Secret, *externalsecrets.ExternalSecret:
		return // judged by rules of their own
	}
	if p := podOf(o); p != nil {
		for name, value := range p.template.Annotations {
			suspect(o, key(p.at+".metadata.annotations", name), value, r)
		}
		for c := range p.containers() {
			suspectContainer(p, c, r)
		}
	}
}

func suspectContainer(p *pod, c container, r *report) {
	for i, e := range c.Env {
		suspectNamed(p.object, at(c.at+".env", i, ".value"), e.Name, e.Value, r)
	}
	for i, arg := range c.Command {
		suspect(p.object, at(c.at+".command", i), arg, r)
	}
	for i, arg := range c.Args {
		suspect(p.object, at(c.at+".args", i), arg, r)
	}
}

// secretWords are the parts of names that stand for credentials; a name that ends in one of tellsWhere says where the
// credential is, not what it is.
var (
	secretWords = regexp.MustCompile(`(?i)(password|passwd|passphrase|token|secrets?|credentials?|(^|[_.-])(pwd|dsn)|(api|private|access|signing|encryption)[_-]?key|connection_?string)([_.-]|$)`)
	tellsWhere  = regexp.MustCompile(`(?i)[_.-](file|path|dir|name|arn|url|uri|ttl|seconds|length|header|type|enabled|id)$`)
)

// suspectNamed reports a value under a name that stands for a credential.
func suspectNamed(o *object, field, name, value string, r *report) {
	if value != "" && secretWords.MatchString(name) && !tellsWhere.MatchString(name) {
		r.add(o, field, "%s is called like a credential: name it under secrets of app.yaml, and the app reads it from a file", name)
		return
	}
	suspect(o, field, value, r)
}

// forms of credentials that can be told by their looks. The mark is looked for first, since most strings have none.
var forms = []struct {
	what, mark string
	form       *regexp.Regexp
}{
	{"an AWS access key", "AKIA", regexp.MustCompile(`\bAKIA[0-9A-Z]{16}\b`)},
	{"a temporary AWS access key", "ASIA", regexp.MustCompile(`\bASIA[0-9A-Z]{16}\b`)},
	{"a private key", "PRIVATE KEY", regexp.MustCompile(`-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY`)},
	{"a JSON Web Token", "eyJ", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*`)},
	{"a URL with a password", "://", regexp.MustCompile(`[a-zA-Z][a-zA-Z0-9+.-]*://[^/\s:@]*:[^/\s@]+@`)},
	{"a GitHub token", "gh", regexp.MustCompile(`\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})`)},
	{"a Slack token", "xox", regexp.MustCompile(`\bxox[abposr]-[A-Za-z0-9-]{10,}`)},
}

// suspect reports a value that looks like a credential, without repeating it.
func suspect(o *object, field, value string, r *report) {
	for _, f := range forms {
		if strings.Contains(value, f.mark) && f.form.MatchString(value) {
			r.add(o, field, "looks like %s: take it back, revoke it, and keep the new one in AWS Secrets Manager", f.what)
		}
	}
}
