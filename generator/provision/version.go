package provision

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
)

// leastEksctl is the version whose sources say what its commands do. A later one is taken to do the same.
const leastEksctl = "0.230.0"

func (s Session) checkEksctl(ctx context.Context) error {
	said, err := external.New("eksctl", "version").Output(ctx, s.Err)
	if err != nil {
		return err
	}
	if version := strings.TrimSpace(string(said)); older(version, leastEksctl) {
		return fmt.Errorf("eksctl %s is too old: expected %s or later, from https://eksctl.io/installation/", version, leastEksctl)
	}
	return nil
}

var digits = regexp.MustCompile(`\d+`)

// older compares versions such as 1.35, 0.230.0 and v1.20.4-eksbuild.2 by their numbers, in order.
func older(version, than string) bool {
	return slices.Compare(numbers(version), numbers(than)) < 0
}

func numbers(version string) []int {
	var all []int
	for _, text := range digits.FindAllString(version, -1) {
		n, _ := strconv.Atoi(text) // one that is too large is the largest
		all = append(all, n)
	}
	return all
}
