package kubelet

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// environment is what the container's process gets, by name: later sources win
// over earlier ones, as in the kubelet.
func (p *pod) environment(ctx context.Context, c *corev1.Container, program *Program) (map[string]string, error) {
	env := map[string]string{
		"PATH":     "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME":     "/",
		"HOSTNAME": hostname(p.spec()),
	}
	for _, pair := range program.Env {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	// $(VAR) sees what Kubernetes sets, not what the image does.
	set, err := p.services(ctx)
	if err != nil {
		return nil, err
	}
	for _, from := range c.EnvFrom {
		if err := p.envFrom(ctx, from, set); err != nil {
			return nil, err
		}
	}
	for _, e := range c.Env {
		value, found := expand(e.Value, set), true
		if e.ValueFrom != nil {
			if value, found, err = p.valueFrom(ctx, c, e.ValueFrom); err != nil {
				return nil, err
			}
		}
		if found {
			set[e.Name] = value
		}
	}
	maps.Copy(env, set)
	return env, nil
}

func (p *pod) envFrom(ctx context.Context, from corev1.EnvFromSource, env map[string]string) error {
	data := map[string]string{}
	var err error
	switch {
	case from.ConfigMapRef != nil:
		data, err = p.configMap(ctx, from.ConfigMapRef.Name, from.ConfigMapRef.Optional)
	case from.SecretRef != nil:
		data, err = p.secret(ctx, from.SecretRef.Name, from.SecretRef.Optional)
	}
	for name, value := range data {
		env[from.Prefix+name] = value
	}
	return configError(err)
}

// valueFrom also says whether there is a value: an optional key may be missing.
func (p *pod) valueFrom(ctx context.Context, c *corev1.Container, from *corev1.EnvVarSource) (string, bool, error) {
	switch {
	case from.FieldRef != nil:
		value, err := field(p.spec(), from.FieldRef.FieldPath)
		return value, true, configError(err)
	case from.ResourceFieldRef != nil:
		value, err := resourceField(p.spec(), c, from.ResourceFieldRef)
		return value, true, configError(err)
	case from.ConfigMapKeyRef != nil:
		ref := from.ConfigMapKeyRef
		data, err := p.configMap(ctx, ref.Name, ref.Optional)
		return key(data, ref.Key, ref.Optional, err, "ConfigMap", p.namespace+"/"+ref.Name)
	case from.SecretKeyRef != nil:
		ref := from.SecretKeyRef
		data, err := p.secret(ctx, ref.Name, ref.Optional)
		return key(data, ref.Key, ref.Optional, err, "Secret", p.namespace+"/"+ref.Name)
	}
	return "", false, configError(fmt.Errorf("valueFrom has no source that is known here"))
}

// key words its error as the kubelet does.
func key(data map[string]string, name string, optional *bool, err error, kind, object string) (string, bool, error) {
	value, found := data[name]
	if err == nil && !found && !isTrue(optional) {
		err = fmt.Errorf("couldn't find key %s in %s %s", name, kind, object)
	}
	return value, found, configError(err)
}

func isTrue(b *bool) bool { return b != nil && *b }

// configMap returns the data of a ConfigMap, read now; none when it is
// optional and missing.
func (p *pod) configMap(ctx context.Context, name string, optional *bool) (map[string]string, error) {
	object, err := p.k.Client.CoreV1().ConfigMaps(p.namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, missing("configmap", name, optional)
	}
	if err != nil {
		return nil, err
	}
	data := map[string]string{}
	for key, value := range object.BinaryData {
		data[key] = string(value)
	}
	maps.Copy(data, object.Data)
	return data, nil
}

// secret is like configMap.
func (p *pod) secret(ctx context.Context, name string, optional *bool) (map[string]string, error) {
	object, err := p.k.Client.CoreV1().Secrets(p.namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, missing("secret", name, optional)
	}
	if err != nil {
		return nil, err
	}
	data := map[string]string{}
	for key, value := range object.Data {
		data[key] = string(value)
	}
	return data, nil
}

func missing(kind, name string, optional *bool) error {
	if isTrue(optional) {
		return nil
	}
	return fmt.Errorf("%s %q not found", kind, name)
}

// pairs is the environment as execve takes it.
func pairs(env map[string]string) []string {
	list := make([]string, 0, len(env))
	for _, name := range slices.Sorted(maps.Keys(env)) {
		list = append(list, name+"="+env[name])
	}
	return list
}
