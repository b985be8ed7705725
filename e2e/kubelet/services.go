package kubelet

import (
	"context"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// services are the variables of the Services that are there when the process
// starts: default/kubernetes always, those of the namespace unless the pod has
// enableServiceLinks: false
// (https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables).
func (p *pod) services(ctx context.Context) (map[string]string, error) {
	env := map[string]string{}
	if links := p.spec().Spec.EnableServiceLinks; links == nil || *links {
		list, err := p.k.Client.CoreV1().Services(p.namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return nil, err
		}
		for _, service := range list.Items {
			serviceEnv(&service, env)
		}
	}
	kubernetes, err := p.k.Client.CoreV1().Services(metav1.NamespaceDefault).Get(ctx, "kubernetes", metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	serviceEnv(kubernetes, env)
	return env, nil
}

func serviceEnv(service *corev1.Service, env map[string]string) {
	ip := service.Spec.ClusterIP
	if ip == "" || ip == corev1.ClusterIPNone {
		return
	}
	prefix := variable(service.Name)
	for i, port := range service.Spec.Ports {
		number := strconv.Itoa(int(port.Port))
		protocol := strings.ToLower(string(port.Protocol))
		if protocol == "" {
			protocol = "tcp"
		}
		url := protocol + "://" + ip + ":" + number
		if i == 0 {
			env[prefix+"_SERVICE_HOST"] = ip
			env[prefix+"_SERVICE_PORT"] = number
			env[prefix+"_PORT"] = url
		}
		if port.Name != "" {
			env[prefix+"_SERVICE_PORT_"+variable(port.Name)] = number
		}
		link := prefix + "_PORT_" + number + "_" + strings.ToUpper(protocol)
		env[link] = url
		env[link+"_PROTO"] = protocol
		env[link+"_PORT"] = number
		env[link+"_ADDR"] = ip
	}
}

func variable(name string) string {
	return strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}
