# nephoran: `make` lists what can be made.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
CARGO ?= cargo
# Where the binaries are built for `make bench`: optimised, in a third of a release build's time.
FAST := --profile fast

.PHONY: help demo test fuzz lint unit charts deny bench crds docs fmt prerequisites binaries

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: binaries ## Start a control plane and the six controllers, apply examples/*.yaml, show them become Ready (KEEP=1 leaves it running)
	@$(CARGO) run --quiet --bin demo

test: prerequisites lint charts unit ## Run every check and test, and install or build what they need

prerequisites:
	@tools/install-debian-packages.sh
	@[ -n "$${KUBEBUILDER_ASSETS:-}" ] || tools/build-controlplane.sh >/dev/null
	@if command -v go >/dev/null; then tools/build-weaviate.sh >/dev/null; fi

lint:
	@echo "checking the formatting and the lints" >&2
	$(CARGO) fmt --all --check
	$(CARGO) clippy --quiet --workspace --all-targets -- -D warnings

charts:
	@echo "checking the charts" >&2
	charts/test.sh

# The end-to-end tests start the binaries, so those are built first.
unit: binaries
	@echo "running all tests" >&2
	$(CARGO) test --workspace

binaries:
	@echo "building the controllers (minutes the first time, seconds after that)" >&2
	$(CARGO) build --workspace --bins

deny: ## Check the dependencies' advisories, licences and sources (installs cargo-deny, once)
	@command -v cargo-deny >/dev/null || { echo "installing cargo-deny (a few minutes)" >&2; $(CARGO) install --locked --quiet cargo-deny; }
	$(CARGO) deny check

fuzz: ## Try other random cases than the tests do, and more: CASES=100000; SEED=the time, printed so that a failure can be had again
	@export PROPTEST_RNG_SEED=$${SEED:-$$(date +%s)} PROPTEST_CASES=$${CASES:-100000}; \
	echo "SEED=$$PROPTEST_RNG_SEED CASES=$$PROPTEST_CASES" >&2; \
	NEPHORAN_FUZZ_CASES=$$PROPTEST_CASES $(CARGO) test --workspace --exclude nephoran-end-to-end

bench: ## Measure on a local control plane
	$(CARGO) build --quiet $(FAST) --workspace --bins
	$(CARGO) run --quiet $(FAST) --bin bench

crds: ## Write the CRD files from the types, and the chart's copies of them and of the admission policies
	$(CARGO) run --quiet --bin crdgen -- config/crds charts/nephoran-crds/files
	cp config/policies/*.yaml charts/nephoran-crds/policies/

docs: ## Write docs/catalogue.md from the catalogue of network functions
	$(CARGO) run --quiet --bin catalogue-docs -- docs/catalogue.md

fmt: ## Format everything
	$(CARGO) fmt --all
