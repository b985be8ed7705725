package provision_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/provision"
	"github.com/example/fastapi-gitops/generator/provision/provisiontest"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets this program be aws and eksctl as well.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"aws": provisiontest.AWS, "eksctl": provisiontest.Eksctl})
}

const key = "arn:aws:kms:ap-south-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// hello is a cluster with a config, in a cloud without anything.
type hello struct {
	*testing.T
	cluster provision.Cluster
	content []byte
	out     bytes.Buffer
}

func newHello(t *testing.T) *hello {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "hello.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	document, err := input.Parse("clusters/single-cluster/hello.yaml", []byte("region: ap-south-1\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := &plan.Cluster{Input: &config.Cluster{Document: document, EncryptionKey: key}, Name: "hello", Region: "ap-south-1", Kubernetes: "1.35"}
	c.Fleet = &plan.Fleet{Input: &config.Fleet{Document: document}, Name: "single-cluster", Account: "111122223333", Hub: c, Clusters: []*plan.Cluster{c},
		Roles: config.PeopleRoles{Admins: []config.RoleARN{"arn:aws:iam::111122223333:role/hello-admin"}}}
	h := &hello{T: t, content: content}
	h.cluster = provision.Cluster{Plan: c, File: filepath.Join(t.TempDir(), "hello.yaml")}
	h.cluster.Out, h.cluster.Err, h.cluster.Yes = &h.out, &h.out, true
	h.edit(key, key)
	t.Setenv("CLOUD", filepath.Join(t.TempDir(), "cloud.json"))
	t.Setenv("CALLS", filepath.Join(t.TempDir(), "calls"))
	return h
}

// edit replaces text of the config.
func (h *hello) edit(old, by string) {
	h.Helper()
	if !bytes.Contains(h.content, []byte(old)) {
		h.Fatalf("the config has no %q", old)
	}
	h.content = bytes.ReplaceAll(h.content, []byte(old), []byte(by))
	if err := os.WriteFile(h.cluster.File, h.content, 0o644); err != nil {
		h.Fatal(err)
	}
}

// apply returns what a run says.
func (h *hello) apply() (string, error) {
	h.out.Reset()
	err := h.cluster.Apply(h.Context(), h.content)
	return h.out.String(), err
}

func (h *hello) mustApply() string {
	h.Helper()
	said, err := h.apply()
	if err != nil {
		h.Fatalf("%v\n%s", err, said)
	}
	return said
}

// in changes the cloud.
func (h *hello) in(change func(*provisiontest.Cloud)) {
	cloud := provisiontest.Load()
	change(cloud)
	cloud.Save()
}

// state is the cloud, as something to compare.
func (h *hello) state() (state map[string]any) {
	h.Helper()
	data, err := os.ReadFile(os.Getenv("CLOUD"))
	if err != nil {
		h.Fatal(err)
	}
	if err := json.Unmarshal(data, &state); err != nil {
		h.Fatal(err)
	}
	return state
}

// TestInterruptedAnywhere interrupts the making of a cluster after each thing that eksctl makes. The next run makes the rest.
func TestInterruptedAnywhere(t *testing.T) {
	h := newHello(t)
	h.mustApply()
	want := h.state()
	if said := h.mustApply(); !strings.Contains(said, "nothing to do") {
		t.Fatal(said)
	}
	for steps := 0; ; steps++ {
		if err := os.Remove(os.Getenv("CLOUD")); err != nil {
			t.Fatal(err)
		}
		t.Setenv("STEPS", strconv.Itoa(steps))
		if _, err := h.apply(); err == nil {
			if steps < 20 {
				t.Fatalf("there are but %d steps", steps)
			}
			return
		}
		t.Setenv("STEPS", "")
		said := h.mustApply()
		if diff := cmp.Diff(want, h.state()); diff != "" {
			t.Fatalf("after %d steps: -want +got:\n%s\n%s", steps, diff, said)
		}
	}
}

// TestFailedAnywhere has each command fail that brings a cluster up to another config. The next run does the rest.
func TestFailedAnywhere(t *testing.T) {
	h := newHello(t)
	h.mustApply()
	made, err := os.ReadFile(os.Getenv("CLOUD"))
	if err != nil {
		t.Fatal(err)
	}
	h.changes()
	said := h.mustApply()
	want := h.state()
	commands := commandsOf(said)
	if len(commands) < 15 {
		t.Fatalf("there are but %d commands:\n%s", len(commands), said)
	}
	for _, command := range commands {
		if err := os.WriteFile(os.Getenv("CLOUD"), made, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Setenv("FAIL", command)
		if said, err := h.apply(); err == nil || !strings.Contains(err.Error(), command) || !strings.Contains(said, "today") {
			t.Errorf("%s fails: %v\n%s", command, err, said)
		}
		t.Setenv("FAIL", "")
		said := h.mustApply()
		if diff := cmp.Diff(want, h.state()); diff != "" {
			t.Errorf("after %s failed: -want +got:\n%s\n%s", command, diff, said)
		}
	}
	if said := h.mustApply(); !strings.Contains(said, "nothing to do") {
		t.Error(said)
	}
}

// changes touches every section that can be changed.
func (h *hello) changes() {
	h.edit(`version: "1.35"`, `version: "1.36"`)
	h.cluster.Plan.Kubernetes = "1.36"
	h.edit("logRetentionInDays: 90", "logRetentionInDays: 30")
	h.edit("    - audit\n", "")
	h.edit("203.0.113.0/24", "198.51.100.0/24")
	h.edit("zonalShiftConfig:\n  enabled: true", "zonalShiftConfig:\n  enabled: false")
	h.edit("role/hello-developer\n", "role/another-developer\n")
	h.edit("secretsmanager:DescribeSecret", "secretsmanager:DescribeSecrets")
	h.edit("    namespace: staging\n    roleName", "    namespace: testing\n    roleName") // no ServiceAccount
	h.edit(`{"enableNetworkPolicy":"true"}`, `{"enableNetworkPolicy":"false"}`)
	h.edit("AmazonEBSCSIDriverPolicyV2", "AmazonEBSCSIDriverPolicyV3")
	h.edit("maxSize: 4", "maxSize: 6")
	h.edit("name: apps-c", "name: more-c")
	h.edit("role/hello-argocd", "role/another-argocd")
	h.edit("eks:DescribeNodegroup", "eks:DescribeNodegroups")
	h.edit("serviceAccountName: argocd-server", "serviceAccountName: argocd-web")
	h.edit("- name: metrics-server", "- name: metrics-collector")
}

// commandsOf are those that a run printed as it ran them.
func commandsOf(said string) []string {
	var commands []string
	_, ran, _ := strings.Cut(said, "==> ")
	for line := range strings.Lines(ran) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			command, _, _ = strings.Cut(strings.TrimSpace(command), " # ")
			commands = append(commands, command)
		}
	}
	return commands
}

// TestWithoutConsent has something to do and nobody who agrees.
func TestWithoutConsent(t *testing.T) {
	h := newHello(t)
	h.cluster.Yes = false
	for _, tt := range []struct {
		name, answer string
		want         error
	}{
		{"nobody there", "", provision.ErrUnapproved},
		{"no", "no\n", provision.ErrUnapproved},
		{"not a word", "y\n", provision.ErrUnapproved},
		{"yes", "yes\n", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h.cluster.In = nil
			if tt.answer != "" {
				h.cluster.In = strings.NewReader(tt.answer)
			}
			said, err := h.apply()
			if !errors.Is(err, tt.want) {
				t.Errorf("want %v, got %v", tt.want, err)
			}
			if !strings.Contains(said, "eksctl create cluster") {
				t.Errorf("the plan is not shown: %s", said)
			}
			if made := provisiontest.Load().Cluster != nil; made != (tt.want == nil) {
				t.Errorf("made: %v", made)
			}
		})
	}
}
