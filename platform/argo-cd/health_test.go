package argocd

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"
	"sigs.k8s.io/yaml"
)

type health struct{ Status, Message string }

// TestHealth runs each check on objects as their controllers leave them, in the interpreter that Argo CD has.
func TestHealth(t *testing.T) {
	condition := func(fields string) string { return "metadata: {generation: 2}\nstatus: {conditions: [" + fields + "]}" }
	for _, tt := range []struct {
		name, script, object string
		want                 health
	}{
		{"application, new", applicationHealth, "metadata: {name: a}", health{"Progressing", "not synced yet"}},
		{"application, compared", applicationHealth, "status: {sync: {status: OutOfSync}, health: {status: Missing}}", health{"Progressing", "not synced yet"}},
		{"application, in sync with half of it there", applicationHealth,
			"status: {sync: {status: OutOfSync}, health: {status: Healthy}, operationState: {phase: Running, message: waiting}}", health{"Progressing", "waiting"}},
		{"application, first sync failed", applicationHealth,
			"status: {sync: {status: OutOfSync}, health: {status: Missing}, operationState: {phase: Failed, message: no such kind}}", health{"Degraded", "no such kind"}},
		{"application, between two tries", applicationHealth,
			"status: {sync: {status: OutOfSync}, health: {status: Missing}, operationState: {phase: Running, finishedAt: '2026-11-23T00:00:00Z', retryCount: 1, message: no such kind}}",
			health{"Degraded", "no such kind"}},
		{"application, in its second try", applicationHealth,
			"status: {sync: {status: OutOfSync}, health: {status: Missing}, operationState: {phase: Running, retryCount: 1, message: waiting}}", health{"Progressing", "waiting"}},
		{"application, waits for a person's word", applicationHealth,
			"status: {sync: {status: OutOfSync}, health: {status: Healthy}, operationState: {phase: Running, message: 'Waiting for pruning confirmation of v1/Namespace/a'}}",
			health{"Healthy", "Waiting for pruning confirmation of v1/Namespace/a"}},
		{"application, waits for something else", applicationHealth,
			"status: {sync: {status: OutOfSync}, health: {status: Healthy}, operationState: {phase: Running, message: waiting for healthy state}}",
			health{"Progressing", "waiting for healthy state"}},
		{"application, syncs itself", applicationHealth,
			"metadata: {name: root, namespace: argocd, annotations: {argocd.argoproj.io/tracking-id: 'root:argoproj.io/Application:argocd/root'}}\nstatus: {operationState: {phase: Running}}",
			health{"Healthy", "syncs itself"}},
		{"application, synced by one whose name begins like its own", applicationHealth,
			"metadata: {name: root, namespace: argocd, annotations: {argocd.argoproj.io/tracking-id: 'root-of-all:argoproj.io/Application:argocd/root'}}\nstatus: {operationState: {phase: Running}}",
			health{"Progressing", "syncing"}},
		{"application, sync broke off", applicationHealth,
			"status: {sync: {status: Unknown}, operationState: {phase: Error}}", health{"Degraded", "the sync failed"}},
		{"application, later synced by hand", applicationHealth,
			"status: {sync: {status: Synced}, health: {status: Healthy}, operationState: {phase: Failed}}", health{"Healthy", ""}},
		{"application, nothing there yet", applicationHealth,
			"status: {sync: {status: Synced}, health: {status: Missing}, operationState: {phase: Succeeded}}", health{"Progressing", "not there yet"}},
		{"application, waits for pods", applicationHealth,
			"status: {sync: {status: Synced}, health: {status: Progressing}, operationState: {phase: Succeeded}}", health{"Progressing", ""}},
		{"application, healthy", applicationHealth,
			"status: {sync: {status: Synced}, health: {status: Healthy}, operationState: {phase: Succeeded}}", health{"Healthy", ""}},
		{"application, drift that no sync mends", applicationHealth,
			"status: {sync: {status: OutOfSync}, health: {status: Healthy}, operationState: {phase: Succeeded}}", health{"Healthy", ""}},
		{"application, degraded", applicationHealth,
			"status: {sync: {status: Synced}, health: {status: Degraded, message: no pods}, operationState: {phase: Succeeded}}", health{"Degraded", "no pods"}},
		{"application, cannot be compared", applicationHealth,
			"status: {sync: {status: Unknown}, health: {status: Unknown}, operationState: {phase: Succeeded}}", health{"Degraded", "it cannot be compared"}},
		{"application, taken over without a sync", applicationHealth, "status: {sync: {status: Synced}, health: {status: Healthy}}", health{"Healthy", ""}},

		{"ack, new", ackHealth, "spec: {name: a}", health{"Progressing", "not at AWS yet"}},
		{"ack, without conditions", ackHealth, "status: {ackResourceMetadata: {region: ap-south-1}}", health{"Progressing", "not at AWS yet"}},
		{"ack, made", ackHealth, condition("{type: ACK.ResourceSynced, status: 'True'}"), health{"Healthy", ""}},
		{"ack, waits for AWS", ackHealth, condition("{type: ACK.ResourceSynced, status: 'False', reason: Pending}"), health{"Progressing", "Pending"}},
		{"ack, unknown", ackHealth, condition("{type: ACK.ResourceSynced, status: Unknown}"), health{"Progressing", ""}},
		{"ack, refused for good", ackHealth, condition("{type: ACK.ResourceSynced, status: 'True'}, {type: ACK.Terminal, status: 'True', message: invalid name}"),
			health{"Degraded", "invalid name"}},
		{"ack, may not", ackHealth, condition("{type: ACK.Recoverable, status: 'True', message: AccessDenied}, {type: ACK.ResourceSynced, status: Unknown}"),
			health{"Degraded", "AccessDenied"}},
		{"ack, mended", ackHealth, condition("{type: ACK.Recoverable, status: 'False', message: old}, {type: ACK.ResourceSynced, status: 'True'}"), health{"Healthy", ""}},
		{"ack, ready says more than synced", ackHealth, condition("{type: ACK.ResourceSynced, status: 'True'}, {type: Ready, status: 'False', message: activating}"),
			health{"Progressing", "activating"}},
		{"ack, taken over, not compared yet", ackHealth, condition("{type: ACK.ResourceSynced, status: Unknown, message: unable}, {type: Ready, status: Unknown, message: unable}"),
			health{"Progressing", "unable"}},

		{"alertmanager, new", alertmanagerHealth, "spec: {}", health{"Progressing", "not reconciled yet"}},
		{"alertmanager, starts", alertmanagerHealth, condition("{type: Available, status: 'False', reason: SomePodsNotReady}, {type: Reconciled, status: 'True'}"),
			health{"Progressing", "SomePodsNotReady"}},
		{"alertmanager, refused", alertmanagerHealth, condition("{type: Available, status: 'False'}, {type: Reconciled, status: 'False', message: bad route}"),
			health{"Degraded", "bad route"}},
		{"alertmanager, runs", alertmanagerHealth, condition("{type: Available, status: 'True'}, {type: Reconciled, status: 'True'}"), health{"Healthy", ""}},

		{"bundle, new", bundleHealth, "metadata: {generation: 1}", health{"Progressing", "not distributed yet"}},
		{"bundle, everywhere", bundleHealth, condition("{type: Synced, status: 'True', observedGeneration: 2, message: done}"), health{"Healthy", "done"}},
		{"bundle, of the spec before", bundleHealth, condition("{type: Synced, status: 'True', observedGeneration: 1}"), health{"Progressing", "not distributed yet"}},
		{"bundle, no source", bundleHealth, condition("{type: Synced, status: 'False', reason: SourceNotFound}"), health{"Degraded", "SourceNotFound"}},

		{"crd, new", crdHealth, "metadata: {name: a}", health{"Healthy", "about to be established"}},
		{"crd, for some seconds", crdHealth, condition("{type: NamesAccepted, status: 'True'}, {type: Established, status: 'False', reason: Installing}"),
			health{"Healthy", "about to be established"}},
		{"crd, served", crdHealth, condition("{type: NamesAccepted, status: 'True'}, {type: Established, status: 'True'}"), health{"Healthy", ""}},
		{"crd, of a name that is taken", crdHealth, condition("{type: NamesAccepted, status: 'False', message: taken}, {type: Established, status: 'False'}"),
			health{"Degraded", "taken"}},
		{"crd, without a structural schema", crdHealth, condition("{type: Established, status: 'True'}, {type: NonStructuralSchema, status: 'True', message: spec}"),
			health{"Degraded", "spec"}},
		{"crd, on its way out", crdHealth, "metadata: {deletionTimestamp: '2026-11-23T00:00:00Z'}\nstatus: {conditions: [{type: Established, status: 'True'}]}",
			health{"Progressing", "being deleted"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, run(t, tt.script, tt.object)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWildcardHealth reads the setting as Argo CD does, by the key of each kind.
func TestWildcardHealth(t *testing.T) {
	var settings map[string]map[string]string
	if err := yaml.UnmarshalStrict([]byte(wildcardHealth), &settings); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]string{"*.services.k8s.aws/*": {"health.lua": ackHealth}}
	if diff := cmp.Diff(want, settings); diff != "" {
		t.Error(diff)
	}
}

// run is Argo CD's util/lua in short: the object is a global, the script returns the health, and there is no library but the
// basic one, strings and tables.
func run(t *testing.T, script, object string) health {
	t.Helper()
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for _, open := range []lua.LGFunction{lua.OpenBase, lua.OpenTable} { // what Argo CD opens (util/lua/lua.go), beside package and os
		open(state)
	}
	var decoded any
	if err := yaml.UnmarshalStrict([]byte(object), &decoded); err != nil {
		t.Fatal(err)
	}
	state.SetGlobal("obj", value(state, decoded))
	if err := state.DoString(script); err != nil {
		t.Fatal(err)
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		t.Fatalf("returned a %s, want a table", state.Get(-1).Type())
	}
	return health{text(t, table, "status"), text(t, table, "message")}
}

// text is a string of a table: Argo CD takes nothing else for a status or a message.
func text(t *testing.T, table *lua.LTable, key string) string {
	t.Helper()
	s, ok := table.RawGetString(key).(lua.LString)
	if !ok {
		t.Fatalf("%s is a %s, want a string", key, table.RawGetString(key).Type())
	}
	return string(s)
}

// value is a decoded JSON value in Lua.
func value(state *lua.LState, v any) lua.LValue {
	switch v := v.(type) {
	case string:
		return lua.LString(v)
	case float64:
		return lua.LNumber(v)
	case bool:
		return lua.LBool(v)
	case []any:
		list := state.NewTable()
		for _, item := range v {
			list.Append(value(state, item))
		}
		return list
	case map[string]any:
		table := state.NewTable()
		for key, item := range v {
			table.RawSetString(key, value(state, item))
		}
		return table
	}
	return lua.LNil
}
