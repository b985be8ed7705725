package config

import (
	"fmt"
	"regexp"
	"strings"
)

// Image is a container image pinned by digest: repository[:tag]@sha256:<64 hex digits>.
type Image string

var imagePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*\.[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}$`)

// exampleDigest marks an image that no build has pushed yet; sha256 never gives 64 zeros.
const exampleDigest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"

// Form is that of an image with a registry and a digest; the tag is for people.
func (Image) Form() Form {
	return textForm(imagePattern.String(), "111122223333.dkr.ecr.ap-south-1.amazonaws.com/hello:0.1.0@"+exampleDigest)
}

// UnmarshalText refuses images without a registry or a digest.
func (i *Image) UnmarshalText(text []byte) error {
	s := string(text)
	if !strings.Contains(s, "@sha256:") {
		return fmt.Errorf("%q has no digest: expected repository:tag@sha256:…, as the registry or `docker buildx imagetools inspect` says it", s)
	}
	if !imagePattern.MatchString(s) {
		return fmt.Errorf("%q is not an image: expected registry/repository:tag@sha256:<64 hex digits>", s)
	}
	*i = Image(s)
	return nil
}

// Example says that the digest is the example one: nothing has been built yet.
func (i Image) Example() bool { return strings.HasSuffix(string(i), "@"+exampleDigest) }
