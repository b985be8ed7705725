package component

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

// TestMeasure gives pods that measure a way to each port that others open to them, and to those of their proxies.
func TestMeasure(t *testing.T) {
	watcher := plan.Neighbour{Namespace: "watch", Labels: map[string]string{"app": "watcher"}}
	stranger := plan.Neighbour{Namespace: "watch", Labels: map[string]string{"app": "stranger"}}
	part := map[string]string{"part": "api"}
	of := func(namespace string, traffic ...Traffic) Component {
		return Component{Name: namespace, Namespace: namespace, For: func(*plan.Cluster) Parts { return Parts{Traffic: traffic} }}
	}
	all := []Component{
		of("watch", Traffic{Pods: watcher.Labels, Measures: true, To: []Connection{Connect(Namespace("before"), 1)}}, Traffic{Pods: stranger.Labels}),
		of("plain", Traffic{From: []Connection{Connect(PodsOf(watcher), 2, 3), Connect(PodsOf(stranger), 4)}}),
		of("meshed", Traffic{Pods: part, Meshed: true, From: []Connection{Connect(PodsOf(watcher), 5)}}, Traffic{From: []Connection{Connect(PodsOf(stranger), 6)}}),
	}
	fleet := &plan.Fleet{}
	installed, _ := Install(&plan.Cluster{Fleet: fleet}, all)
	want := []Connection{
		Connect(Namespace("before"), 1),
		Connect(Namespace("plain"), 2, 3),
		Connect(PodsOf(plan.Neighbour{Namespace: "meshed", Labels: part}), 5, plan.ProxyAdminPort),
	}
	if diff := cmp.Diff(want, installed[0].Parts.Traffic[0].To); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if to := installed[0].Parts.Traffic[1].To; to != nil {
		t.Errorf("the stranger may go to %v", to)
	}
}
