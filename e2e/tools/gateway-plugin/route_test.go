package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	if err := json.Unmarshal([]byte(text), &o.Object); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestWeigh(t *testing.T) {
	const before = `{"kind":"HTTPRoute","spec":{"rules":[
		{"backendRefs":[{"name":"a-stable"},{"name":"a-canary","weight":0}]},
		{"backendRefs":[{"name":"a-canary","weight":7}]},
		{"backendRefs":[{"name":"other","weight":3}]}]}}`
	route := object(t, before)
	if err := weigh(route, "a-canary", "a-stable", 30); err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(route.Object["spec"])
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"rules":[{"backendRefs":[{"name":"a-stable","weight":70},{"name":"a-canary","weight":30}]},` +
		`{"backendRefs":[{"name":"a-canary","weight":7}]},{"backendRefs":[{"name":"other","weight":3}]}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if err := weigh(object(t, before), "a-canary", "b", 30); err == nil {
		t.Error("a route without the stable Service is no error")
	}
}

func TestMark(t *testing.T) {
	route := object(t, `{"metadata":{"labels":{"a":"b"}}}`)
	c := config{InProgressLabelKey: inProgressKey, InProgressLabelValue: inProgressValue}
	c.mark(route, true)
	if got := route.GetLabels()[inProgressKey]; got != inProgressValue || len(route.GetLabels()) != 2 {
		t.Errorf("labels %v while a canary runs", route.GetLabels())
	}
	c.mark(route, false)
	if len(route.GetLabels()) != 1 {
		t.Errorf("labels %v after the canary", route.GetLabels())
	}
}

func TestConfig(t *testing.T) {
	of := func(text string) (config, error) {
		rollout := &v1alpha1.Rollout{}
		rollout.Namespace = "there"
		rollout.Spec.Strategy.Canary = &v1alpha1.CanaryStrategy{TrafficRouting: &v1alpha1.RolloutTrafficRouting{
			Plugins: map[string]json.RawMessage{pluginName: json.RawMessage(text)},
		}}
		return configOf(rollout)
	}
	c, err := of(`{"httpRoutes":[{"name":"a"},{"name":"b","useHeaderRoutes":true}],"grpcRoute":"c"}`)
	if err != nil || len(c.routes()) != 3 || c.Namespace != "there" || c.InProgressLabelKey != inProgressKey {
		t.Errorf("%+v, %v", c, err)
	}
	for text, complaint := range map[string]string{
		`{}`:                       "no route",
		`{"httpRouteSelector":{}}`: "unknown field",
	} {
		if _, err := of(text); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%s: %v, want %s", text, err, complaint)
		}
	}
}
