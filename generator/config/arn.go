package config

import (
	"fmt"
	"regexp"
	"strings"
)

// arnPrefix is the beginning of an ARN up to its service (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
const arnPrefix = `^arn:(aws|aws-cn|aws-us-gov):`

// RoleARN is the ARN of an IAM role, with its path.
type RoleARN string

var rolePattern = regexp.MustCompile(arnPrefix + `iam::[0-9]{12}:role/([A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,64}$`)

// Form is that of roles in IAM.
func (RoleARN) Form() Form {
	return textForm(rolePattern.String(), "arn:aws:iam::111122223333:role/hello-admin")
}

// UnmarshalText refuses what is no role: users have lasting credentials, and a session ends.
func (r *RoleARN) UnmarshalText(text []byte) error {
	if !rolePattern.Match(text) {
		return fmt.Errorf("%q is not the ARN of an IAM role: expected arn:aws:iam::<account>:role/<name>", text)
	}
	*r = RoleARN(text)
	return nil
}

// KeyARN is the ARN of a KMS key.
type KeyARN string

var keyPattern = regexp.MustCompile(arnPrefix + `kms:[a-z0-9-]+:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

// exampleKey is the id of a key that is yet to be made.
const exampleKey = "00000000-0000-0000-0000-000000000000"

// Form is that of single-region and multi-region keys.
func (KeyARN) Form() Form {
	return textForm(keyPattern.String(), "arn:aws:kms:ap-south-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
}

// UnmarshalText refuses aliases, which eksctl does not take and which may point at another key tomorrow, and bare key ids.
func (k *KeyARN) UnmarshalText(text []byte) error {
	if s := string(text); strings.HasPrefix(s, "alias/") || strings.Contains(s, ":alias/") {
		return fmt.Errorf("%q is an alias: expected the ARN of the key itself, as aws kms describe-key --key-id %s --query KeyMetadata.Arn says it", s, s)
	}
	if !keyPattern.Match(text) {
		return fmt.Errorf("%q is not the ARN of a KMS key: expected arn:aws:kms:<region>:<account>:key/<id>", text)
	}
	*k = KeyARN(text)
	return nil
}

// ExampleKey is the ARN of a key that is yet to be made.
func ExampleKey(partition, region, account string) KeyARN {
	return KeyARN("arn:" + partition + ":kms:" + region + ":" + account + ":key/" + exampleKey)
}

// Partition of the role.
func (r RoleARN) Partition() string { return part(string(r), 1) }

// Partition of the key.
func (k KeyARN) Partition() string { return part(string(k), 1) }

// Region of the key.
func (k KeyARN) Region() string { return part(string(k), 3) }

// Account of the key.
func (k KeyARN) Account() string { return part(string(k), 4) }

// Example reports whether the key is yet to be made.
func (k KeyARN) Example() bool { return strings.HasSuffix(string(k), "/"+exampleKey) }

// part is one of those between the colons of an ARN.
func part(arn string, i int) string {
	if parts := strings.Split(arn, ":"); i < len(parts) {
		return parts[i]
	}
	return ""
}
