package alertmanager_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/common/model"
	"sigs.k8s.io/yaml"
)

const (
	tree      = "../../rendered/*/*/"
	component = tree + "platform/kube-prometheus-stack/"
)

// cluster is what the tree has for one cluster, and what its fleet says.
type cluster struct {
	config  *config.Config
	secrets map[string]bool // the files that Alertmanager finds
	alerts  []model.LabelSet
	wanted  alerts
}

// alerts are those of clusters/<fleet>/fleet.yaml.
type alerts struct {
	Heartbeat string
	Receivers map[string]struct{ Slack, PagerDuty string }
}

// eachCluster runs a test for each cluster whose alerts somebody hears of.
func eachCluster(t *testing.T, test func(*testing.T, cluster)) {
	t.Helper()
	tested := 0
	for _, file := range files(t, component+"application.yaml") {
		dir := filepath.Dir(filepath.Dir(filepath.Dir(file)))
		name := filepath.Base(dir)
		var fleet struct{ Alerts *alerts }
		read(t, filepath.Join("../../clusters", filepath.Base(filepath.Dir(dir)), "fleet.yaml"), &fleet)
		if fleet.Alerts == nil {
			continue
		}
		tested++
		t.Run(name, func(t *testing.T) {
			test(t, cluster{configOf(t, file), secretsOf(t, dir), alertsOf(t, dir), *fleet.Alerts})
		})
	}
	if tested == 0 {
		t.Fatal("no fleet with alerts")
	}
}

// configOf loads the configuration as Alertmanager does: a field that it does not know is an error, and so is a receiver that no
// route has, or the other way round.
func configOf(t *testing.T, file string) *config.Config {
	t.Helper()
	var application struct {
		Spec struct {
			Sources []struct {
				Helm struct {
					ValuesObject struct {
						Alertmanager struct{ Config map[string]any }
					}
				}
			}
		}
	}
	read(t, file, &application)
	text, err := yaml.Marshal(application.Spec.Sources[0].Helm.ValuesObject.Alertmanager.Config)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := config.Load(string(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return loaded
}

// secretsOf are the files that the operator mounts for the keys of the Secret that the Alertmanager names.
func secretsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	var secret struct {
		Spec struct {
			Target struct{ Name string }
			Data   []struct{ SecretKey string }
		}
	}
	read(t, filepath.Join(dir, "platform/kube-prometheus-stack/objects/externalsecret-alertmanager-receivers.yaml"), &secret)
	there := map[string]bool{}
	for _, d := range secret.Spec.Data {
		there[filepath.Join("/etc/alertmanager/secrets", secret.Spec.Target.Name, d.SecretKey)] = true
	}
	return there
}

// alertsOf are the labels of every alert of the cluster's rules.
func alertsOf(t *testing.T, dir string) []model.LabelSet {
	t.Helper()
	var all []model.LabelSet
	for _, pattern := range []string{"apps/*/*", "platform/*/objects"} {
		for _, file := range files(t, filepath.Join(dir, pattern, "prometheusrule-*.yaml")) {
			var rule struct {
				Spec struct {
					Groups []struct {
						Rules []struct {
							Alert  string
							Labels model.LabelSet
						}
					}
				}
			}
			read(t, file, &rule)
			for _, g := range rule.Spec.Groups {
				for _, r := range g.Rules {
					if r.Alert != "" {
						all = append(all, r.Labels.Merge(model.LabelSet{"alertname": model.LabelValue(r.Alert)}))
					}
				}
			}
		}
	}
	return all
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		t.Fatalf("no %s (%v)", pattern, err)
	}
	return found
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(raw, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
