package provision

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
)

// update collects what brings a cluster to its config, a section at a time.
type update struct {
	Cluster
	existing *existing
	steps    []step
	notes    []string
}

// sections go in the order in which they need each other. An upgrade is as eksctl's documentation has it: the control plane,
// nodes, add-ons. For nodes to be ready there are the add-ons that run on each of them first, and other add-ons need nodes.
func (c Cluster) sections(e *existing) ([]step, []string, error) {
	u := &update{Cluster: c, existing: e}
	for _, section := range []func() error{
		u.controlPlane, u.encryption, u.logs, u.endpoint, u.resilience, u.access, u.roles, u.nodeAddons, u.nodeGroups, u.otherAddons, u.identities,
	} {
		if err := section(); err != nil {
			return nil, nil, err
		}
	}
	u.leftovers()
	return u.steps, u.notes, nil
}

func (u *update) add(says string, command external.Command) {
	u.steps = append(u.steps, step{says: says, command: command})
}

func (u *update) note(format string, args ...any) {
	u.notes = append(u.notes, fmt.Sprintf(format, args...))
}

// eksctl runs with the whole config.
func (u *update) eksctl(args ...string) external.Command {
	return external.New("eksctl", args...).With("--config-file=" + u.File)
}

// own is a command of eksctl's on one thing of the cluster.
func (u *update) own(args ...string) external.Command {
	return external.New("eksctl", args[0], args[1], "--cluster="+u.Plan.Name, "--region="+u.Plan.Region).With(args[2:]...)
}

// some runs eksctl with the config without the items of a list that are not to be touched: it makes what is there again, and
// fails.
func (u *update) some(says string, command external.Command, keep func(map[string]any) bool, path ...string) error {
	list, err := u.config.items(keep, path...)
	if err != nil || len(list) == 0 {
		return err
	}
	part, err := u.config.with(list, path...)
	if err != nil {
		return err
	}
	u.steps = append(u.steps, step{
		says:    says,
		command: command.With("--config-file=-").Reading(part),
		reads:   u.File + " with these alone in " + strings.Join(path, "."),
	})
	return nil
}

// controlPlane goes up by one minor version: EKS neither skips one nor goes back for long.
func (u *update) controlPlane() error {
	is, want := u.existing.cluster.Version, u.config.Metadata.Version
	switch {
	case is == want:
		return nil
	case older(want, is):
		return fmt.Errorf("kubernetes: the cluster has %s, %s says %s: it does not go back", is, u.File, want)
	case want != nextMinor(is):
		return fmt.Errorf("kubernetes: the cluster has %s, %s says %s: it goes up by one minor version at a time, to %s first",
			is, u.File, want, nextMinor(is))
	}
	u.add("upgrade the control plane from Kubernetes "+is+" to "+want, u.eksctl("upgrade", "cluster", "--approve"))
	return nil
}

func nextMinor(version string) string {
	major, minor, _ := strings.Cut(version, ".")
	n, _ := strconv.Atoi(minor) // EKS says a number
	return major + "." + strconv.Itoa(n+1)
}

// encryption can be turned on, and then neither off nor be changed.
func (u *update) encryption() error {
	if u.existing.cluster.key() == "" && u.config.SecretsEncryption.KeyARN != "" {
		u.add("encrypt Secrets with "+u.config.SecretsEncryption.KeyARN, u.eksctl("utils", "enable-secrets-encryption", "--approve"))
	}
	return nil
}

// logs sets the retention by itself: eksctl does so only together with the types.
func (u *update) logs() error {
	want := u.config.CloudWatch.ClusterLogging
	if !sameSet(u.existing.cluster.logs(), want.EnableTypes) {
		u.add("log "+strings.Join(want.EnableTypes, ", "), u.eksctl("utils", "update-cluster-logging", "--approve"))
	}
	if u.existing.keeps(u.Plan.Name) != want.LogRetentionInDays {
		days := strconv.Itoa(want.LogRetentionInDays)
		u.add("keep logs for "+days+" days", external.New("aws", "logs", "put-retention-policy",
			"--log-group-name="+logGroup(u.Plan.Name), "--retention-in-days="+days, "--region="+u.Plan.Region))
	}
	return nil
}

func (u *update) endpoint() error {
	const says = "let in to the Kubernetes API the networks that may reach it"
	is, want := u.existing.cluster.ResourcesVpcConfig, u.config.VPC
	public := want.ClusterEndpoints.PublicAccess
	switch {
	case public && !is.EndpointPublicAccess:
		// eksctl would open the API to everyone first, and restrict it after some minutes.
		u.add(says, external.New("aws", "eks", "update-cluster-config", "--name="+u.Plan.Name, "--region="+u.Plan.Region,
			"--resources-vpc-config=endpointPublicAccess=true,endpointPrivateAccess="+strconv.FormatBool(want.ClusterEndpoints.PrivateAccess)+
				",publicAccessCidrs="+strings.Join(want.PublicAccessCIDRs, ","), "--query=update.status", "--output=text"))
		u.add("wait for it", external.New("aws", "eks", "wait", "cluster-active", "--name="+u.Plan.Name, "--region="+u.Plan.Region))
	case is.EndpointPublicAccess != public, is.EndpointPrivateAccess != want.ClusterEndpoints.PrivateAccess,
		public && !sameSet(is.PublicAccessCidrs, want.PublicAccessCIDRs):
		u.add(says, u.eksctl("utils", "update-cluster-vpc-config", "--approve"))
	}
	if is := u.existing.nat(); is != "" && is != want.NAT.Gateway {
		u.note("the NAT gateways are %s, %s says %s: eksctl does not change them", is, u.File, want.NAT.Gateway)
	}
	return nil
}

func (u *update) resilience() error {
	if u.existing.cluster.ZonalShiftConfig.Enabled != u.config.ZonalShiftConfig.Enabled {
		u.add("let EKS shift away from a zone, or not any more", u.eksctl("utils", "update-zonal-shift-config"))
	}
	if is, want := u.existing.cluster.UpgradePolicy.SupportType, u.config.UpgradePolicy.SupportType; is != want {
		u.note("the support is %s, %s says %s: %s", is, u.File, want, external.New("aws", "eks", "update-cluster-config",
			"--name="+u.Plan.Name, "--region="+u.Plan.Region, "--upgrade-policy=supportType="+want))
	}
	return nil
}

// missing lists the wanted names that are not there.
func missing(wanted, there []string) []string {
	return slices.DeleteFunc(wanted, func(name string) bool { return slices.Contains(there, name) })
}

// names of things.
func names[T any](things []T, name func(T) string) []string {
	all := make([]string, len(things))
	for i, thing := range things {
		all[i] = name(thing)
	}
	return all
}
