package provision

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// nodeSettings are what a node group has for good.
type nodeSettings struct {
	Labels   map[string]string
	Taints   []taint
	Template struct{ ID, Version string } // for launches

	volume int // GiB; 0 if the template does not say so
}

type taint struct{ Key, Value, Effect string }

// effects have other names at EKS (API reference, Taint) than at Kubernetes.
var effects = map[string]string{"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute", "PREFER_NO_SCHEDULE": "PreferNoSchedule"}

func (t taint) String() string {
	return t.Key + "=" + t.Value + ":" + cmp.Or(effects[t.Effect], t.Effect)
}

// surveySettings asks EKS for what eksctl does not list of the node groups that the config has.
func (c Cluster) surveySettings(ctx context.Context, e *existing) error {
	e.settings = map[string]nodeSettings{}
	for _, group := range e.nodeGroups {
		if !slices.ContainsFunc(c.config.ManagedNodeGroups, func(g nodeGroup) bool { return g.Name == group.Name }) {
			continue
		}
		var is nodeSettings
		if err := c.ask(ctx, &is, c.aws("eks", "describe-nodegroup", "--cluster-name="+c.Plan.Name, "--nodegroup-name="+group.Name,
			"--query=nodegroup.{labels:labels,taints:taints,template:launchTemplate.{id:id,version:version}}")); err != nil {
			return err
		}
		if is.Template.ID != "" {
			if err := c.ask(ctx, &is.volume, c.aws("ec2", "describe-launch-template-versions", "--launch-template-id="+is.Template.ID,
				"--versions="+is.Template.Version,
				"--query=LaunchTemplateVersions[0].LaunchTemplateData.BlockDeviceMappings[0].Ebs.VolumeSize")); err != nil {
				return err
			}
		}
		e.settings[group.Name] = is
	}
	return nil
}

// settings notes what a group has for good and the config has otherwise.
func (u *update) settings(is nodeGroupSummary, want nodeGroup) {
	type fact struct {
		what     string
		is, want []string
	}
	has := u.existing.settings[want.Name]
	facts := []fact{
		{"labels", labels(has.Labels), labels(want.Labels)},
		{"taints", names(has.Taints, taint.String), names(want.Taints, taint.String)},
	}
	if is.InstanceType != "-" {
		facts = append(facts, fact{"types", strings.Split(is.InstanceType, ","), want.InstanceTypes})
	}
	if has.volume > 0 {
		facts = append(facts, fact{"volumes", []string{gibibytes(has.volume)}, []string{gibibytes(want.VolumeSize)}})
	}
	for _, f := range facts {
		if !sameSet(f.is, f.want) {
			u.note("node group %s has %s %s, %s says %s: eksctl cannot change that in place; give the group another name in %s, "+
				"and once the new one is there drain and delete the old one: %s", want.Name, f.what, orNone(f.is), u.File, orNone(f.want),
				u.Plan.Input.Document.Path, u.own("delete", "nodegroup", "--name="+want.Name))
		}
	}
}

// labels are those that are not eksctl's own, in order.
func labels(all map[string]string) []string {
	var others []string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if !strings.HasPrefix(key, "alpha.eksctl.io/") {
			others = append(others, key+"="+all[key])
		}
	}
	return others
}

func orNone(texts []string) string { return cmp.Or(strings.Join(texts, ","), "none") }

func gibibytes(n int) string { return strconv.Itoa(n) + " GiB" }
