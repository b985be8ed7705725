package kubelet

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// files is what a volume of files holds now, by path.
func (p *pod) files(ctx context.Context, object *corev1.Pod, volume *corev1.Volume) (map[string]file, error) {
	switch {
	case volume.ConfigMap != nil:
		source := volume.ConfigMap
		data, err := p.configMap(ctx, source.Name, source.Optional)
		return pick(data, source.Items, source.DefaultMode, source.Optional, err)
	case volume.Secret != nil:
		source := volume.Secret
		data, err := p.secret(ctx, source.SecretName, source.Optional)
		return pick(data, source.Items, source.DefaultMode, source.Optional, err)
	case volume.DownwardAPI != nil:
		return downward(object, volume.DownwardAPI.Items, volume.DownwardAPI.DefaultMode)
	case volume.Projected != nil:
		files := map[string]file{}
		for i := range volume.Projected.Sources {
			more, err := p.projection(ctx, object, &volume.Projected.Sources[i], volume.Projected.DefaultMode)
			if err != nil {
				return nil, err
			}
			maps.Copy(files, more)
		}
		return files, nil
	}
	return nil, fmt.Errorf("a volume of this kind is not known here")
}

func (p *pod) projection(ctx context.Context, object *corev1.Pod, source *corev1.VolumeProjection, mode *int32) (map[string]file, error) {
	switch {
	case source.ConfigMap != nil:
		data, err := p.configMap(ctx, source.ConfigMap.Name, source.ConfigMap.Optional)
		return pick(data, source.ConfigMap.Items, mode, source.ConfigMap.Optional, err)
	case source.Secret != nil:
		data, err := p.secret(ctx, source.Secret.Name, source.Secret.Optional)
		return pick(data, source.Secret.Items, mode, source.Secret.Optional, err)
	case source.DownwardAPI != nil:
		return downward(object, source.DownwardAPI.Items, mode)
	case source.ServiceAccountToken != nil:
		token, err := p.token(ctx, object, source.ServiceAccountToken)
		return map[string]file{source.ServiceAccountToken.Path: {token, bits(mode)}}, err
	}
	return nil, fmt.Errorf("a projection of this kind is not known here")
}

// pick returns all data, or what items name of it.
func pick(data map[string]string, items []corev1.KeyToPath, mode *int32, optional *bool, err error) (map[string]file, error) {
	if err != nil {
		return nil, err
	}
	files := map[string]file{}
	if items == nil {
		for name, value := range data {
			files[name] = file{value, bits(mode)}
		}
		return files, nil
	}
	for _, item := range items {
		value, found := data[item.Key]
		switch {
		case found:
			files[path.Clean(item.Path)] = file{value, bits(mode, item.Mode)}
		case !isTrue(optional):
			return nil, fmt.Errorf("references non-existent config key: %s", item.Key)
		}
	}
	return files, nil
}

func downward(object *corev1.Pod, items []corev1.DownwardAPIVolumeFile, mode *int32) (map[string]file, error) {
	files := map[string]file{}
	for _, item := range items {
		var value string
		var err error
		if item.FieldRef != nil {
			value, err = field(object, item.FieldRef.FieldPath)
		} else if c := container(object, item.ResourceFieldRef.ContainerName); c != nil {
			value, err = resourceField(object, c, item.ResourceFieldRef)
		} else {
			err = fmt.Errorf("container %q not found", item.ResourceFieldRef.ContainerName)
		}
		if err != nil {
			return nil, err
		}
		files[path.Clean(item.Path)] = file{value, bits(mode, item.Mode)}
	}
	return files, nil
}

// bits is the last mode that is given, 0644 when none is.
func bits(modes ...*int32) fs.FileMode {
	mode := fs.FileMode(0o644)
	for _, m := range modes {
		if m != nil {
			mode = fs.FileMode(*m)
		}
	}
	return mode
}

// token is a ServiceAccount token bound to the pod.
type token struct {
	value   string
	renewal time.Time
}

// token asks for a new token when there is none or four fifths of its life are
// over, like the kubelet
// (https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken).
func (p *pod) token(ctx context.Context, object *corev1.Pod, source *corev1.ServiceAccountTokenProjection) (string, error) {
	known, now := p.tokens[*source], time.Now()
	if now.Before(known.renewal) {
		return known.value, nil
	}
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: source.ExpirationSeconds,
		BoundObjectRef: &authenticationv1.BoundObjectReference{
			APIVersion: "v1", Kind: "Pod", Name: object.Name, UID: object.UID,
		},
	}}
	if source.Audience != "" {
		request.Spec.Audiences = []string{source.Audience}
	}
	account := object.Spec.ServiceAccountName
	if account == "" {
		account = "default"
	}
	answer, err := p.k.Client.CoreV1().ServiceAccounts(p.namespace).CreateToken(ctx, account, request, metav1.CreateOptions{})
	if err != nil {
		return "", fmt.Errorf("token of ServiceAccount %s: %w", account, err)
	}
	life := answer.Status.ExpirationTimestamp.Sub(now)
	p.tokens[*source] = token{answer.Status.Token, now.Add(life * 4 / 5)}
	return answer.Status.Token, nil
}
