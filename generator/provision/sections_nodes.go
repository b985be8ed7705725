package provision

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
)

// onEveryNode are the add-ons without which a node is not ready. They are themselves without a node.
var onEveryNode = []string{"eks-pod-identity-agent", "kube-proxy", "vpc-cni"}

// nodeAddons come before nodes.
func (u *update) nodeAddons() error {
	return u.createAddons(func(name string) bool { return slices.Contains(onEveryNode, name) })
}

// otherAddons come after them, and are brought up to date with those that were there.
func (u *update) otherAddons() error {
	if err := u.createAddons(func(name string) bool { return !slices.Contains(onEveryNode, name) }); err != nil {
		return err
	}
	return u.updateAddons()
}

// createAddons replaces, as eksctl create cluster does, what somebody installed otherwise.
func (u *update) createAddons(which func(string) bool) error {
	there := names(u.existing.addons, func(a addonSummary) string { return a.Name })
	var absent []string
	for _, want := range u.config.Addons {
		if !which(want.Name) || slices.Contains(there, want.Name) {
			continue
		}
		absent = append(absent, want.Name)
		for _, a := range want.PodIdentityAssociations {
			u.removeHalf(addonStack(u.Plan.Name, want.Name, a.ServiceAccountName))
		}
	}
	return u.some("install add-ons: "+strings.Join(absent, ", "), external.New("eksctl", "create", "addon", "--force"),
		func(item map[string]any) bool { return slices.Contains(absent, text(item, "name")) }, "addons")
}

// updateAddons changes those with other settings or rights, and those older than EKS's default with the cluster's version,
// which is what the config means that names none.
func (u *update) updateAddons() error {
	versions, settings := map[string]string{}, map[string]string{}
	var changed []string
	for _, is := range u.existing.addons {
		i := slices.IndexFunc(u.config.Addons, func(a addon) bool { return a.Name == is.Name })
		if i < 0 {
			continue
		}
		want := u.config.Addons[i]
		outdated := slices.ContainsFunc(want.PodIdentityAssociations, func(a association) bool {
			return u.outdated(u.existing, addonStack(u.Plan.Name, is.Name, a.ServiceAccountName))
		})
		late := older(is.Version, u.existing.version(is.Name))
		if late {
			versions[is.Name] = u.existing.version(is.Name)
		}
		if late || outdated || !sameJSON(is.ConfigurationValues, want.ConfigurationValues) {
			changed = append(changed, strings.TrimSpace(is.Name+" "+versions[is.Name]))
			settings[is.Name] = want.ConfigurationValues
		}
	}
	return u.some("update add-ons: "+strings.Join(changed, ", "), external.New("eksctl", "update", "addon"), func(item map[string]any) bool {
		name := text(item, "name")
		wanted, found := settings[name]
		if found && wanted == "" {
			item["configurationValues"] = "{}" // nothing would leave what there is
		}
		if version, late := versions[name]; late {
			item["version"] = version
		}
		return found
	}, "addons")
}

// sameJSON compares settings, where none is the same as empty ones.
func sameJSON(a, b string) bool {
	var decoded [2]map[string]any
	for i, text := range []string{a, b} {
		if text != "" && json.Unmarshal([]byte(text), &decoded[i]) != nil {
			return a == b
		}
	}
	return len(decoded[0])+len(decoded[1]) == 0 || reflect.DeepEqual(decoded[0], decoded[1])
}

// nodeGroups makes those that are missing; eksctl leaves the others out. Of those, sizes and versions can be changed.
func (u *update) nodeGroups() error {
	there := map[string]nodeGroupSummary{}
	for _, g := range u.existing.nodeGroups {
		there[g.Name] = g
	}
	var absent []string
	for _, want := range u.config.ManagedNodeGroups {
		is, found := there[want.Name]
		if !found {
			absent = append(absent, want.Name)
			continue
		}
		u.nodeGroup(is, want)
	}
	if len(absent) > 0 {
		u.add("make node groups "+strings.Join(absent, ", "), u.eksctl("create", "nodegroup"))
	}
	return nil
}

func (u *update) nodeGroup(is nodeGroupSummary, want nodeGroup) {
	if is.MinSize != want.MinSize || is.MaxSize != want.MaxSize {
		nodes := min(max(is.DesiredCapacity, want.MinSize), want.MaxSize)
		u.add("let node group "+want.Name+" have "+strconv.Itoa(want.MinSize)+" to "+strconv.Itoa(want.MaxSize)+" nodes",
			u.own("scale", "nodegroup", "--name="+want.Name, "--nodes="+strconv.Itoa(nodes),
				"--nodes-min="+strconv.Itoa(want.MinSize), "--nodes-max="+strconv.Itoa(want.MaxSize), "--wait"))
	}
	if version := u.config.Metadata.Version; older(is.Version, version) && is.Version != "-" {
		u.add("replace the nodes of group "+want.Name+", of Kubernetes "+is.Version+", by those of "+version,
			u.own("upgrade", "nodegroup", "--name="+want.Name, "--kubernetes-version="+version))
	}
	u.settings(is, want)
}
