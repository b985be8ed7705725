package aws

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// A secret is made without a value by the controller's role, gets one from a person, and is taken over with that by the next cluster.
func TestCreateSecret(t *testing.T) {
	home := newCluster(t)
	a := tree(t, home.issuer())
	const name = "staging/fastapi-hello/api-token"
	const controller = "system:serviceaccount:ack-system:ack-secretsmanager-controller"
	roles := podRoles(t, home.issuer())
	maker := roles[slices.IndexFunc(roles, func(r Role) bool { return r.Subject == controller })]
	given, _ := assumeAs(t, a, role("staging"), home.token(t, claimsOf(reader("staging"), nil)))
	person := func(method, value string) (int, string) {
		answer := httptest.NewRecorder()
		a.Person().ServeHTTP(answer, httptest.NewRequest(method, "/?id="+name, strings.NewReader(value)))
		return answer.Code, answer.Body.String()
	}
	if status, _ := person(http.MethodPut, "early"); status != http.StatusNotFound {
		t.Errorf("a value before there is a secret: %d", status)
	}
	if err := a.CreateSecret(maker, name); err != nil {
		t.Fatal(err)
	}
	if status, _ := person(http.MethodGet, ""); status != http.StatusNoContent {
		t.Errorf("a secret without a value: %d", status)
	}
	if got := callAs(t, a, given, "GetSecretValue", name, nil); got["__type"] != "ResourceNotFoundException" {
		t.Errorf("its value: %v", got)
	}
	if status, _ := person(http.MethodPut, "value"); status != http.StatusOK {
		t.Errorf("a value: %d", status)
	}
	if err := a.CreateSecret(maker, name); err != nil {
		t.Fatal(err)
	}
	if got := callAs(t, a, given, "GetSecretValue", name, nil); got["SecretString"] != "value" {
		t.Errorf("after another cluster has taken it over: %v", got)
	}
	for _, other := range []struct {
		name string
		role Role
	}{{"nobody/else", maker}, {name, roles[slices.IndexFunc(roles, func(r Role) bool { return r.Subject == certManager })]}} {
		if err := a.CreateSecret(other.role, other.name); err == nil {
			t.Errorf("%s may make %s", other.role.Subject, other.name)
		}
	}
}
