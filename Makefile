# Every target works on a fresh machine that has Go, make and git.

.PHONY: render check test lint judge bench schema

# render writes rendered/ and eksctl/ from the inputs, like `go run ./generator`, but links only when the code changed.
render: bin/generator
	./bin/generator

check: bin/generator
	./bin/generator check

bin/generator: $(shell find generator -name '*.go') go.mod go.sum
	go build -o $@ ./generator

# test is everything: our own tests, the linters, and the judges that the field trusts.
test: lint
	go test ./...
	$(MAKE) judge

lint:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofmt -w $$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

# judge asks kube-score, kubectl-validate and promtool about the committed tree.
judge:
	go -C tools test -count=1 -timeout 30m ./...

# bench renders synthetic fleets of two sizes and prints figures beside the floor: the same objects through
# sigs.k8s.io/yaml. With TMPDIR on a file system in memory the disk has no part in them.
bench:
	go test -run '^$$' -bench Fleet -benchtime 1x -timeout 30m ./generator

schema: bin/generator
	./bin/generator schema
