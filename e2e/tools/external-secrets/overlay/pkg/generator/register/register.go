// Package register links the one generator that the tree uses, ECRAuthorizationToken.
package register

import _ "github.com/external-secrets/external-secrets/pkg/generator/ecr"
