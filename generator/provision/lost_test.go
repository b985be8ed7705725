package provision_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/provision/provisiontest"
	"github.com/google/go-cmp/cmp"
)

// another is the provider of a cluster that was made anew, whatever its name.
const another = "oidc.eks.ap-south-1.amazonaws.com/id/FEDCBA9876543210"

// TestLost has a cluster deleted by somebody, its rest removed as far as eksctl does that, and all made anew: every role trusts
// the new cluster, and nothing is of the former one.
func TestLost(t *testing.T) {
	h := newHello(t)
	h.in(func(c *provisiontest.Cloud) { c.Issuer = another })
	h.mustApply()
	want := h.state()

	h = newHello(t)
	h.mustApply()
	h.in(func(c *provisiontest.Cloud) { c.Cluster, c.Issuer = nil, another })
	_, err := h.apply()
	if err == nil {
		t.Fatal("it makes a cluster over the stack of another one")
	}
	_, rest, _ := strings.Cut(err.Error(), "remove the rest: ")
	rest, _, _ = strings.Cut(rest, "\n")
	out, err := exec.Command("sh", "-c", rest).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "undeleted stacks") {
		t.Fatalf("%s: %v\n%s\nwhere eksctl leaves roles", rest, err, out)
	}
	said := h.mustApply()
	got := h.state()
	delete(want, "Providers")
	delete(got, "Providers") // that of the former cluster stays, and trusts nobody
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s\n%s", diff, said)
	}
	if said := h.mustApply(); !strings.Contains(said, "nothing to do") {
		t.Error(said)
	}
}

// TestTrustInAnother has roles that trust another cluster, as they stay when one is made anew beside them: they learn to trust
// this one, or no pod could have them.
func TestTrustInAnother(t *testing.T) {
	h := newHello(t)
	h.mustApply()
	h.in(func(c *provisiontest.Cloud) { c.Cluster.Issuer = another })
	want := []string{
		"eksctl utils associate-iam-oidc-provider --approve --config-file=" + h.cluster.File,
		"eksctl update iamserviceaccount --approve --config-file=" + h.cluster.File,
	}
	if diff := cmp.Diff(want, commandsOf(h.mustApply())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	templates, err := json.Marshal(provisiontest.Load().Templates)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(templates), "0123456789ABCDEF") {
		t.Error("a role trusts the former provider still")
	}
	if said := h.mustApply(); !strings.Contains(said, "nothing to do") {
		t.Error(said)
	}
}
