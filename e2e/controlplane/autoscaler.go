package controlplane

import (
	"context"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
)

// settle is how long the scheduler may take to try a pod again on a new node: kwok makes the node ready in a second, and
// the scheduler backs off for ten at most (podMaxBackoffSeconds).
const settle = 12 * time.Second

// autoscaler stands in for Cluster Autoscaler.
type autoscaler struct {
	cluster *Cluster
	groups  []Group
	size    map[string]int // nodes of a group by its name
	fresh   []fresh        // nodes that the scheduler may not have tried yet
	pods    listers.PodLister
}

type fresh struct {
	node  *corev1.Node
	added time.Time
}

// Autoscale adds the nodes that unschedulable pods need: each of the smallest group below its maximum whose nodes are for
// the pod. It takes no node away, and counts on the cluster to have those nodes of the groups that Nodes gives. It returns
// when ctx ends, or with the error of a node that could not be added.
func (c *Cluster) Autoscale(ctx context.Context, groups []Group) error {
	factory := informers.NewSharedInformerFactory(c.Admin.Kubernetes, 0)
	informer := factory.Core().V1().Pods()
	a := &autoscaler{cluster: c, groups: groups, size: map[string]int{}, pods: informer.Lister()}
	for _, g := range groups {
		a.size[g.Name] = g.Min
	}
	changed := make(chan struct{}, 1)
	if _, err := informer.Informer().AddEventHandler(notify(changed)); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	factory.Start(ctx.Done())
	defer factory.Shutdown()
	defer cancel()
	factory.WaitForCacheSync(ctx.Done())
	return a.run(ctx, changed)
}

// notify makes one pending signal of any number of events.
func notify(changed chan<- struct{}) cache.ResourceEventHandlerFuncs {
	signal := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	return cache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { signal() }, UpdateFunc: func(any, any) { signal() }, DeleteFunc: func(any) { signal() },
	}
}

// run passes over the pods when one changed, and once a second, since no event tells that a node has settled.
func (a *autoscaler) run(ctx context.Context, changed <-chan struct{}) error {
	seconds := time.NewTicker(time.Second)
	defer seconds.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		case <-seconds.C:
		}
		if err := a.pass(ctx); err != nil && ctx.Err() == nil {
			return fmt.Errorf("autoscaler: %w", err)
		}
	}
}

// pass adds the nodes for the pods that the scheduler could not place and that no fresh node has room for.
func (a *autoscaler) pass(ctx context.Context) error {
	pods, err := a.pods.List(labels.Everything())
	if err != nil {
		return err
	}
	rooms := a.rooms(pods)
	for _, pod := range pods {
		if !unschedulable(pod) || place(pod, rooms) {
			continue
		}
		node, err := a.add(ctx, pod)
		if err != nil {
			return err
		}
		if node != nil {
			rooms = append(rooms, node)
		}
	}
	return nil
}

// rooms are what is left of the fresh nodes; it forgets those that have settled.
func (a *autoscaler) rooms(pods []*corev1.Pod) []*free {
	a.fresh = slices.DeleteFunc(a.fresh, func(f fresh) bool { return time.Since(f.added) > settle })
	var rooms []*free
	for _, f := range a.fresh {
		room := newFree(f.node)
		for _, pod := range pods {
			if pod.Spec.NodeName == f.node.Name {
				room.take(pod)
			}
		}
		rooms = append(rooms, room)
	}
	return rooms
}

// add gives the pod a node of its own to begin with; nil when no group may have another that fits.
func (a *autoscaler) add(ctx context.Context, pod *corev1.Pod) (*free, error) {
	group, err := a.group(pod)
	if group == nil || err != nil {
		return nil, err
	}
	node, err := group.Node(a.size[group.Name])
	if err != nil {
		return nil, err
	}
	if err := a.cluster.AddNode(ctx, node); err != nil {
		return nil, err
	}
	a.size[group.Name]++
	a.fresh = append(a.fresh, fresh{node: node, added: time.Now()})
	room := newFree(node)
	room.take(pod)
	return room, nil
}

// group is the smallest that may grow for the pod: groups alike in different zones grow in turn, as with
// --balance-similar-node-groups.
func (a *autoscaler) group(pod *corev1.Pod) (*Group, error) {
	var smallest *Group
	for _, g := range a.groups {
		size := a.size[g.Name]
		if size >= g.Max || smallest != nil && size >= a.size[smallest.Name] {
			continue
		}
		node, err := g.Node(size)
		if err != nil {
			return nil, err
		}
		if newFree(node).fits(pod) {
			smallest = &g
		}
	}
	return smallest, nil
}

// unschedulable reports whether the scheduler found no node for the pod. A DaemonSet's pod is for a node that is there.
func unschedulable(pod *corev1.Pod) bool {
	owner := func(kind string) bool {
		return len(pod.OwnerReferences) > 0 && pod.OwnerReferences[0].Kind == kind
	}
	return pod.Spec.NodeName == "" && !owner("DaemonSet") &&
		slices.ContainsFunc(pod.Status.Conditions, func(c corev1.PodCondition) bool {
			return c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Reason == corev1.PodReasonUnschedulable
		})
}
