package scaffold_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/scaffold"
)

const firstLine = "# yaml-language-server: $schema=../docs/schema/environment.json\n"

func TestEnvironment(t *testing.T) {
	tests := []struct{ name, environment, after, want string }{
		{"first of its own line", "qa", "", `replicas: 1 # of each app at least
sizes: # that an app chooses from
  small: {cpu: 50m, memory: 128Mi, storage: 64Mi}
  medium: {cpu: 100m, memory: 256Mi, storage: 128Mi}
  large: {cpu: 250m, memory: 512Mi, storage: 256Mi}
quota: {cpu: "4", memory: 8Gi, storage: 8Gi, pods: 60} # of all apps together on one cluster
`},
		{"after another", "canary", "staging", `after: staging # the environment that images are promoted from
replicas: 2 # of each app at least
sizes: # that an app chooses from
  small: {cpu: 100m, memory: 128Mi, storage: 64Mi}
  medium: {cpu: 250m, memory: 256Mi, storage: 128Mi}
  large: {cpu: 500m, memory: 512Mi, storage: 256Mi}
quota: {cpu: "8", memory: 12Gi, storage: 12Gi, pods: 80} # of all apps together on one cluster
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inputs := committed(t)
			file, err := scaffold.Environment(inputs, tt.environment, tt.after)
			if err != nil {
				t.Fatal(err)
			}
			want := scaffold.File{Path: "environments/" + tt.environment + ".yaml", Body: firstLine + tt.want}
			if diff := cmp.Diff(want, file); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			wantGreen(t, inputs, file, "environment")
		})
	}
}

func TestEnvironmentOfAnEmptyRepository(t *testing.T) {
	inputs := committed(t)
	for _, name := range []string{"development", "staging", "production"} {
		delete(inputs, "environments/"+name+".yaml")
	}
	delete(inputs, "apps/fastapi-hello/app.yaml")
	delete(inputs, "apps/fastapi-hello/versions.yaml")
	file, err := scaffold.Environment(inputs, "production", "")
	if err != nil {
		t.Fatal(err)
	}
	wantGreen(t, inputs, file, "environment")
}

func TestEnvironmentErrors(t *testing.T) {
	tests := []struct {
		name, environment, after, want string
		argument                       bool
	}{
		{"name", "q_a", "", `"q_a" is not a name: expected up to 63 lower-case letters, digits and -, starting and ending with a letter or digit`, true},
		{"unknown predecessor", "qa", "prod", `no such environment "prod" (did you mean "production"?)`, true},
		{"after itself", "qa", "qa", `no such environment "qa" (known: development, production, staging)`, true},
		{"taken", "staging", "", "environments/staging.yaml already exists", false},
		{"namespace of the platform", "monitoring", "", `"monitoring" belongs to Kubernetes or the platform: choose another name for the environment`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := scaffold.Environment(committed(t), tt.environment, tt.after)
			wantError(t, err, tt.want, tt.argument)
		})
	}
}
