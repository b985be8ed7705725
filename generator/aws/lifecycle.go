package aws

import "encoding/json"

// Amazon ECR cannot know which images run, so it keeps so many that a roll-back of months is among them. The parts of a build
// for one architecture, its signature and its SBOM bear no tag of their own; they must outlast the image that they are of.
const (
	newest       = 500
	untaggedDays = 365
)

// lifecyclePolicy is a document of Amazon ECR (Amazon ECR User Guide, "Lifecycle policy properties in Amazon ECR").
type lifecyclePolicy struct {
	Rules []lifecycleRule `json:"rules"`
}

type lifecycleRule struct {
	Priority    int             `json:"rulePriority"`
	Description string          `json:"description"`
	Selection   selection       `json:"selection"`
	Action      lifecycleAction `json:"action"`
}

type selection struct {
	TagStatus      string   `json:"tagStatus"`
	TagPatternList []string `json:"tagPatternList,omitempty"`
	CountType      string   `json:"countType"`
	CountUnit      string   `json:"countUnit,omitempty"`
	CountNumber    int      `json:"countNumber"`
}

type lifecycleAction struct {
	Type string `json:"type"`
}

// lifecycle is the policy of every repository, as JSON.
func lifecycle() string {
	expire := lifecycleAction{Type: "expire"}
	policy, _ := json.Marshal(lifecyclePolicy{Rules: []lifecycleRule{ // of text and numbers, which is always JSON
		{Priority: 1, Description: "the newest images", Action: expire, Selection: selection{
			TagStatus: "tagged", TagPatternList: []string{"*"}, CountType: "imageCountMoreThan", CountNumber: newest,
		}},
		{Priority: 2, Description: "what is of no image any more", Action: expire, Selection: selection{
			TagStatus: "untagged", CountType: "sinceImagePushed", CountUnit: "days", CountNumber: untaggedDays,
		}},
	}})
	return string(policy)
}
