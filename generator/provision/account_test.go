package provision_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/provision"
	"github.com/example/fastapi-gitops/generator/provision/provisiontest"
)

const template = `Resources:
  HelloKey: {Type: AWS::KMS::Key, Condition: InApSouth1}
  Zone: {Type: AWS::Route53::HostedZone}
`

func change(action, id, kind, replacement, policy string) map[string]any {
	return map[string]any{"Type": "Resource", "ResourceChange": map[string]string{
		"Action": action, "LogicalResourceId": id, "ResourceType": kind, "Replacement": replacement, "PolicyAction": policy,
	}}
}

// TestAccount has the stack of an account in one state or another.
func TestAccount(t *testing.T) {
	const stack = "single-cluster-account"
	complete := map[string]any{"Status": "CREATE_COMPLETE", "Changes": []any{
		change("Add", "Zone", "AWS::Route53::HostedZone", "", ""),
		change("Modify", "HelloKey", "AWS::KMS::Key", "True", ""),
		change("Modify", "HubRole", "AWS::IAM::Role", "Conditional", ""),
		change("Remove", "OldKey", "AWS::KMS::Key", "", "Retain"),
	}}
	unchanged := map[string]any{"Status": "FAILED", "StatusReason": "The submitted information didn't contain changes. Submit different information to create a change set."}
	const execute = "aws cloudformation execute-change-set --change-set-name=generator --stack-name=" + stack + " --region=ap-south-1"
	const results = "encryptionKey of clusters/single-cluster/hello.yaml: " + key
	tests := []struct {
		name      string
		status    string
		changeSet map[string]any
		session   provision.Session
		err       string
		want      []string // of what is said
		calls     []string
		not       []string // among the calls
	}{
		{name: "first", session: provision.Session{Yes: true},
			want: []string{"+ HelloKey (AWS::KMS::Key, if InApSouth1)\n+ Zone (AWS::Route53::HostedZone)\n", results,
				"put what belongs in clusters/single-cluster/ there, then render and commit"},
			calls: []string{"aws cloudformation deploy --stack-name=" + stack, "--capabilities=CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset --region=ap-south-1"}},
		{name: "first, dry", session: provision.Session{DryRun: true},
			want: []string{"+ HelloKey"}, not: []string{"deploy", "change-set"}},
		{name: "begun", status: "REVIEW_IN_PROGRESS", session: provision.Session{Yes: true}, calls: []string{"aws cloudformation deploy "}},
		{name: "changed", status: "UPDATE_COMPLETE", changeSet: complete, session: provision.Session{Yes: true},
			want: []string{"+ Zone (AWS::Route53::HostedZone)\n~ HelloKey (AWS::KMS::Key) by another\n~ HubRole (AWS::IAM::Role) maybe by another\n" +
				"- OldKey (AWS::KMS::Key) from the stack, and it stays\n", results},
			calls: []string{execute, "aws cloudformation wait stack-update-complete --stack-name=" + stack}},
		{name: "changed, dry", status: "CREATE_COMPLETE", changeSet: complete, session: provision.Session{DryRun: true},
			want: []string{"+ Zone", execute}, calls: []string{"delete-change-set"}, not: []string{execute}},
		{name: "changed, nobody agrees", status: "CREATE_COMPLETE", changeSet: complete, err: "nobody agreed",
			want: []string{"+ Zone"}, not: []string{execute}},
		{name: "changed, no", status: "CREATE_COMPLETE", changeSet: complete, session: provision.Session{In: strings.NewReader("n\n")},
			err: "nobody agreed", want: []string{"Only yes does"}, not: []string{execute}},
		{name: "same", status: "CREATE_COMPLETE", changeSet: unchanged, want: []string{"nothing to do", results}, not: []string{execute}},
		{name: "impossible", status: "CREATE_COMPLETE", changeSet: map[string]any{"Status": "FAILED", "StatusReason": "no such type"},
			session: provision.Session{Yes: true}, err: "change set of stack single-cluster-account: FAILED: no such type", not: []string{execute}},
		{name: "failed before", status: "ROLLBACK_COMPLETE", err: "aws cloudformation delete-stack --stack-name=" + stack, not: []string{"change-set", "deploy"}},
		{name: "at making it", status: "CREATE_IN_PROGRESS", changeSet: unchanged, want: []string{"nothing to do", results},
			calls: []string{"aws cloudformation wait stack-create-complete --stack-name=" + stack + " --region=ap-south-1"}, not: []string{"deploy"}},
		{name: "at changing it", status: "UPDATE_IN_PROGRESS", changeSet: unchanged, want: []string{"nothing to do", results},
			calls: []string{"aws cloudformation wait stack-update-complete --stack-name=" + stack + " --region=ap-south-1"}, not: []string{execute}},
		{name: "at it, dry", status: "UPDATE_IN_PROGRESS", session: provision.Session{DryRun: true}, want: []string{"AWS is still at it"},
			not: []string{"aws cloudformation wait", "change-set", "deploy"}},
		{name: "going", status: "DELETE_IN_PROGRESS", err: "run it again once that has ended", not: []string{"change-set", "deploy"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHello(t)
			file := filepath.Join(t.TempDir(), "account.yaml")
			h.in(func(c *provisiontest.Cloud) {
				c.ChangeSet = tt.changeSet
				c.Stacks[stack+"-of-another"] = "ROLLBACK_COMPLETE"
				if tt.status != "" {
					c.Stacks[stack] = tt.status
				}
				c.Outputs[stack] = []map[string]string{
					{"OutputKey": "HelloKey", "OutputValue": key, "Description": "encryptionKey of clusters/single-cluster/hello.yaml"},
				}
			})
			fleet := h.cluster.Plan.Fleet
			fleet.Hub.Region = "ap-south-1"
			tt.session.Out, tt.session.Err = &h.out, &h.out
			err := provision.Account{Session: tt.session, Fleet: fleet, File: file}.Apply(t.Context(), []byte(template))
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("want %q, got %v", tt.err, err)
			}
			contains(t, "said", h.out.String(), tt.want, nil)
			calls, err := os.ReadFile(os.Getenv("CALLS"))
			if err != nil {
				t.Fatal(err)
			}
			contains(t, "called", string(calls), tt.calls, tt.not)
		})
	}
}

func contains(t *testing.T, what, text string, want, not []string) {
	t.Helper()
	for _, part := range want {
		if !strings.Contains(text, part) {
			t.Errorf("%s: want %q in:\n%s", what, part, text)
		}
	}
	for _, part := range not {
		if strings.Contains(text, part) {
			t.Errorf("%s: %q is in:\n%s", what, part, text)
		}
	}
}

// TestAccountRegions has clusters in two regions: each has a stack, the hub's is the first.
func TestAccountRegions(t *testing.T) {
	h := newHello(t)
	fleet := h.cluster.Plan.Fleet
	fleet.Clusters = append([]*plan.Cluster{{Name: "standby", Region: "ap-southeast-1", Fleet: fleet}}, fleet.Clusters...)
	var out bytes.Buffer
	session := provision.Session{Out: &out, Err: &out, DryRun: true}
	if err := (provision.Account{Session: session, Fleet: fleet, File: "account.yaml"}).Apply(t.Context(), []byte(template)); err != nil {
		t.Fatal(err)
	}
	first, second, _ := strings.Cut(out.String(), "stack single-cluster-account in ap-southeast-1, from account.yaml")
	contains(t, "first", first, []string{"stack single-cluster-account in ap-south-1, from account.yaml", "--region=ap-south-1"}, nil)
	contains(t, "second", second, []string{"--region=ap-southeast-1"}, nil)
}

// TestAccountOfAnother is refused before anything else is asked.
func TestAccountOfAnother(t *testing.T) {
	h := newHello(t)
	h.in(func(c *provisiontest.Cloud) { c.Account = "444455556666" })
	err := provision.Account{Session: provision.Session{Out: &h.out, Err: &h.out, Yes: true}, Fleet: h.cluster.Plan.Fleet, File: "account.yaml"}.
		Apply(t.Context(), []byte(template))
	if err == nil || errors.Is(err, provision.ErrUnapproved) || !strings.Contains(err.Error(), "aws is in account 444455556666") {
		t.Error(err)
	}
}
