package release_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/release"
)

const (
	ecr    = "111122223333.dkr.ecr.ap-south-1.amazonaws.com/team/shop"
	digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

func TestParse(t *testing.T) {
	images := []config.Image{
		ecr + ":0.2.0" + digest,
		"registry.example.com:5000/shop" + digest,
		"ghcr.io/example/shop:latest" + digest,
	}
	for _, image := range images {
		got, err := release.Parse([]string{"shop=" + string(image), "cart=" + string(image)})
		if diff := cmp.Diff([]release.Image{{App: "shop", Image: image}, {App: "cart", Image: image}}, got); diff != "" || err != nil {
			t.Errorf("%s: %v, -want +got:\n%s", image, err, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const (
		ask       = " has no digest, and a tag may be moved to another image; ask the registry for it:\n  docker buildx imagetools inspect "
		format    = " --format '{{.Manifest.Digest}}'"
		form      = " is not an image: expected registry/repository:tag@sha256:<64 hex digits>"
		noDigest  = " has no digest: expected repository:tag@sha256:…, as the registry or `docker buildx imagetools inspect` says it"
		expected  = ": expected APP=REPOSITORY:TAG@sha256:DIGEST"
		zeros     = "@sha256:0000000000000000000000000000000000000000000000000000000000000000"
		describe  = "\n  aws ecr describe-images --registry-id 111122223333 --region ap-south-1 --repository-name team/shop --image-ids imageTag="
		queryText = " --query 'imageDetails[0].imageDigest' --output text"
	)
	tests := []struct{ name, args, want string }{
		{"no =", "shop", `"shop"` + expected},
		{"no app", "=" + ecr + digest, `"=` + ecr + digest + `"` + expected},
		{"no image", "shop=", `shop: ""` + noDigest},
		{"tag alone", "shop=ghcr.io/example/shop:1.0.0", `shop: "ghcr.io/example/shop:1.0.0"` + ask + "ghcr.io/example/shop:1.0.0" + format},
		{"tag alone, with a port", "shop=example.com:5000/shop:1", `shop: "example.com:5000/shop:1"` + ask + "example.com:5000/shop:1" + format},
		{"neither tag nor digest", "shop=example.com:5000/shop", `shop: "example.com:5000/shop"` + ask + "example.com:5000/shop:TAG" + format},
		{"tag alone, in ECR", "shop=" + ecr + ":0.2.0", `shop: "` + ecr + `:0.2.0"` + ask + ecr + ":0.2.0" + format + describe + "0.2.0" + queryText},
		{"tag alone, harmful in a shell", "shop=example.com/shop:$(reboot)", `shop: "example.com/shop:$(reboot)"` + noDigest},
		{"short digest", "shop=example.com/shop:1@sha256:0123", `shop: "example.com/shop:1@sha256:0123"` + form},
		{"long digest", "shop=example.com/shop:1" + digest + "0", `shop: "example.com/shop:1` + digest + `0"` + form},
		{"digest in capitals", "shop=example.com/shop:1" + strings.ToUpper(digest), `shop: "example.com/shop:1` + strings.ToUpper(digest) + `"` + noDigest},
		{"repository in capitals", "shop=example.com/Shop:1" + digest, `shop: "example.com/Shop:1` + digest + `"` + form},
		{"no registry", "shop=shop:1" + digest, `shop: "shop:1` + digest + `"` + form},
		{"line break", "shop=example.com/shop:1" + digest + "\n", `shop: "example.com/shop:1` + digest + `\n"` + form},
		{"digest of zeros", "shop=example.com/shop:1" + zeros, "shop: a digest of zeros is an example: give that of an image that was pushed"},
		{"app twice, and another mistake", "shop=" + ecr + digest + " shop=" + ecr + digest + " cart", "shop: named twice\n\"cart\"" + expected},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := release.Parse(strings.Split(tt.args, " "))
			wantError(t, err, tt.want, true)
		})
	}
}

func wantError(t *testing.T, err error, want string, argument bool) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", want)
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := errors.As(err, new(release.ArgumentError)); got != argument {
		t.Errorf("about an argument: %t, want %t", got, argument)
	}
}
