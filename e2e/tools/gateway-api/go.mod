module github.com/example/fastapi-gitops/e2e/tools/gateway-api

go 1.26.0

// Nothing is built of it: its folder config/crd is what is asked for.
require sigs.k8s.io/gateway-api v1.5.1
