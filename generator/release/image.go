package release

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
)

// Image is the image that an app is to run.
type Image struct {
	App   string
	Image config.Image
}

// Parse reads arguments of the form APP=REPOSITORY[:TAG]@sha256:DIGEST. The error is an ArgumentError that lists all
// mistakes.
func Parse(args []string) ([]Image, error) {
	var images []Image
	var wrong []error
	for _, arg := range args {
		image, err := parse(arg)
		if err == nil && slices.ContainsFunc(images, func(i Image) bool { return i.App == image.App }) {
			err = fmt.Errorf("%s: named twice", image.App)
		}
		images, wrong = append(images, image), append(wrong, err)
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, ArgumentError{err}
	}
	return images, nil
}

func parse(arg string) (Image, error) {
	app, reference, ok := strings.Cut(arg, "=")
	if !ok || app == "" {
		return Image{}, fmt.Errorf("%q: expected APP=REPOSITORY:TAG@sha256:DIGEST", arg)
	}
	image := Image{App: app}
	if !strings.Contains(reference, "@") && image.Image.UnmarshalText([]byte(reference+someDigest)) == nil {
		return Image{}, fmt.Errorf("%s: %q has no digest, and a tag may be moved to another image; ask the registry for it:%s",
			app, reference, askForDigest(image.Image))
	}
	if err := image.Image.UnmarshalText([]byte(reference)); err != nil {
		return Image{}, fmt.Errorf("%s: %w", app, err)
	}
	if image.Image.Example() {
		return Image{}, fmt.Errorf("%s: a digest of zeros is an example: give that of an image that was pushed", app)
	}
	return image, nil
}

// someDigest completes a reference that has none, to see whether the rest of it is well-formed.
var someDigest = "@sha256:" + strings.Repeat("a", 64)

// ecrHost is the host of a private registry of Amazon ECR, and the account and region in it
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html).
var ecrHost = regexp.MustCompile(`^([0-9]{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$`)

// askForDigest lists the commands that print the digest of an image's tag, each on a line. The image is well-formed, so
// nothing in it needs quotes in a shell.
func askForDigest(image config.Image) string {
	repository, tag := repositoryOf(image), tagOf(image)
	if tag == "" {
		tag = "TAG"
	}
	commands := fmt.Sprintf("\n  docker buildx imagetools inspect %s:%s --format '{{.Manifest.Digest}}'", repository, tag)
	host, name, _ := strings.Cut(repository, "/")
	if ecr := ecrHost.FindStringSubmatch(host); ecr != nil {
		commands += fmt.Sprintf("\n  aws ecr describe-images --registry-id %s --region %s --repository-name %s --image-ids imageTag=%s"+
			" --query 'imageDetails[0].imageDigest' --output text", ecr[1], ecr[2], name, tag)
	}
	return commands
}

// repositoryOf is an image without tag and digest.
func repositoryOf(image config.Image) string {
	repository, _ := split(image)
	return repository
}

// tagOf is the tag of an image, empty where it has none.
func tagOf(image config.Image) string {
	_, tag := split(image)
	return tag
}

// split cuts the digest off and the rest at the tag. A colon before the last slash is that of a port.
func split(image config.Image) (repository, tag string) {
	name, _, _ := strings.Cut(string(image), "@")
	if colon := strings.LastIndexByte(name, ':'); colon > strings.LastIndexByte(name, '/') {
		return name[:colon], name[colon+1:]
	}
	return name, ""
}
