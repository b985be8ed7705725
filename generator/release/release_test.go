package release_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/release"
)

const environment = "sizes: {small: {cpu: 50m, memory: 128Mi, storage: 64Mi}}\nquota: {cpu: 4, memory: 8Gi, storage: 8Gi, pods: 60}\n"

// inputs are two apps, the second in no environment yet, and an environment that no cluster hosts.
func inputs(more map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	for name, content := range map[string]string{
		"clusters/one/fleet.yaml": "repository: https://git.example.com/one.git\ndomain: example.com\naccount: \"111122223333\"\nhub: hub\n" +
			"groups: {developers: developers, operators: operators}\n",
		"clusters/one/hub.yaml":         "region: ap-south-1\nzones: [ap-south-1a, ap-south-1b]\ncidr: 10.20.0.0/16\nenvironments: [development, staging]\n",
		"environments/development.yaml": environment,
		"environments/staging.yaml":     "after: development\n" + environment,
		"environments/spare.yaml":       environment,
		"apps/cart/app.yaml":            "team: cart\n",
		"apps/shop/app.yaml":            "team: shop\n",
		"apps/shop/versions.yaml":       written.Replace("development: $1\nstaging: $2\n"),
	} {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	for name, content := range more {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return files
}

func TestNew(t *testing.T) {
	shop := func(body string) []release.File {
		return []release.File{{Path: file, Body: []byte(written.Replace(body))}}
	}
	other := config.Image("registry.example.com/shap:latest" + digest)
	tests := []struct {
		name, app, environment string
		image                  config.Image
		want                   release.Release
	}{
		{"another image", "shop", "staging", image("9"), release.Release{Files: shop("development: $1\nstaging: $9\n")}},
		{"same image", "shop", "staging", image("2"), release.Release{Notes: []string{"shop in staging: nothing changed, it has this image already"}}},
		{"first image", "cart", "staging", image("9"), release.Release{Files: []release.File{{
			Path: "apps/cart/versions.yaml", New: true,
			Body: []byte(written.Replace("# yaml-language-server: $schema=../../docs/schema/versions.json\nstaging: $9\n")),
		}}}},
		{"another repository", "shop", "development", other, release.Release{
			Files: shop("development: " + string(other) + "\nstaging: $2\n"),
			Notes: []string{
				"shop in development: new repository registry.example.com/shap (so far registry.example.com/shop)",
				"shop in development: the tag latest does not say which version it is; the digest alone decides",
			},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := release.New(inputs(nil), tt.environment, []release.Image{{App: tt.app, Image: tt.image}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestNewForPatch finds inputs that do not agree before the edit: a patch waits for the image of its environment.
func TestNewForPatch(t *testing.T) {
	waiting := inputs(map[string]string{
		"apps/cart/patches/staging.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec: {minReadySeconds: 5}\n",
	})
	if _, err := release.New(waiting, "staging", []release.Image{{App: "cart", Image: image("1")}}); err != nil {
		t.Error(err)
	}
}

func TestNewRefuses(t *testing.T) {
	const known = " (known: development, spare, staging)"
	tests := []struct {
		name, app, environment string
		inputs                 map[string]string
		want                   string
		argument               bool
	}{
		{"no environment", "shop", "", nil, "no environment: say with --env where the image is to run" + known, true},
		{"unknown environment", "shop", "production", nil, `no such environment "production"` + known, true},
		{"misspelt names", "sjop", "stagin", nil,
			`no such environment "stagin" (did you mean "staging"?)` + known + "\n" +
				`no such app "sjop" (did you mean "shop"?) (known: cart, shop)`, true},
		{"path for an app", "../apps/shop", "staging", nil, `no such app "../apps/shop" (known: cart, shop)`, true},
		{"environment of no cluster", "shop", "spare", nil,
			`no cluster hosts the environment "spare": list it in a clusters/<fleet>/<cluster>.yaml first`, true},
		{"broken versions", "shop", "staging", map[string]string{file: "development: " + string(image("1")) + "\nstaging: yes\n"},
			file + `:2:10: staging: "yes" has no digest: expected repository:tag@sha256:…, as the registry or ` + "`docker buildx imagetools inspect` says it", false},
		{"unknown environment in versions", "shop", "development", map[string]string{file: "stagin: " + string(image("1")) + "\n"},
			file + `:1:9: stagin: no such environment "stagin" (did you mean "staging"?)`, false},
		{"broken app", "shop", "staging", map[string]string{"apps/shop/app.yaml": "prt: 1\n"},
			"apps/shop/app.yaml:1:1: prt: unknown field (did you mean \"port\"?)\napps/shop/app.yaml:1:1: team: required field is missing", false},
		{"no hub", "shop", "staging", map[string]string{"clusters/one/fleet.yaml": "repository: https://git.example.com/one.git\ndomain: example.com\n" +
			"account: \"111122223333\"\nhub: hob\ngroups: {developers: developers, operators: operators}\n"},
			`clusters/one/fleet.yaml:4:6: hub: no such cluster of this fleet "hob" (did you mean "hub"?)`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := release.New(inputs(tt.inputs), tt.environment, []release.Image{{App: tt.app, Image: image("9")}})
			wantError(t, err, tt.want, tt.argument)
		})
	}
}
