package kubelet

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
)

// prepare makes the pod's volumes, and brings those of files up to date.
func (p *pod) prepare(ctx context.Context) error {
	object := p.spec()
	for i := range object.Spec.Volumes {
		volume := &object.Spec.Volumes[i]
		if err := p.volume(ctx, object, volume); err != nil {
			return creating(fmt.Errorf("MountVolume.SetUp failed for volume %q: %w", volume.Name, err))
		}
	}
	return nil
}

func (p *pod) volume(ctx context.Context, object *corev1.Pod, volume *corev1.Volume) error {
	dir := p.volumeDir(volume)
	switch {
	case volume.EmptyDir != nil, volume.PersistentVolumeClaim != nil, volume.Ephemeral != nil:
		return p.directory(object, dir)
	case volume.HostPath != nil:
		return hostPath(volume.HostPath)
	}
	files, err := p.files(ctx, object, volume)
	if err != nil {
		return err
	}
	if maps.Equal(files, p.written[volume.Name]) && p.written[volume.Name] != nil {
		return nil
	}
	if err := writeVolume(dir, files, fsGroup(object)); err != nil {
		return err
	}
	p.written[volume.Name] = files
	return nil
}

// volumeDir is where a volume lies here. A claim outlives its pods; a path of
// the host is one of the sandbox.
func (p *pod) volumeDir(volume *corev1.Volume) string {
	switch {
	case volume.HostPath != nil:
		return volume.HostPath.Path
	case volume.PersistentVolumeClaim != nil:
		return filepath.Join(p.k.Dir, "claims", p.namespace, volume.PersistentVolumeClaim.ClaimName)
	}
	return filepath.Join(p.dir, "volumes", volume.Name)
}

// directory makes an empty directory that everybody may write to, as the
// kubelet does.
func (p *pod) directory(object *corev1.Pod, dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o777)
	if group := fsGroup(object); group >= 0 {
		if err := os.Chown(dir, -1, group); err != nil {
			return err
		}
		mode |= fs.ModeSetgid
	}
	return os.Chmod(dir, mode)
}

func hostPath(source *corev1.HostPathVolumeSource) error {
	if source.Type != nil && *source.Type == corev1.HostPathDirectoryOrCreate {
		return os.MkdirAll(source.Path, 0o755)
	}
	_, err := os.Stat(source.Path)
	return err
}

// fsGroup is the group of the pod's volumes, -1 for none or where this user
// namespace has no such group.
func fsGroup(object *corev1.Pod) int {
	security := object.Spec.SecurityContext
	if security == nil || security.FSGroup == nil || !mapped("/proc/self/gid_map", int(*security.FSGroup)) {
		return -1
	}
	return int(*security.FSGroup)
}

// mounts are the bind mounts of a container, in the order of its spec.
func (p *pod) mounts(c *corev1.Container, env map[string]string) ([]bind, error) {
	object := p.spec()
	volumes := map[string]*corev1.Volume{}
	for i := range object.Spec.Volumes {
		volumes[object.Spec.Volumes[i].Name] = &object.Spec.Volumes[i]
	}
	var binds []bind
	for _, m := range c.VolumeMounts {
		volume := volumes[m.Name]
		if volume == nil {
			return nil, configError(fmt.Errorf("volume %q not found", m.Name))
		}
		source, err := p.source(volume, m, env)
		if err != nil {
			return nil, configError(err)
		}
		binds = append(binds, bind{Source: source, Target: m.MountPath, ReadOnly: m.ReadOnly || ofFiles(volume)})
	}
	return binds, nil
}

// source is the volume's directory, or what subPath names in it: the file that
// is there now, which no change of the object reaches later.
func (p *pod) source(volume *corev1.Volume, m corev1.VolumeMount, env map[string]string) (string, error) {
	dir := p.volumeDir(volume)
	sub := m.SubPath
	if m.SubPathExpr != "" {
		sub = expand(m.SubPathExpr, env)
	}
	if sub == "" {
		return dir, nil
	}
	if !filepath.IsLocal(sub) {
		return "", fmt.Errorf("subPath %q leaves its volume", sub)
	}
	path := filepath.Join(dir, sub)
	if ofFiles(volume) {
		return filepath.EvalSymlinks(path)
	}
	return path, p.directory(p.spec(), path)
}

// ofFiles says whether the volume holds files that the API server provides,
// which are never writable.
func ofFiles(volume *corev1.Volume) bool {
	return volume.ConfigMap != nil || volume.Secret != nil || volume.Projected != nil || volume.DownwardAPI != nil
}
