package plan_test

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
)

func TestRegistry(t *testing.T) {
	tests := []struct{ region, arn, host string }{
		{"ap-south-1", "arn:aws:iam::111122223333:role/push", "111122223333.dkr.ecr.ap-south-1.amazonaws.com"},
		{"cn-northwest-1", "arn:aws-cn:iam::111122223333:role/push", "111122223333.dkr.ecr.cn-northwest-1.amazonaws.com.cn"},
		{"us-gov-east-1", "arn:aws-us-gov:iam::111122223333:role/push", "111122223333.dkr.ecr.us-gov-east-1.amazonaws.com"},
		{"us-east-1", "arn:aws:iam::111122223333:role/push", "111122223333.dkr.ecr.us-east-1.amazonaws.com"},
	}
	for _, tt := range tests {
		r := plan.Registry{Account: "111122223333", Region: tt.region, Role: "push"}
		if got := r.ARN(); got != tt.arn {
			t.Errorf("%s: ARN is %s, want %s", tt.region, got, tt.arn)
		}
		if got := r.Host(); got != tt.host {
			t.Errorf("%s: host is %s, want %s", tt.region, got, tt.host)
		}
	}
}
