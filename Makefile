# The commands of this project. `make help` lists them.

.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/bash
BIN := .venv/bin
export PYTHON

.PHONY: help setup setup-run run test soak fuzz sabotage mechanisms check format bench docs lock clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo 'ARGS="..."        more arguments for run, test, soak, bench and lock'
	@echo 'PYTHON=/path/to   the Python to make .venv with (3.11, 3.12 or 3.13)'
	@echo 'APT=no            leave system packages alone'

setup-run:
ifneq ($(APT),no)
	@packaging/system-packages.sh run
endif
	@packaging/environment.sh

setup: ## Install everything: system packages, .venv, the project
ifneq ($(APT),no)
	@packaging/system-packages.sh run test
endif
	@packaging/environment.sh

run: setup-run ## Start the terminal; without a display, the demo on a screen of its own
	@ulimit -c 0; \
	if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] && { $(BIN)/python packaging/display.py; } 2>/dev/null; \
	then exec $(BIN)/kiosk run --with-dock $(ARGS); \
	else exec $(BIN)/kiosk demo $(ARGS); fi

check: setup-run ## Format, lint, types, import contracts, QML: all without a warning
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python packaging/qmllint.py

format: setup-run ## Format the sources, and mend what the linter can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

test: setup ## Run the fast tests
	TMPDIR=$$(packaging/scratch.sh) $(BIN)/pytest -n 3 --dist worksteal -m 'not soak' $(ARGS)

soak: setup ## Run the long tests only
	TMPDIR=$$(packaging/scratch.sh) $(BIN)/pytest -n 2 --dist worksteal -m soak $(ARGS)

fuzz: setup ## Throw a minute of bytes at every parser
	$(BIN)/python -m tests.fuzz $(ARGS)

sabotage: setup ## Break the program on purpose, one thing at a time: its tests must notice
	$(BIN)/python packaging/sabotage $(ARGS)

mechanisms: setup-run ## Show which mechanism is shown by which tests, and what is still to come
	$(BIN)/python packaging/mechanisms.py $(ARGS)

bench: setup ## Time what the program does beside its physical limit
	$(BIN)/kiosk bench $(ARGS)

docs: setup-run ## Write docs/openapi.json from the code
	@mkdir -p build docs
	$(BIN)/acceptance openapi > build/openapi.json
	mv build/openapi.json docs/openapi.json

lock: setup-run ## Write requirements.lock from pyproject.toml (ARGS=--upgrade for the newest)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock $(ARGS)
	@! grep -n '://' requirements.lock

clean: ## Remove what was built and cached; .venv stays
	rm -rf build out *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
