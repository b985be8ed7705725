package tools

// recipe says how a tool is built from its module.
type recipe struct {
	target   string   // the package to build, or "tool" for the one that go.mod names
	ldflags  string   // beside -s -w
	tags     string   // build tags, separated by commas
	upstream string   // the module to lay the folder overlay over, empty if there is none
	programs []string // names of the binary, the first is the file; a binary of many names does what its name says
}

func recipeOf(name Name) recipe {
	switch name {
	case Kubernetes:
		return recipe{
			target:   ".",
			ldflags:  kubernetesVersion,
			programs: []string{"kubernetes", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"},
		}
	case ArgoCD, ArgoCDv2:
		return recipe{target: "tool", programs: argoCDPrograms}
	case CertManager:
		return recipe{target: ".", programs: []string{
			"cert-manager", "cert-manager-controller", "cert-manager-webhook", "cert-manager-cainjector",
		}}
	case ExternalSecrets:
		return recipe{
			target:   ".",
			upstream: "github.com/external-secrets/external-secrets",
			programs: []string{"external-secrets"},
		}
	case ArgoRollouts:
		return recipe{target: "tool", programs: []string{"rollouts-controller"}}
	case GatewayPlugin:
		return recipe{target: ".", programs: []string{name.String()}}
	case Prometheus: // finds what it scrapes at an API server alone
		return recipe{target: "tool", tags: "remove_all_sd,enable_kubernetes_sd", programs: []string{"prometheus"}}
	default:
		return recipe{target: "tool", programs: []string{name.String()}}
	}
}

// kubernetesVersion is what Kubernetes' own build sets; without it the API server says v0.0.0-master, and the
// controller manager asks what no cluster of that version has.
const kubernetesVersion = "-X k8s.io/component-base/version.gitVersion=v1.35.4" +
	" -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=35"

// argoCDPrograms are the names that cmd/main.go of Argo CD knows, as far as the proof runs them.
var argoCDPrograms = []string{
	"argocd", "argocd-server", "argocd-repo-server", "argocd-application-controller",
	"argocd-applicationset-controller", "argocd-notifications",
}

// args are the arguments of go that build the tool into the file. What debuggers read is not made, rather than stripped: a tenth
// of the time, and the same code.
func (r recipe) args(file string) []string {
	return []string{
		"build", "-trimpath", "-buildvcs=false", "-gcflags=all=-dwarf=false", "-tags=" + r.tags, "-ldflags=-s -w " + r.ldflags,
		"-o", file, r.target,
	}
}
