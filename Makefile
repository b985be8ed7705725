# Every target works on a fresh machine that has Go, make and git.

.PHONY: account cluster bootstrap render check test lint judge charts service-test run bench bench-service schema \
	e2e e2e-tree e2e-packages e2e-full e2e-scale e2e-tools

# render writes rendered/ and eksctl/ from the inputs, like `go run ./generator`, but links only when the code changed.
render: bin/generator
	./bin/generator

check: bin/generator
	./bin/generator check

bin/generator: $(shell find generator -name '*.go') $(shell find platform -type f) go.mod go.sum
	go build -o $@ ./generator

# test is everything: our own tests, the linters, and the judges that the field trusts.
test: lint
	go test ./...
	$(MAKE) judge
	$(MAKE) service-test

lint:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofmt -w $$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

# judge asks kube-score, kubectl-validate, promtool, the API server's admission, Argo Rollouts' analysis, Alertmanager and nginx about the tree.
judge:
	go -C tools test -count=1 -timeout 30m ./...
	go -C tools/admission test -count=1 -timeout 30m ./...
	go -C tools/rollouts test -count=1 -timeout 30m ./...
	go -C tools/prometheus test -count=1 -timeout 30m ./...
	go -C tools/alertmanager test -count=1 -timeout 30m ./...
	nginx=$$(tools/nginx.sh) && PATH="$$PATH:$$nginx" go test -count=1 -tags nginx ./platform/ingress-nginx

# e2e brings the committed tree up on a real control plane with a real Argo CD, by the README's commands, and tries what must
# be refused; e2e/README.md says what is real. It builds what it needs the first time, which takes half an hour on two cores.
e2e: e2e-tools
	$(MAKE) --jobs=2 e2e-tree e2e-packages

e2e-tree:
	cd e2e && go test -count=1 -timeout 30m -v -run TestSingleCluster .

# e2e-packages are the tests of the parts that the proof is made of and the linters: beside the tree, which mostly waits. The
# linters come last, since nothing waits for them while all is compiled for the first time.
e2e-packages:
	cd e2e && go test -count=1 -p 1 -timeout 30m $$(go list ./... | grep -v /e2e$$)
	cd e2e && go vet ./... && go tool -modfile=../go.mod staticcheck ./...

# e2e-full works with the tree for a day, lets everything fail that can, loses the cluster and makes it again, cuts the bootstrap
# wherever it can be cut, and brings the tree up with the Argo CD whose types the generator writes as well.
e2e-full: e2e
	cd e2e && go test -count=1 -timeout 150m -v -run 'TestFull|TestBootstrapCut' . -report=report-full.md
	cd e2e && go run ./tools/cmd argocd-v2 && go test -count=1 -timeout 30m -v -run TestSingleCluster . -argocd=v2 -report=report-argocd-v2.md

# e2e-scale joins more clusters and fills them with apps.
e2e-scale: e2e-tools
	cd e2e && go test -count=1 -timeout 90m -v -run TestScale . -report=report-scale.md

# e2e-tools builds the programs of the proof, each from the modules of its own, and keeps them in the user's cache by content.
e2e-tools:
	cd e2e && go run ./tools/cmd

# charts fetches the charts of the platform, each in the version that is pinned, and compares what they make with our values
# with what the components declare. It is no part of test since it needs the charts' repositories.
charts:
	go build -C tools/helm -o ../../bin/ tool
	@for chart in platform/*/Chart.yaml; do \
		component=$$(dirname $$chart); \
		bin/helm dependency list $$component | grep -Eq '\s(ok|unpacked)\s*$$' || \
			bin/helm dependency update $$component || exit 1; \
	done
	go test -count=1 -tags charts ./platform

# service-test type-checks and tests the service. service/python.sh finds a Python that has all it takes, or installs it.
service-test:
	go build -C tools/promtool -tags=remove_all_sd -o ../../bin/ tool
	cd service && ./python.sh -m mypy hello tests bench
	cd service && PROMTOOL=$(CURDIR)/bin/promtool ./python.sh -m pytest -p no:cacheprovider

# run serves on http://127.0.0.1:8000 with settings from the environment, without a secret unless API_TOKEN_FILE names one.
run: export HOST := 127.0.0.1
run: export API_TOKEN_FILE ?=
run:
	cd service && ./python.sh -m hello

# bench renders synthetic fleets of two sizes and prints figures beside the floor: the same objects through
# sigs.k8s.io/yaml. With TMPDIR on a file system in memory the disk has no part in them.
bench:
	go test -run '^$$' -bench Fleet -benchtime 1x -timeout 30m ./generator

# bench-service measures the service: throughput, latency and memory under wrk, and requests lost over rolling restarts.
bench-service:
	@command -v wrk >/dev/null || { echo 'bench-service needs wrk: apt-get install wrk' >&2; exit 1; }
	cd service && ./python.sh -m bench

schema: bin/generator
	./bin/generator schema

# account makes keys, roles and DNS zone of a fleet at AWS: make account FLEET=single-cluster. It asks before it changes
# anything; DRYRUN=1 prints what it would do, YES=1 does it without a question.
account: bin/generator
	./bin/generator account $(if $(DRYRUN),--dry-run) $(if $(YES),--yes) $(FLEET)

# cluster makes a cluster at AWS, or brings it to what its config says: make cluster CLUSTER=hello. It asks like account.
cluster: bin/generator
	./bin/generator cluster $(if $(DRYRUN),--dry-run) $(if $(YES),--yes) $(if $(FLEET),--fleet=$(FLEET)) $(CLUSTER)

# bootstrap installs Argo CD on a hub, from where it manages itself: make bootstrap CLUSTER=hello. DRYRUN=1 prints how.
bootstrap: bin/generator
	./bin/generator bootstrap $(if $(DRYRUN),--dry-run) $(CLUSTER)
