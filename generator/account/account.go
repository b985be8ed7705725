// Package account makes the CloudFormation template of what a fleet has at AWS outside of its clusters: keys, roles, DNS
// zone, and the trust in GitHub's builds. It is one stack in each region of the fleet.
package account

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Place is the template of a fleet in its file.
func Place(f *plan.Fleet) manifest.Entry {
	return manifest.Entry{Path: path.Join(f.ConfigDir(), "account.yaml"), Object: Build(f)}
}

// Build makes the template of a fleet. What is in no region, or for the hub alone, is made in the hub's region.
func Build(f *plan.Fleet) *Template {
	t := &Template{
		TypeMeta:                 metav1.TypeMeta{Kind: "Template"},
		ObjectMeta:               metav1.ObjectMeta{Name: f.Name},
		AWSTemplateFormatVersion: "2010-09-09",
		Description:              "What fleet " + f.Name + " has at AWS outside of its clusters; `make account` applies it",
		Conditions:               conditions(f),
		Resources:                map[string]Resource{},
		Outputs:                  map[string]Output{},
	}
	for _, c := range f.Clusters {
		t.addKey(c)
	}
	t.addZone(f)
	t.addDeployers(f)
	if repository, ok := f.GitHub(); ok {
		t.addPush(f, repository)
	}
	return t
}

// retain is the policy of what holds data or trust: a mistake in a pull request must not delete it.
const retain = "Retain"

// conditions tell the stacks of a fleet apart that is in several regions.
func conditions(f *plan.Fleet) map[string]Equals {
	regions := map[string]bool{}
	for _, c := range f.Clusters {
		regions[c.Region] = true
	}
	if len(regions) == 1 {
		return nil
	}
	made := map[string]Equals{}
	for _, region := range slices.Sorted(maps.Keys(regions)) {
		made["In"+logical(region)] = Equals{[2]any{Ref{"AWS::Region"}, region}}
	}
	return made
}

// in is the condition of a resource that is made in one region; none where the fleet has but one.
func (t *Template) in(region string) string {
	if len(t.Conditions) == 0 {
		return ""
	}
	return "In" + logical(region)
}

// logical is a name as CloudFormation takes it in a template: letters and digits. Package plan keeps them apart.
func logical(name string) string {
	var all strings.Builder
	for part := range strings.SplitSeq(name, "-") {
		all.WriteString(strings.ToUpper(part[:min(1, len(part))]) + part[min(1, len(part)):])
	}
	return all.String()
}
