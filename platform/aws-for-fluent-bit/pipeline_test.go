package awsforfluentbit

import (
	"regexp"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
)

// TestStreams follows the name of a file to its group and stream, as Fluent Bit does: the tag has what the pattern finds in place
// of <name>, and $TAG[1] is its second part.
func TestStreams(t *testing.T) {
	in := valuesFor(cluster()).Input
	_, pattern, _ := strings.Cut(in.ExtraInputs, "Tag_Regex ")
	pattern, _, _ = strings.Cut(pattern, "\n")
	file := regexp.MustCompile(pattern)
	dir, id := "/var/log/containers/", strings.Repeat("0f", 32)
	for name, want := range map[string]string{
		dir + "hello-7d9f-abcde_production_hello-" + id + ".log":          "/world/east/production hello-7d9f-abcde.hello",
		dir + "hello-7d9f-abcde_production_linkerd-proxy-" + id + ".log":  "/world/east/production hello-7d9f-abcde.linkerd-proxy",
		dir + "aws-node-x2k_kube-system_aws-eks-nodeagent-" + id + ".log": "/world/east/kube-system aws-node-x2k.aws-eks-nodeagent",
		dir + "hello_production_hello.log":                                "",
		dir + "" + id + ".log":                                            "",
	} {
		if got := stream(file, in.Tag, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// stream is the group and the stream of a file; empty where the tag is none of ours.
func stream(file *regexp.Regexp, tag, name string) string {
	found := file.FindStringSubmatch(name)
	if found == nil {
		return ""
	}
	for i, part := range file.SubexpNames() {
		tag = strings.ReplaceAll(tag, "<"+part+">", found[i])
	}
	parts := strings.Split(tag, ".")
	to := valuesFor(cluster()).CloudWatchLogs
	replaced := strings.NewReplacer("$TAG[1]", parts[1], "$TAG[2]", parts[2], "$TAG[3]", parts[3])
	return replaced.Replace(to.LogGroupTemplate + " " + to.LogStreamTemplate)
}

// TestRightsAreForTheGroups: a template that leads elsewhere would be refused by AWS.
func TestRightsAreForTheGroups(t *testing.T) {
	const want = "arn:aws:logs:eu-west-1:111122223333:log-group:/world/east/*"
	for _, s := range rights(cluster()) {
		if len(s.Resource) != 1 || s.Resource[0] != want {
			t.Errorf("rights on %s, want %s", s.Resource, want)
		}
	}
	to := valuesFor(cluster()).CloudWatchLogs
	for _, group := range []string{to.LogGroupName, to.LogGroupTemplate} {
		if !strings.HasPrefix(group, "/world/east/") {
			t.Errorf("%s is beyond the rights", group)
		}
	}
}

func cluster() *plan.Cluster {
	return &plan.Cluster{Name: "east", Region: "eu-west-1", Fleet: &plan.Fleet{Name: "world", Account: "111122223333"}}
}
