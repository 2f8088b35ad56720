# Ronda. `make` alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
UV = scripts/uv
RUN = $(UV) run --frozen --no-sync
PORT ?= 8000
# Every command starts twice as fast with its byte code kept.
unexport PYTHONDONTWRITEBYTECODE

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:
	@$(UV) sync --frozen --quiet --compile-bytecode

run: setup ## Set up and show Ronda at work on the practice province, then open the page
	@$(RUN) ronda lab demo --port $(PORT) $(ARGS)

serve: setup ## Run Ronda on your own settings (ronda.env)
	@$(RUN) ronda init
	@$(RUN) ronda serve --port $(PORT)

test: setup ## Set up, install test servers when allowed, check and test on both databases
	@scripts/test

check: setup ## Format, lint, types, layers, migrations, translations, generated docs
	@scripts/check

lab: setup ## Serve the practice province alone
	@$(RUN) ronda lab serve $(ARGS)

bench: setup ## Measure speed side by side with a peer
	@$(RUN) python -m bench $(ARGS)

measure: ## Measure Ronda on provinces with hidden truth, and write docs/measurements.md
	@$(UV) sync --frozen --quiet --compile-bytecode --group measure
	@$(RUN) python -m measure $(ARGS)

screens: setup ## Take a picture of every page, at two widths, in both languages
	@$(RUN) python scripts/screens.py $(ARGS)

messages: setup ## Gather texts to translate (needs xgettext) and compile the catalogue
	@$(RUN) python scripts/translations.py && $(RUN) python scripts/translations.py --compile

vendor: setup ## Bring the vendored JavaScript that the manifest names
	@scripts/vendor

format: setup ## Format the code
	@$(RUN) ruff format . && $(RUN) ruff check --fix .

clean: ## Remove what was set up and made here (var/ with your data stays)
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help setup run serve test check lab bench measure screens messages vendor format clean
