package kubelet

import (
	"cmp"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/example/fastapi-gitops/e2e/process"
)

// Process is the program of a pod's first container, running.
type Process struct {
	Namespace, Pod string
	Image          string // the Program's
	IP             netip.Addr
	*process.Process
}

// Processes returns what runs now, in the order of namespace and pod.
func (k *Kubelet) Processes() []Process {
	k.mu.Lock()
	defer k.mu.Unlock()
	var list []Process
	for _, p := range k.pods {
		p.mu.Lock()
		if p.process != nil {
			list = append(list, Process{p.namespace, p.name, p.program.Image, p.ip, p.process})
		}
		p.mu.Unlock()
	}
	slices.SortFunc(list, func(a, b Process) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Pod, b.Pod))
	})
	return list
}

// Live says whether a process runs at a pod's address.
func (k *Kubelet) Live(ip netip.Addr) bool {
	return slices.ContainsFunc(k.Processes(), func(p Process) bool { return p.IP == ip })
}

// Kill ends the process of a pod by SIGKILL. It is restarted as after any
// other crash.
func (k *Kubelet) Kill(namespace, pod string) error {
	for _, p := range k.Processes() {
		if p.Namespace == namespace && p.Pod == pod {
			return syscall.Kill(p.Pid(), syscall.SIGKILL)
		}
	}
	return fmt.Errorf("kill: no process of pod %s/%s runs", namespace, pod)
}

// log is the file with all that a container has written, across restarts.
func (k *Kubelet) log(namespace, pod, container string) string {
	return filepath.Join(k.Dir, namespace+"_"+pod+"_"+container+".log")
}

// Tail returns the last lines of the logs of a pod, or the error of reading them.
func (k *Kubelet) Tail(namespace, pod string, lines int) string {
	logs, err := filepath.Glob(k.log(namespace, pod, "*"))
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, path := range logs {
		text, err := os.ReadFile(path)
		if err != nil {
			return err.Error()
		}
		all = append(all, strings.Split(strings.TrimRight(string(text), "\n"), "\n")...)
	}
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
