package platform_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/component"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// cartYAML is what a chart makes whose component declares all of it.
const cartYAML = `# Source: cart/templates/rights.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: cart
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: cart
---
# Source: cart/templates/nothing.yaml
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: cart
spec:
  replicas: 2
  template:
    metadata:
      labels: {app: cart}
    spec:
      serviceAccountName: cart
      securityContext:
        runAsNonRoot: true
        seccompProfile: {type: RuntimeDefault}
      initContainers:
      - name: start
        image: registry.example.com/cart:1.0.0
        securityContext: &secure
          allowPrivilegeEscalation: false
          capabilities: {drop: [ALL]}
        resources:
          requests: {cpu: 50m, memory: 16Mi}
          limits: {memory: 16Mi}
      containers:
      - name: cart
        image: registry.example.com/cart:1.0.0
        securityContext: *secure
        resources:
          requests: {cpu: 20m, memory: 64Mi}
          limits: {memory: 128Mi}
`

func cart() component.Installed {
	return component.Installed{
		Component: &component.Component{
			Name: "cart", Namespace: "cart", PodSecurity: component.PodSecurity{Level: component.Restricted},
			Installs: append(component.Namespaced("Deployment.apps", "ServiceAccount"), component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io")...),
		},
		Parts: component.Parts{
			Identities: []component.Identity{{ServiceAccount: "cart"}},
			Traffic:    []component.Traffic{{}, {Name: "cart", Pods: map[string]string{"app": "cart"}}},
			Pods:       []component.Pods{{Replicas: 2, Requests: requests("50m", "64Mi")}},
		},
	}
}

func requests(cpu, memory string) corev1.ResourceList {
	return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)}
}

func TestFaultlessChart(t *testing.T) {
	if got := faultsOf(t, cart(), cartYAML); len(got) > 0 {
		t.Error(got)
	}
}

// TestSpoiltComponent changes what is declared.
func TestSpoiltComponent(t *testing.T) {
	for _, tt := range []struct {
		spoil func(*component.Installed)
		want  string
	}{
		{func(i *component.Installed) { i.Installs = i.Installs[1:] }, "Installs lacks Deployment.apps, which the chart makes (namespaced: true)"},
		{func(i *component.Installed) { i.Installs = append(i.Installs, component.Namespaced("Job.batch")...) }, "Installs has Job.batch, which the chart does not make (namespaced: true)"},
		{func(i *component.Installed) { i.Installs[2].Namespaced = true }, "Installs lacks ClusterRole.rbac.authorization.k8s.io, which the chart makes (namespaced: false)"},
		{func(i *component.Installed) { i.Namespace = "shop" }, "Deployment/cart/cart: the namespace is not declared"},
		{func(i *component.Installed) { i.PodSecurity.Level = "" }, "Deployment/cart/cart: must be one of privileged, baseline, restricted"},
		{func(i *component.Installed) { i.Parts.Identities[0].ServiceAccount = "shop" }, "Identities: nobody makes ServiceAccount/cart/shop"},
		{func(i *component.Installed) { i.Parts.Traffic[1].Pods["app"] = "shop" }, `Traffic "cart": no pod has the labels map[app:shop]`},
		{func(i *component.Installed) { i.Parts.Pods = nil }, "Deployment/cart/cart: Pods lacks replicas: 2, one a node: false, cpu: 50m, memory: 64Mi"},
	} {
		spoilt := cart()
		tt.spoil(&spoilt)
		expect(t, faultsOf(t, spoilt, cartYAML), tt.want)
	}
}

// TestSpoiltChart changes what the chart makes.
func TestSpoiltChart(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"kind: Deployment", "kind: StatefulSet", "Installs lacks StatefulSet.apps"},
		{"kind: ClusterRole\nmetadata:", "kind: ClusterRole\nmetadata:\n  namespace: cart", "ClusterRole/cart/cart: expected no namespace"},
		{"namespace: cart", "namespace: kube-system", "Deployment/kube-system/cart: the namespace is not declared"},
		{"runAsNonRoot: true", "runAsNonRoot: false", "Deployment/cart/cart: forbidden by Pod Security restricted: runAsNonRoot != true"},
		{"{cpu: 20m, memory: 64Mi}", "{memory: 64Mi}", "Deployment/cart/cart: container cart has no requests.cpu"},
		{"{cpu: 20m, memory: 64Mi}", "{cpu: 20m}", "Deployment/cart/cart: container cart has no requests.memory"},
		{"limits: {memory: 16Mi}", "limits: {cpu: 1}", "Deployment/cart/cart: container start has no limits.memory"},
		{"kind: ServiceAccount\nmetadata:\n  name: cart", "kind: ServiceAccount\nmetadata:\n  name: shop", "Identities: nobody makes ServiceAccount/cart/cart"},
		{"{app: cart}", "{app: shop}", `Traffic "cart": no pod has the labels map[app:cart]`},
		{"replicas: 2", "replicas: 3", "Pods lacks replicas: 3, one a node: false, cpu: 50m, memory: 64Mi"},
		{"  replicas: 2\n", "", "Pods lacks replicas: 1"},
		{"- name: start", "- name: start\n        restartPolicy: Always", "Pods lacks replicas: 2, one a node: false, cpu: 70m, memory: 80Mi"},
		{"kind: Deployment", "kind: DaemonSet", "Pods lacks replicas: 0, one a node: true"},
		{"serviceAccountName: cart", "serviceAccountName: [cart]", "Deployment/cart/cart: unrecognized type: string"},
	} {
		if !strings.Contains(cartYAML, tt.old) {
			t.Errorf("nothing to spoil: %q", tt.old)
		}
		expect(t, faultsOf(t, cart(), strings.Replace(cartYAML, tt.old, tt.new, 1)), tt.want)
	}
}

// TestAutoscaledChart leaves the replicas to an autoscaler.
func TestAutoscaledChart(t *testing.T) {
	autoscaled := strings.Replace(cartYAML, "  replicas: 2\n", "", 1) + `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: cart
  namespace: cart
spec:
  minReplicas: 2
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
`
	scaled := cart()
	scaled.Installs = append(scaled.Installs, component.Namespaced("HorizontalPodAutoscaler.autoscaling")...)
	if got := faultsOf(t, scaled, autoscaled); len(got) > 0 {
		t.Error(got)
	}
	expect(t, faultsOf(t, scaled, strings.Replace(autoscaled, "minReplicas: 2", "minReplicas: 3", 1)), "Pods lacks replicas: 3")
}

func TestParseRefusesTwoKeysOfOneName(t *testing.T) {
	if _, err := parse([]byte(cartYAML + "metadata: {}\n")); err == nil {
		t.Error("a second metadata passed")
	}
}

func faultsOf(t *testing.T, i component.Installed, text string) []string {
	t.Helper()
	objects, err := parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return faults(i, objects)
}

func expect(t *testing.T, faults []string, want string) {
	t.Helper()
	if !slices.ContainsFunc(faults, func(fault string) bool { return strings.Contains(fault, want) }) {
		t.Errorf("expected %q, found %q", want, faults)
	}
}
