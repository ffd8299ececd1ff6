PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help

.PHONY: help serve test lint contract selftest bench clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.serve: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.serve pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

serve: $(VENV)/.serve ## Start the mock (ARGS="--scenario guide" adds options)
	@exec $(BIN)/dolfin-mock serve $(ARGS)

lint: $(VENV)/.dev ## ruff, mypy and the layer rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint ## Everything: lint, contract drift, the contract suite, a part of its selftest, all other tests
	$(BIN)/dolfin-mock contract check
	$(BIN)/dolfin-mock verify --seed 1
	$(BIN)/python -m contract_tests.selftests --quick
	$(BIN)/pytest -n auto

contract: $(VENV)/.dev ## The contract suite against the mock (ARGS="--seed 7" adds options)
	$(BIN)/dolfin-mock verify $(ARGS)

selftest: $(VENV)/.dev ## Prove that the contract suite can fail: fault by fault, what catches it
	$(BIN)/python -m contract_tests.selftests $(ARGS)

bench: $(VENV)/.dev ## Speed as ratios to a bare endpoint, into benchmarks/results.md (needs wrk; ARGS="7 5": rounds, seconds)
	$(BIN)/python -m benchmarks $(ARGS)

clean: ## Remove what make made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache dist
