package mutation

import "testing"

func TestCaught(t *testing.T) {
	const file, other = "rendered/x/deployment-hello.yaml", "rendered/x/service-hello.yaml"
	probe := Mutant{Files: map[string][]byte{file: nil}, Fields: []string{"spec.template.spec.containers[0].livenessProbe.httpGet.port"}}
	label := Mutant{Files: map[string][]byte{file: nil}, Fields: []string{"metadata.labels[app.kubernetes.io/name]"}}
	port := Mutant{Files: map[string][]byte{file: nil}, Fields: []string{"spec.ports[0].name"}, Ends: []string{"Service spec.ports.*.targetPort", "* kind"}}
	whole := Mutant{Files: map[string][]byte{file: nil}, Ends: []string{"Namespace"}}
	for name, test := range map[string]struct {
		mutant Mutant
		report Report
		want   Catch
	}{
		"the field":                              {probe, Report{file, "Deployment", "spec.template.spec.containers[0].livenessProbe.httpGet.port"}, Direct},
		"below it":                               {probe, Report{file, "Deployment", "spec.template.spec.containers[0].livenessProbe.httpGet.port.x"}, Direct},
		"one name above":                         {probe, Report{file, "Deployment", "spec.template.spec.containers[0].livenessProbe.httpGet"}, Direct},
		"two names above":                        {probe, Report{file, "Deployment", "spec.template.spec.containers[0].livenessProbe"}, Direct},
		"three names above":                      {probe, Report{file, "Deployment", "spec.template.spec.containers[0]"}, Missed},
		"another probe":                          {probe, Report{file, "Deployment", "spec.template.spec.containers[0].readinessProbe.httpGet.port"}, Missed},
		"another container":                      {probe, Report{file, "Deployment", "spec.template.spec.containers[1].livenessProbe.httpGet.port"}, Missed},
		"a name that starts the same":            {probe, Report{file, "Deployment", "spec.template.spec.containers[0].livenessProbe.httpGet.portName"}, Missed},
		"another file":                           {probe, Report{other, "Deployment", "spec.template.spec.containers[0].livenessProbe.httpGet.port"}, Missed},
		"no field":                               {probe, Report{file, "Deployment", ""}, Missed},
		"a key after a dot":                      {label, Report{file, "Deployment", "metadata.labels.app.kubernetes.io/name"}, Direct},
		"a key in quotes":                        {label, Report{file, "Deployment", `metadata.labels["app.kubernetes.io/name"]`}, Direct},
		"the mapping of a key":                   {label, Report{file, "Deployment", "metadata.labels"}, Direct},
		"the whole metadata":                     {label, Report{file, "Deployment", "metadata"}, Missed},
		"another key":                            {label, Report{file, "Deployment", "metadata.labels[app.kubernetes.io/part-of]"}, Missed},
		"a list of the item":                     {port, Report{file, "Deployment", "spec.ports"}, Direct},
		"the other end":                          {port, Report{other, "Service", "spec.ports[2].targetPort"}, OtherEnd},
		"above the other end":                    {port, Report{other, "Service", "spec.ports"}, Missed},
		"the other end's field, of another kind": {port, Report{other, "Ingress", "spec.ports[2].targetPort"}, Missed},
		"an end of any kind":                     {port, Report{other, "Ingress", "kind"}, OtherEnd},
		"a file that is gone":                    {whole, Report{file, "Deployment", ""}, Direct},
		"its directory":                          {whole, Report{"rendered/x", "", ""}, Direct},
		"an end without a field":                 {whole, Report{other, "Namespace", ""}, OtherEnd},
		"a field of an end without one":          {whole, Report{other, "Namespace", "metadata.name"}, Missed},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.mutant.Caught(test.report); got != test.want {
				t.Errorf("%d, want %d", got, test.want)
			}
		})
	}
}
