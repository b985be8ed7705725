package controlplane

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/example/fastapi-gitops/e2e/process"
)

// startTimeout bounds the start of one program, which takes seconds.
const startTimeout = 90 * time.Second

// Cluster is a running control plane.
type Cluster struct {
	Config Config   // with its defaults
	Admin  *Clients // of the group system:masters, as the cluster's creator or an EKS access entry of a cluster admin is

	ctx   context.Context // which the programs live in
	ca    *authority
	mu    sync.Mutex
	procs map[string]*process.Process
	nodes int // created so far
}

// Start brings a cluster up, which runs until Stop or until ctx ends. When Start returns, the default ServiceAccount is
// there and all nodes are ready. An error names the program and has the end of its log; nothing is left running.
func Start(ctx context.Context, config Config) (*Cluster, error) {
	c := &Cluster{Config: config.withDefaults(), ctx: ctx, procs: map[string]*process.Process{}}
	if err := c.start(); err != nil {
		c.Stop()
		return nil, fmt.Errorf("cluster %s: %w", c.Config.Name, err)
	}
	return c, nil
}

func (c *Cluster) start() (err error) {
	if c.ca, err = newAuthority(c.Config.Name); err != nil {
		return err
	}
	if err := c.writeFiles(); err != nil {
		return err
	}
	if c.Admin, err = c.As("admin", groupMasters); err != nil {
		return err
	}
	if err := c.launch(Names...); err != nil {
		return err
	}
	for _, node := range c.Config.Nodes {
		if err := c.AddNode(c.ctx, node); err != nil {
			return err
		}
	}
	if err := c.waitReady(ControllerManager, c.hasServiceAccount); err != nil {
		return err
	}
	return c.waitReady(Kwok, c.nodesReady)
}

// launch runs programs in that order, and returns when the API server answers. It loads while etcd starts, and waits for that by itself;
// the others would take its CPU, and exit once they have waited for ten seconds.
func (c *Cluster) launch(names ...string) error {
	for _, name := range names {
		if name != Etcd && name != APIServer {
			if err := c.waitReady(APIServer, c.answers); err != nil {
				return err
			}
		}
		if err := c.run(name); err != nil {
			return err
		}
	}
	return c.waitReady(APIServer, c.answers)
}

func (c *Cluster) run(name string) error {
	p, err := process.Start(c.ctx, c.Config.command(name))
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.procs[name] = p
	return nil
}

func (c *Cluster) waitReady(name string, check func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(c.ctx, startTimeout)
	defer cancel()
	return c.Process(name).WaitReady(ctx, check)
}

// Process is a program of the cluster by its name, the latest when it was restarted; nil for an unknown name.
func (c *Cluster) Process(name string) *process.Process {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.procs[name]
}

// Restart starts programs again with the same data, in that order, after killing all of them that still run. It returns when the
// API server answers; the others take up their work by and by.
func (c *Cluster) Restart(names ...string) error {
	for _, name := range names {
		if c.Process(name) == nil {
			return fmt.Errorf("no program %q in cluster %s", name, c.Config.Name)
		}
	}
	for _, name := range names {
		c.Process(name).Kill()
	}
	return c.launch(names...)
}

// Stop kills all programs: what they would still write is worth nothing. Keys, data and logs stay in Config.Dir.
func (c *Cluster) Stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all sync.WaitGroup
	for _, p := range c.procs {
		all.Go(p.Kill)
	}
	all.Wait()
}

// Usage is what each program takes by its name.
func (c *Cluster) Usage() map[string]process.Usage {
	usage := map[string]process.Usage{}
	for _, name := range Names {
		if p := c.Process(name); p != nil {
			usage[name] = p.Usage()
		}
	}
	return usage
}

// AuditLog is the file with an audit.k8s.io/v1 Event a line, when Config.Audit is set.
func (c *Cluster) AuditLog() string { return c.Config.auditLog() }
