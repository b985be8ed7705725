module github.com/example/fastapi-gitops/e2e/tools/prometheus-operator

go 1.26.0

// Nothing is built of it: its CRDs are what is asked for.
tool github.com/prometheus-operator/prometheus-operator/cmd/operator

require github.com/prometheus-operator/prometheus-operator v0.93.1
