package scaffold

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
)

// Environment makes environments/<name>.yaml. It has the size classes, quota and replicas of the environment that it
// comes after, or of the first one: the apps choose from the same classes everywhere.
func Environment(fsys fs.FS, name, after string) (File, error) {
	if err := valid(name, new(config.Name)); err != nil {
		return File{}, err
	}
	r, err := read(fsys)
	if err != nil {
		return File{}, err
	}
	like, err := r.environmentLike(after)
	if err != nil {
		return File{}, err
	}
	return r.accept(File{Path: path.Join("environments", name+".yaml"), Body: environmentBody(after, like)})
}

// environmentLike is the environment to take the figures from.
func (r *repository) environmentLike(after string) (*config.Environment, error) {
	if after == "" {
		return cmp.Or(r.firstEnvironment(), &usualEnvironment), nil
	}
	var names []string
	for i := range r.inputs.Environments {
		if r.inputs.Environments[i].Name == after {
			return &r.inputs.Environments[i], nil
		}
		names = append(names, r.inputs.Environments[i].Name)
	}
	return nil, ArgumentError{fmt.Errorf("no such environment %q%s", after, input.Hint(after, names))}
}

// firstEnvironment is the one in which promotion begins, nil where there is none.
func (r *repository) firstEnvironment() *config.Environment {
	for i := range r.inputs.Environments {
		if r.inputs.Environments[i].After == "" {
			return &r.inputs.Environments[i]
		}
	}
	return nil
}

func environmentBody(after string, like *config.Environment) string {
	var b strings.Builder
	b.WriteString("# yaml-language-server: $schema=../docs/schema/environment.json\n")
	if after != "" {
		fmt.Fprintf(&b, "after: %s # the environment that images are promoted from\n", scalar(after))
	}
	fmt.Fprintf(&b, "replicas: %d # of each app at least\n", max(like.Replicas, 1))
	b.WriteString("sizes: # that an app chooses from\n")
	for _, name := range bySize(like.Sizes) {
		fmt.Fprintf(&b, "  %s: {%s}\n", scalar(name), amounts(like.Sizes[name]))
	}
	fmt.Fprintf(&b, "quota: {%s, pods: %d} # of all apps together on one cluster\n",
		amounts(config.Size{CPU: like.Quota.CPU, Memory: like.Quota.Memory, Storage: like.Quota.Storage}), like.Quota.Pods)
	return b.String()
}

// bySize are the names of the size classes, the smallest first.
func bySize(sizes map[string]config.Size) []string {
	return slices.SortedFunc(maps.Keys(sizes), func(a, b string) int {
		this, that := sizes[a], sizes[b]
		return cmp.Or(this.CPU.Cmp(that.CPU.Quantity), this.Memory.Cmp(that.Memory.Quantity), cmp.Compare(a, b))
	})
}

func amounts(s config.Size) string {
	return fmt.Sprintf("cpu: %s, memory: %s, storage: %s", scalar(s.CPU.String()), scalar(s.Memory.String()), scalar(s.Storage.String()))
}

// usualEnvironment has the figures of an environment that has none to be like.
var usualEnvironment = config.Environment{
	Replicas: 1,
	Sizes: map[string]config.Size{
		usualSize: size("50m", "128Mi", "64Mi"),
		"medium":  size("100m", "256Mi", "128Mi"),
		"large":   size("250m", "512Mi", "256Mi"),
	},
	Quota: config.Quota{CPU: quantity("4"), Memory: quantity("8Gi"), Storage: quantity("8Gi"), Pods: 60},
}

func size(cpu, memory, storage string) config.Size {
	return config.Size{CPU: quantity(cpu), Memory: quantity(memory), Storage: quantity(storage)}
}

func quantity(text string) config.Quantity {
	return config.Quantity{Quantity: resource.MustParse(text)}
}
