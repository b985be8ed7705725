package controlplane

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

//go:embed stages.yaml
var stageSpecs []byte

// stage is kwok's Stage (https://kwok.sigs.k8s.io/docs/generated/apis/#kwok.x-k8s.io/v1alpha1.Stage) as far as it is used here.
type stage struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Metadata   metav1.ObjectMeta `json:"metadata"`
	Spec       stageSpec         `json:"spec"`
}

type stageSpec struct {
	Name        string         `json:"name,omitempty"` // in stages.yaml only
	ResourceRef resourceRef    `json:"resourceRef"`
	Selector    stageSelector  `json:"selector"`
	Delay       map[string]any `json:"delay,omitempty"`
	Next        map[string]any `json:"next"`
}

type resourceRef struct {
	APIGroup string `json:"apiGroup"`
	Kind     string `json:"kind"`
}

type stageSelector struct {
	MatchExpressions []requirement `json:"matchExpressions"`
}

// requirement on what a jq query yields: that some of the values is In these, none is, or that there are any.
type requirement struct {
	Key      string   `json:"key"`
	Operator string   `json:"operator"`
	Values   []string `json:"values,omitempty"`
}

// tagOrDigest is what follows the repository in the name of an image; a port is followed by a slash.
const tagOrDigest = `[:@][^/]*$`

var afterRepository = regexp.MustCompile(tagOrDigest)

// Repository is an image without its tag and digest, by which Config.Real tells images apart.
func Repository(image string) string { return afterRepository.ReplaceAllLiteralString(image, "") }

// stages is kwok's configuration, in which no stage is for a pod whose first container is of one of the repositories.
func stages(elsewhere []string) ([]byte, error) {
	var specs []stageSpec
	if err := yaml.UnmarshalStrict(stageSpecs, &specs); err != nil {
		return nil, fmt.Errorf("stages.yaml: %w", err)
	}
	var documents [][]byte
	for _, spec := range specs {
		s := stage{APIVersion: "kwok.x-k8s.io/v1alpha1", Kind: "Stage", Metadata: metav1.ObjectMeta{Name: spec.Name}, Spec: spec}
		s.Spec.Name = ""
		s.Spec.ResourceRef = resourceRef{APIGroup: "v1", Kind: "Pod"}
		if len(elsewhere) > 0 {
			s.Spec.Selector.MatchExpressions = append(s.Spec.Selector.MatchExpressions, requirement{
				Key: `.spec.containers[0].image | sub("` + tagOrDigest + `"; "")`, Operator: "NotIn", Values: elsewhere,
			})
		}
		document, err := yaml.Marshal(s)
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
	return bytes.Join(documents, []byte("---\n")), nil
}
