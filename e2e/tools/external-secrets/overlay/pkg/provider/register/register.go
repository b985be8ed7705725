// Package register links the one provider that the tree uses, AWS, where upstream links 38: the controllers import this
// package, and those providers are most of what there is to compile.
package register

import _ "github.com/external-secrets/external-secrets/pkg/provider/aws"
