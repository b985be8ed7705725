package standins

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"slices"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
)

func TestAuthenticator(t *testing.T) {
	entries, err := ReadAccessEntries([]byte(`
accessConfig:
  accessEntries:
  - {principalARN: deployer, accessPolicies: [{policyARN: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", accessScope: {type: cluster}}]}
  - {principalARN: developer, kubernetesGroups: [developers]}
`))
	if err != nil {
		t.Fatal(err)
	}
	a := Authenticator{Entries: entries, Identify: func(token string) (string, string, error) {
		if token == "forged" {
			return "", "", errors.New("forged")
		}
		return token, token + "/session", nil
	}}
	for token, want := range map[string][]string{"deployer": {"system:masters"}, "developer": {"developers"}, "other": nil, "forged": nil} {
		body, err := json.Marshal(authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: token}})
		if err != nil {
			t.Fatal(err)
		}
		answered := httptest.NewRecorder()
		a.ServeHTTP(answered, httptest.NewRequest("POST", "/", bytes.NewReader(body)))
		var review authenticationv1.TokenReview
		if err := json.Unmarshal(answered.Body.Bytes(), &review); err != nil {
			t.Fatal(err)
		}
		if s := review.Status; s.Authenticated != (want != nil) || !slices.Equal(s.User.Groups, want) || s.Authenticated == (s.Error != "") {
			t.Errorf("%s: %+v, want %v", token, s, want)
		}
	}
}
