# Ronda. `make` alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
UV = scripts/uv
RUN = $(UV) run --frozen

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install exactly what the lock file says, into .venv
	@$(UV) sync --frozen --quiet

check: setup ## Format, lint, types, layers, migrations, translations, generated docs
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) python -m django makemigrations --check --dry-run --settings=ronda.settings

.PHONY: help setup check
