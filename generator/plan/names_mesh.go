package plan

// Authentications that stand in each environment's namespace: that of Prometheus, and that of the kubelet, whose probes come from
// the network of the nodes without the mesh. No app's are called so, whose end in -inbound.
const (
	PrometheusAuthentication = "prometheus"
	KubeletAuthentication    = "kubelet"
)

// ProxyAdmin is the name of the port on which each proxy gives its metrics, and that of the Server for it.
const ProxyAdmin = "linkerd-admin"

// Routes of what arrives at an app: for its callers, for Prometheus and for the kubelet.
func (w *Workload) InboundRoute() string { return w.Name + "-inbound" }
func (w *Workload) MetricsRoute() string { return w.Name + "-metrics" }
func (w *Workload) ProbesRoute() string  { return w.Name + "-probes" }

// SafeRoute is the route of what others send to an app to read only; that of everything has the app's name.
func (w *Workload) SafeRoute() string { return w.Name + "-safe" }
