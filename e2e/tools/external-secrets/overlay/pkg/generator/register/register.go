// Package register links the two generators that the tree uses, ECRAuthorizationToken and Password.
package register

import (
	_ "github.com/external-secrets/external-secrets/pkg/generator/ecr"
	_ "github.com/external-secrets/external-secrets/pkg/generator/password"
)
