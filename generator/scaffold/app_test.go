package scaffold_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/scaffold"
)

func TestApp(t *testing.T) {
	inputs := committed(t)
	file, err := scaffold.App(inputs, "greeter", "")
	if err != nil {
		t.Fatal(err)
	}
	if file.Path != "apps/greeter/app.yaml" {
		t.Errorf("path %s", file.Path)
	}
	if lines := strings.Count(file.Body, "\n"); lines > 12 {
		t.Errorf("%d lines, want at most 12:\n%s", lines, file.Body)
	}
	if !strings.Contains(file.Body, "team: greeter ") {
		t.Errorf("the team is not the app's name:\n%s", file.Body)
	}
	resolved := wantGreen(t, inputs, file, "app")
	if !slices.Contains(resolved.Missing, "greeter in production") {
		t.Errorf("not reported as not deployed: %v", resolved.Missing)
	}
}

// TestAppDefaults renders an app from the scaffold and one that says nothing but its team: they are the same.
func TestAppDefaults(t *testing.T) {
	inputs := with(committed(t), map[string]string{
		"apps/greeter/versions.yaml": "development: registry.example.com/greeter@sha256:" + strings.Repeat("0", 64) + "\n",
	})
	file, err := scaffold.App(inputs, "greeter", "")
	if err != nil {
		t.Fatal(err)
	}
	short := scaffold.File{Path: file.Path, Body: "# yaml-language-server: $schema=../../docs/schema/app.json\nteam: greeter\n"}
	if diff := cmp.Diff(workloadsOf(wantGreen(t, inputs, short, "app")), workloadsOf(wantGreen(t, inputs, file, "app"))); diff != "" {
		t.Errorf("-only the team +scaffold:\n%s", diff)
	}
}

// workloadsOf is every workload of a plan by itself.
func workloadsOf(p *plan.Plan) []plan.Workload {
	var all []plan.Workload
	for _, fleet := range p.Fleets {
		for _, cluster := range fleet.Clusters {
			for _, namespace := range cluster.Namespaces {
				for _, workload := range namespace.Workloads {
					copied := *workload
					copied.Namespace, copied.App, copied.Patch = nil, nil, nil
					all = append(all, copied)
				}
			}
		}
	}
	return all
}

// TestAppNames are names that YAML takes for something else than text.
func TestAppNames(t *testing.T) {
	tests := []struct{ app, team string }{
		{"null", ""}, {"true", ""}, {"on", ""}, {"n", ""},
		{"greeter", "123"}, {"greeter", "1e3"}, {"greeter", "0x1f"}, {"greeter", "2027-01-31"}, {"greeter", "no"},
	}
	for _, tt := range tests {
		inputs := committed(t)
		file, err := scaffold.App(inputs, tt.app, tt.team)
		if err != nil {
			t.Errorf("%v: %v", tt, err)
			continue
		}
		wantGreen(t, inputs, file, "app")
	}
}

func TestAppNamedAsCallerBefore(t *testing.T) {
	inputs := with(committed(t), map[string]string{"apps/fastapi-hello/app.yaml": "team: hello\ncallers: [greeter]\n"})
	file, err := scaffold.App(inputs, "greeter", "")
	if err != nil {
		t.Fatal(err)
	}
	wantGreen(t, inputs, file, "app")
}

func TestAppSize(t *testing.T) {
	const environment = `
quota: {cpu: "4", memory: 8Gi, storage: 8Gi, pods: 60}
sizes: {`
	const class = ": {cpu: 50m, memory: 128Mi, storage: 64Mi}, "
	tests := []struct{ name, one, two, want string }{
		{"small everywhere", "medium" + class + "small" + class, "large" + class + "small" + class, "small"},
		{"another everywhere", "medium" + class + "tiny" + class, "medium" + class + "small" + class, "medium"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inputs := committed(t)
			for name := range inputs {
				if strings.HasPrefix(name, "environments/") || strings.HasPrefix(name, "apps/") {
					delete(inputs, name)
				}
			}
			inputs = with(inputs, map[string]string{
				"environments/one.yaml": environment + tt.one + "}\n",
				"environments/two.yaml": environment + tt.two + "}\n",
			})
			file, err := scaffold.App(inputs, "greeter", "")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(file.Body, "\nsize: "+tt.want+" ") {
				t.Errorf("size is not %s:\n%s", tt.want, file.Body)
			}
			wantGreen(t, inputs, file, "app")
		})
	}
}

func TestAppErrors(t *testing.T) {
	const expected = " is not a name: expected up to 63 lower-case letters, digits and -, starting and ending with a letter or digit"
	tests := []struct {
		name, app, team, want string
		argument              bool
	}{
		{"upper case", "Hello", "", `"Hello"` + expected, true},
		{"out of the tree", "../hello", "", `"../hello"` + expected, true},
		{"empty", "", "", `""` + expected, true},
		{"team", "hello", "The Team", `"The Team"` + expected, true},
		{"digit first", "123", "", `"123" cannot name a Service: expected a letter first`, true},
		{"taken", "fastapi-hello", "", "apps/fastapi-hello/app.yaml already exists", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := scaffold.App(committed(t), tt.app, tt.team)
			wantError(t, err, tt.want, tt.argument)
		})
	}
}
