package controlplane

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// answers is nil once the API server is ready, hooks such as RBAC's default roles included.
func (c *Cluster) answers(ctx context.Context) error {
	return c.Admin.Kubernetes.Discovery().RESTClient().Get().AbsPath("/readyz").Do(ctx).Error()
}

// hasServiceAccount is nil once pods can be created, for which the controller manager must have made an account.
func (c *Cluster) hasServiceAccount(ctx context.Context) error {
	_, err := c.Admin.Kubernetes.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{})
	return err
}

// nodesReady is nil once pods can be placed on every node that was asked for.
func (c *Cluster) nodesReady(ctx context.Context) error {
	nodes, err := c.Admin.Kubernetes.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, node := range nodes.Items {
		if !ready(&node) {
			return fmt.Errorf("node %s is not ready", node.Name)
		}
	}
	return nil
}

// ready reports whether the node is and the scheduler may know it: the taint of a new node is gone.
func ready(node *corev1.Node) bool {
	return slices.ContainsFunc(node.Status.Conditions, func(c corev1.NodeCondition) bool {
		return c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue
	}) && !slices.ContainsFunc(node.Spec.Taints, func(t corev1.Taint) bool {
		return t.Key == corev1.TaintNodeNotReady || t.Key == corev1.TaintNodeUnreachable
	})
}
