# Two commands are enough: `make serve` to read the site, `make test` to check a change.
# Needs Python 3.11 or newer, make and a package index; everything else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
HOST ?= 127.0.0.1
PORT ?= 8000
BENCH ?=

.DELETE_ON_ERROR:
.PHONY: help install serve test test-lowest bench clean

help:  ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

install: $(VENV)/installed  ## the package in .venv, made anew only when pyproject.toml has changed

serve: install  ## the site on http://127.0.0.1:8000/, which follows every edit
	$(BIN)/i18n-site serve --host $(HOST) --port $(PORT)

test: $(VENV)/installed-for-tests  ## all that a change must pass
	scripts/system-packages
	scripts/html-checker $(VENV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict i18n_site
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

test-lowest: $(VENV)/installed-for-tests  ## the tests with the oldest dependencies that pyproject.toml admits
	scripts/test-lowest .venv-lowest

bench: $(VENV)/installed-for-tests  ## ratios, comparable between machines; BENCH=--long for the largest sizes, docs/benchmarks.md
	$(BIN)/python benchmarks/run.py $(BENCH)

clean:  ## removes what is derived: .venv, build, dist, caches, .mo files
	rm -rf $(VENV) .venv-lowest build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find translations -name '*.mo' -delete 2>/dev/null || true
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps lie in .venv, so that they go when it goes.
$(VENV)/installed: pyproject.toml
	scripts/make-venv $(VENV)
	$(PIP) install --editable .
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	$(PIP) install --editable '.[test]'
	@touch $@
