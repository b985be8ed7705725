package tools_test

// spoiltWorkflows are edits of the real workflows, each with the fault that a rule must find.
var spoiltWorkflows = []struct {
	rule                      workflowRule
	workflow, old, new, fault string
}{
	{unpinned, "build.yaml", "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7.0.1", "want a full SHA"},
	{unpinned, "build.yaml", "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@3d3c42e5", "checkout@3d3c42e5: want a full SHA"},
	{unpinned, "build.yaml", "81273ba90b1 # v7.0.1", "81273ba90b1", "81273ba90b1: want a full SHA and its version in a comment"},
	{unpinned, "build.yaml", "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "0123456789012345678901234567890123456789 # v7.0.1", "actions/checkout is pinned to"},
	{unpinned, "build.yaml", "trivy:0.75.0@sha256:af", "trivy:0.75.0@sha256:00", "TRIVY is pinned to"},
	{unpinned, "build.yaml", "  # renovate: datasource=docker\n", "", "BUILDKIT: Renovate does not see it"},
	{unlimited, "build.yaml", "permissions: {}", "", "permissions of the whole workflow: want {}"},
	{unlimited, "pull-request.yaml", "permissions: {}", "permissions: {contents: read}", "permissions of the whole workflow: want {}"},
	{unlimited, "build.yaml", "    permissions: {}", "", "scan states no permissions"},
	{unlimited, "pull-request.yaml", "  group: ", "  gruppe: ", "no concurrency group"},
	{unlimited, "build.yaml", "shell: bash", "shell: sh", "default shell is not bash"},
	{unlimited, "build.yaml", "timeout-minutes: 20", "", "settings has no timeout"},
	{unlimited, "build.yaml", "runs-on: ubuntu-24.04", "runs-on: ubuntu-latest", "settings runs on ubuntu-latest"},
	{unsafe, "pull-request.yaml", "  pull_request:", "  pull_request_target:", "pull_request_target gives strangers' code a token"},
	{unsafe, "build.yaml", "GH_TOKEN: ${{ github.token }}", "GH_TOKEN: ${{ secrets.PUSH_TOKEN }}", "a secret"},
	{unsafe, "build.yaml", `title="$APP $TAG`, `title="$APP ${{ needs.build.outputs.tag }}`, "bump: an expression in a script"},
	{unsafe, "build.yaml", "          persist-credentials: false", "          persist-credentials: true", "settings: a checkout leaves the token"},
	{unsafe, "pull-request.yaml", "          persist-credentials: false\n", "", "generator: a checkout leaves the token"},
	{untrusted, "pull-request.yaml", "contents: read", "contents: write", "generator may write and checks out what is under review"},
	{untrusted, "pull-request.yaml", "contents: read", "contents: write", "generator may write and runs make"},
	{untrusted, "build.yaml", "gh auth setup-git", "go run ./generator check", "bump may write and runs go"},
	{untrusted, "build.yaml", "cosign sign --yes", "docker run --rm", "push may write and runs docker"},
	{missingFiles, "pull-request.yaml", "service/requirements-dev.txt", "service/requirements-test.txt", "service/requirements-test.txt does not exist"},
	{missingFiles, "build.yaml", "APP: fastapi-hello", "APP: hello", "apps/hello/versions.yaml does not exist"},
	{missingCommands, "pull-request.yaml", "make lint", "make lint spotless", "no such target"},
	{missingCommands, "pull-request.yaml", "generator check", "generator verify", "no such subcommand"},
	{missingCommands, "pull-request.yaml", "--base", "--against", "no flag --against"},
	{missingCommands, "build.yaml", "--env ", "--environment ", "no flag --environment"},
	{missingCommands, "pull-request.yaml", "go test ./...", "go test ./generator/...", "neither in the Makefile"},
	{missingCommands, "pull-request.yaml", "ruff check", "flake8", "flake8 .: neither in the Makefile"},
	{missingCommands, "build.yaml", "skopeo copy", "crane push", "crane push"},
}
