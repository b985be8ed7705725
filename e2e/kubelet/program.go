package kubelet

import (
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// Program is an image, as far as a process needs it.
type Program struct {
	// Image is a repository, without tag and digest.
	Image string
	// Tag is the one tag that this Program is for; empty for all that no other
	// Program of the Image is for.
	Tag string
	// Binary maps the names of commands in the image to executables here. They
	// lie beside the command that the container runs, else in /usr/local/bin.
	// A command of another name is one of the sandbox's own.
	Binary map[string]string
	// Entrypoint is run when the container has no command; without it the
	// container's arguments are the command line, as with tini.
	Entrypoint []string
	// Env is the image's environment, as NAME=value.
	Env []string
	// WorkingDir is the image's, made when it is missing and owned by its user.
	WorkingDir string
	// User and Group are the image's, used when the pod says none.
	User, Group int64
	// Files are further files of the image: pod path → path here.
	Files map[string]string
	// Replicas is how many pods of one owner run for real, 0 for all. The
	// others are reported as ready, and take the place of one that ends.
	Replicas int
	// InitContainers runs those init containers whose image is known too; the
	// others are reported as completed.
	InitContainers bool
}

// program returns the Program of the pod's first container, or nil.
func (k *Kubelet) program(object *corev1.Pod) *Program {
	if len(object.Spec.Containers) == 0 {
		return nil
	}
	return k.programOf(object.Spec.Containers[0].Image)
}

func (k *Kubelet) programOf(image string) *Program {
	var found *Program
	for i := range k.Programs {
		p := &k.Programs[i]
		if p.Image == repository(image) && (p.Tag == tag(image) || p.Tag == "" && found == nil) {
			found = p
		}
	}
	return found
}

// tag is that of an image reference, if it has one.
func tag(image string) string {
	image, _, _ = strings.Cut(image, "@")
	return strings.TrimPrefix(strings.TrimPrefix(image, repository(image)), ":")
}

// repository cuts tag and digest from an image reference.
func repository(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndex(image, ":"); colon > strings.LastIndex(image, "/") {
		image = image[:colon]
	}
	return image
}

// owner is the controller of the pod, else the pod itself.
func owner(object *corev1.Pod) types.UID {
	if ref := metav1.GetControllerOf(object); ref != nil {
		return ref.UID
	}
	return object.UID
}

// commandLine is what the container runs, before $(VAR) is replaced.
func (p *Program) commandLine(c *corev1.Container) []string {
	command := c.Command
	if len(command) == 0 {
		command = p.Entrypoint
	}
	return append(append([]string{}, command...), c.Args...)
}

// binaries maps paths in the pod to executables here.
func (p *Program) binaries(command string) map[string]string {
	dir := "/usr/local/bin"
	if path.IsAbs(command) && p.Binary[path.Base(command)] != "" {
		dir = path.Dir(command)
	}
	files := map[string]string{}
	for name, executable := range p.Binary {
		files[path.Join(dir, name)] = executable
	}
	return files
}
