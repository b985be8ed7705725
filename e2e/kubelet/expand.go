package kubelet

import "strings"

// expand replaces $(NAME) by the variable's value, keeps it where there is no
// such variable, and turns $$ into $, by the rules of
// https://pkg.go.dev/k8s.io/kubernetes/third_party/forked/golang/expansion.
func expand(s string, env map[string]string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "$")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		s = after
		switch {
		case strings.HasPrefix(s, "$"):
			b.WriteByte('$')
			s = s[1:]
		case strings.HasPrefix(s, "("):
			name, rest, closed := strings.Cut(s[1:], ")")
			value, known := env[name]
			switch {
			case !closed:
				b.WriteByte('$') // the parenthesis follows as text
				continue
			case known:
				b.WriteString(value)
			default:
				b.WriteString("$(" + name + ")")
			}
			s = rest
		default:
			b.WriteByte('$')
		}
	}
}

func expandAll(list []string, env map[string]string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = expand(s, env)
	}
	return out
}
