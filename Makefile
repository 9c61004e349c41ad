# One command sets up and runs the library (make run); one passes the tests (make test).
PYTHON ?= python3.11
PYTHON := $(shell command -v $(PYTHON) || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
RUNS := $(VENV)/.runs
export KB_DATA ?= data
export KB_PORT ?= 8000

.PHONY: help setup run test tests system lint style types score bench load nightly corpus shots clean mutants docs wheel container lock notices sbom audit

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP)  ## a virtual environment with pinned packages and the tools of developers

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,meaning]'
	@touch $@ $(RUNS)

$(RUNS): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[meaning]'
	@touch $@

run: $(RUNS)  ## load the sample library on first start and serve it on http://127.0.0.1:8000
	$(BIN)/kb serve --load corpus/library --port $(KB_PORT)

lint: style types  ## how the code is written, what depends on what, and types

style: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

# types need one process and many tests wait, so both run side by side; tests use three processes on two processors;
# where either fails, types are checked once more, so that their faults stand last and not amid the lines of the tests
test: style  ## all checks and tests
	$(MAKE) --no-print-directory -j 2 types tests || { $(MAKE) --no-print-directory types; exit 1; }

# in a fresh clone each process would compile every module and test again: the first line does so once, for all processes and
# the servers that they start. What it finds wrong, the second tells.
tests: export PYTHONDONTWRITEBYTECODE =
tests: setup
	@$(BIN)/python -m pytest --collect-only -q >/dev/null 2>&1 || true
	$(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder

# apart from the other tests, since they keep both processors busy or wait long
system: setup  ## tests with several programs at work: machines, a cluster of OpenSearch, the browser, kills, a failing disk
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder -m "system and not nightly"

score: setup  ## findings, themes, recurrence and ranking against labels
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m benchmarks.score
	$(BIN)/python -m benchmarks.themes
	$(BIN)/python -m benchmarks.ranking

bench: setup  ## speed and size, as ratios in one run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.reading_speed
	$(BIN)/python -m benchmarks.add
	$(BIN)/python -m benchmarks.echoes

LOAD ?= load
LOAD_FINDINGS ?= 50000
load: setup  ## readers on a library of 50,000 findings in LOAD=folder, two minutes; LOAD_OPTIONS='--seconds 120 --beside' for long
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	test -e $(LOAD)/library.sqlite3 || $(BIN)/python -m benchmarks.national $(LOAD) $(LOAD_FINDINGS) link
	$(BIN)/python -m benchmarks.load $(LOAD) $(LOAD_OPTIONS)

nightly: setup  ## long checks: slow tests, and ten thousand random queries against the specification
	@if command -v npm >/dev/null; then npm ci --prefix frontend --no-audit --no-fund; fi
	@if command -v mvn >/dev/null; then mvn -q -B dependency:get -Dartifact=org.verapdf.apps:greenfield-apps:1.28.2 -Dtransitive=false; fi
	$(BIN)/python -m pytest -m 'nightly or system'
	@if command -v buildah debootstrap >/dev/null; then deploy/try_container.sh && deploy/try_install.sh; else echo 'The container was not tried: buildah or debootstrap is missing.'; fi
	$(BIN)/python -m benchmarks.search_fuzz

docs: setup  ## the documentation as a site that needs no network, into docs/site
	$(BIN)/python -m docs.reference
	$(BIN)/zensical build --strict --clean -f docs/mkdocs.yml

wheel: setup  ## a wheel in dist/ that pipx or uv installs without make
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps -w dist .

container: ## an image with podman or buildah; deploy/try_container.sh makes its base and tries it
	podman build --format docker -f deploy/Containerfile -t learning-library . || buildah build --format docker -f deploy/Containerfile -t learning-library .

lock: setup  ## deploy/requirements.lock anew from the pins, with the hash of every package file
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-tools>=7.6,<8'
	$(BIN)/pip-compile --quiet --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --strip-extras \
		--generate-hashes --extra meaning --extra postgres --extra harvest --extra oidc -c constraints.txt -o deploy/requirements.lock pyproject.toml

notices: setup  ## the list of packages and licences in THIRD_PARTY_NOTICES anew
	$(BIN)/python -m deploy.notices

sbom: setup  ## dist/sbom.json, a CycloneDX list of what is installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'cyclonedx-bom>=7.5,<8'
	mkdir -p dist && $(BIN)/cyclonedx-py environment --output-format JSON --output-file dist/sbom.json $(BIN)/python

audit: setup  ## known flaws of the pinned packages, where the list of flaws can be reached
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.10,<3'
	$(BIN)/pip-audit --disable-pip --require-hashes -r deploy/requirements.lock

mutants: setup  ## small changes of meaning, and how many of them the tests notice
	$(BIN)/python -m benchmarks.mutants

corpus: setup  ## make the sample documents again from their sources
	$(BIN)/python corpus/build.py

shots: setup  ## pictures of the main pages, into shots/
	$(BIN)/python -m benchmarks.screenshots

clean:  ## everything but the library's data
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
