module github.com/example/fastapi-gitops/e2e/tools/velero

go 1.26.0

// Nothing is built of it: its folder config/crd is what is asked for.
require github.com/vmware-tanzu/velero v1.18.3
