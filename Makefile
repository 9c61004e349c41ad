# One command sets up and runs the library (make run); one passes the tests (make test).
PYTHON ?= python3.11
PYTHON := $(shell command -v $(PYTHON) || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
export KB_DATA ?= data
export KB_PORT ?= 8000

.PHONY: help setup run test lint score bench nightly corpus shots clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP)  ## a virtual environment with pinned packages

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,meaning]'
	@touch $@

run: setup  ## load the sample library on first start and serve it on http://127.0.0.1:8000
	$(BIN)/kb serve --load corpus/library --port $(KB_PORT)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint  ## all checks and tests
	$(BIN)/python -m pytest -n 2 --dist loadscope

score: setup  ## findings, themes, recurrence and ranking against labels
	$(BIN)/python -m benchmarks.score
	$(BIN)/python -m benchmarks.themes
	$(BIN)/python -m benchmarks.ranking

bench: setup  ## speed and size, as ratios in one run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.reading_speed
	$(BIN)/python -m benchmarks.add
	$(BIN)/python -m benchmarks.echoes

nightly: setup  ## long checks: ten thousand random queries against the specification
	$(BIN)/python -m benchmarks.search_fuzz

corpus: setup  ## make the sample documents again from their sources
	$(BIN)/python corpus/build.py

shots: setup  ## pictures of the main pages, into shots/
	$(BIN)/python -m benchmarks.screenshots

clean:  ## everything but the library's data
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
