# The ways to run, test and change LSTMelody. `make` alone lists them.
#
# What is set up leaves a stamp in .venv, which goes stale when the lists of versions change: a second run
# does nothing twice. The serving half installs no torch; everything else needs `make setup`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK := 1

HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
PIP := $(BIN)/pip install -q -c constraints.txt
NPM := npm --prefix web --silent
PAGE := $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2>/dev/null)
MODULES := web/node_modules/.package-lock.json
LIGHTHOUSE := web/bench/node_modules/.package-lock.json
PYTHON_CODE := src tests bench scripts

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

app: .venv/.serving .venv/.sound web/dist/index.html ## set up what is missing, then serve on http://127.0.0.1:8000 (HOST, PORT)
	@exec $(BIN)/lstmelody serve --host $(HOST) --port $(PORT)

setup: .venv/.dev .venv/.sound .venv/.postgres $(MODULES) .venv/.browser ## all that running and testing need, torch and Chromium included

test: setup check pytest web-test e2e ## everything that must hold before a change goes in
	@echo "make test: all passed."

check: .venv/.dev $(MODULES) ## style, types and import contracts; never edits
	@$(MAKE) -k lint types contracts client-check web-check

lint: .venv/.dev
	@echo "== ruff"
	@$(BIN)/ruff check $(PYTHON_CODE)
	@$(BIN)/ruff format --check $(PYTHON_CODE)

types: .venv/.dev
	@echo "== mypy"
	@$(BIN)/mypy

contracts: .venv/.dev
	@echo "== import contracts"
	@$(BIN)/lint-imports --no-cache | sed -n '/^Contracts$$/,$$p' | sed '/^-*$$/d;/^Contracts$$/d'

client-check: .venv/.dev
	@$(BIN)/python -m lstmelody.api.openapi | cmp -s - web/openapi.json || \
	{ echo "web/openapi.json is not what the service says: run make client." >&2; exit 1; }

client: .venv/.dev $(MODULES) ## write the page's API client anew from the service
	@$(BIN)/python -m lstmelody.api.openapi >web/openapi.json
	@$(NPM) run generate

web-check: $(MODULES)
	@echo "== page: style and types"
	@$(NPM) run check

fix: .venv/.dev $(MODULES) ## put style right where a tool can
	@$(BIN)/ruff check --fix $(PYTHON_CODE)
	@$(BIN)/ruff format $(PYTHON_CODE)
	@$(NPM) run fix

pytest: .venv/.dev .venv/.sound .venv/.postgres
	@echo "== pytest"
	@$(BIN)/pytest -q -n 2 --dist loadfile

web-test: $(MODULES)
	@echo "== page: tests"
	@$(NPM) test

e2e: .venv/.dev .venv/.sound .venv/.browser web/dist/index.html
	@echo "== end to end, in a browser"
	@CHROMIUM="$$(scripts/browser.sh)" $(BIN)/python scripts/with_server.py $(NPM) run e2e

pictures: .venv/.dev .venv/.sound .venv/.browser web/dist/index.html ## photograph the studio for the README
	@CHROMIUM="$$(scripts/browser.sh)" PICTURES=$(CURDIR)/docs/pictures $(BIN)/python scripts/with_server.py node web/e2e/pictures.mjs

tiny: .venv/.dev .venv/.sound ## 20 invented songs -> shards -> a toy model -> a song you can play, in a minute
	@$(BIN)/pytest -q tests/test_whole.py

dev: .venv/.dev .venv/.sound $(MODULES) ## serve with reload, the page too (http://127.0.0.1:5173)
	@trap 'kill 0' EXIT; \
	$(BIN)/uvicorn --factory lstmelody.api.app:from_environment --reload --reload-dir src --port $(PORT) & \
	LSTMELODY_API=http://127.0.0.1:$(PORT) npm --prefix web run dev

build: web/dist/index.html ## build the page into web/dist

wheel: .venv/.serving web/dist/index.html ## a wheel with model and page in dist/: pip install it, then `lstmelody serve`
	@rm -rf dist
	@$(BIN)/pip wheel -q --no-deps -w dist .
	@ls -sh dist/*.whl

bench: .venv/.dev ## timings on this machine, against baselines on this machine; of the page, against its goals
	@$(BIN)/lstmelody bench
	@$(MAKE) bench-page

bench-page: .venv/.dev .venv/.sound .venv/.browser $(LIGHTHOUSE) web/dist/index.html
	@CHROMIUM="$$(scripts/browser.sh)" node web/bench/all.mjs $(PARTS)

prove: setup .venv/.cluster web/dist/index.html ## the long proofs, up to an hour (CORPUS=songs.tar.xz breaks real files, too)
	@$(BIN)/pytest -m prove

constraints: ## resolve every version anew and pin it (run `make test` before you keep it)
	@scripts/constraints.sh

clean: ## remove what was built and set up; your songs stay
	@rm -rf .venv dist build web/dist web/node_modules web/bench/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

.PHONY: help app setup test check lint types contracts client-check client web-check fix pytest web-test e2e tiny dev build wheel \
	bench bench-page prove constraints clean

# What is set up.

.venv/bin/python:
	@scripts/venv.sh

.venv/.serving: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing the serving half (no torch)"
	@$(PIP) -e .
	@touch $@

.venv/.dev: .venv/.serving
	@echo "Installing torch and the tools for development"
	@$(PIP) -e '.[train,dev]'
	@$(PIP) --no-deps tinysoundfont pretty_midi # the synthesizer without system packages, to be tested too
	@touch $@

.venv/.cluster: .venv/.dev
	@echo "Installing Ray"
	@$(PIP) -e '.[cluster]'
	@touch $@

.venv/.sound: scripts/sound.sh .venv/.serving
	@scripts/sound.sh
	@touch $@

.venv/.postgres: scripts/postgres.sh | .venv/bin/python
	@scripts/postgres.sh
	@touch $@

.venv/.browser: scripts/browser.sh | .venv/bin/python
	@scripts/browser.sh >/dev/null
	@touch $@

$(MODULES): web/package.json web/package-lock.json
	@command -v npm >/dev/null || { echo "Building the page needs Node 20 or later: install it first." >&2; exit 1; }
	@echo "Installing what the page is built with"
	@cd web && npm ci --loglevel error --no-audit --no-fund >/dev/null
	@touch $@

$(LIGHTHOUSE): web/bench/package.json web/bench/package-lock.json $(MODULES)
	@echo "Installing Lighthouse"
	@cd web/bench && npm ci --loglevel error --no-audit --no-fund >/dev/null
	@touch $@

web/dist/index.html: $(MODULES) $(PAGE)
	@echo "Building the page"
	@$(NPM) run build -- --logLevel warn
	@touch $@
