# The Billing Center. `make` lists what can be done; every verb prepares what it needs.

SHELL  := /bin/bash
VENV   ?= .venv
DATA   ?= var/run
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
PY     := $(VENV)/bin/python
READY  := $(VENV)/ready-for-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo nothing)
STACK  := $(PY) -W ignore -m deploy.local

.DEFAULT_GOAL := help
.PHONY: help demo run test fault lint client bench doctor audit operator lock clean

help: ## List the verbs
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

demo: $(READY) ## Play the main job on real input and check it (LOGS='/var/log/*.log' to count those)
	@$(PY) -W ignore -m deploy.demo --data var/demo $(if $(LOGS),--logs '$(LOGS)')

run: $(READY) ## Start everything and stay up until Ctrl-C (DATA=var/demo: the demo's data; FOLLOW=1: with logs)
	@$(STACK) run --data $(DATA) $(if $(FOLLOW),--follow)

test: $(READY) ## Run the tests (T=tests/unit/wallet for some of them)
	@$(STACK) prepare || echo 'The tests that need RabbitMQ will fail.'
	@$(PY) -m pytest $(T)

fault: $(READY) ## Kill every process twenty times while traffic runs (SEED=7 plays a storm again, KILLS=5 makes it shorter)
	@$(STACK) prepare
	@BC_FAULT_SEED=$(SEED) BC_FAULT_KILLS=$(or $(KILLS),20) $(PY) -m pytest -s tests/fault

lint: $(READY) ## Check style, types and who imports whom
	@$(PY) -m ruff check . && $(PY) -m mypy && $(VENV)/bin/lint-imports

client: $(READY) ## Generate gateway/client anew, after a change of the API
	@$(PY) -m gateway.generate_client

bench: $(READY) ## Measure, and write tests/benchmarks/RESULTS.md (ARGS=... for some of it)
	@$(PY) -m tests.benchmarks $(ARGS)

doctor: $(READY) ## Tell the state of every part of the running stack
	@$(STACK) doctor --data $(DATA)

audit: $(READY) ## Replay, verify, explain, export (ARGS='replay', ARGS='explain BILL'; ARGS=--help for more)
	@$(STACK) as --data $(DATA) audit -- $(PY) -m services.audit $(ARGS)

operator: $(READY) ## Make the first operator (EMAIL=you@example.com)
	@test -n "$(EMAIL)" || { echo 'Say who: make operator EMAIL=you@example.com'; exit 2; }
	@$(STACK) as --data $(DATA) identity -- $(PY) -m services.identity.operator '$(EMAIL)'

lock: ## Choose the newest permitted versions of all packages anew
	@$(PYTHON) -m venv var/lock && var/lock/bin/pip install --quiet --disable-pip-version-check uv
	@var/lock/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --upgrade --no-header \
		--no-emit-index-url --python-version 3.11 --output-file requirements.lock --quiet

clean: ## Remove the environment, all data under var/, and caches
	@for data in var/run var/demo; do if [ -d $$data ] && [ -x $(PY) ]; then $(STACK) wipe --data $$data || exit 1; fi; done
	@rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made from the lock file alone, anew when that changes or another Python is chosen.
$(READY): requirements.lock
	@test -n "$(PYTHON)" || { echo 'Python 3.11, 3.12 or 3.13 is needed: install one, or name it with PYTHON=/path/to/python3'; exit 1; }
	@echo "Making $(VENV) from requirements.lock ..."
	@$(PYTHON) -m venv --clear $(VENV) \
		|| { echo 'Python cannot make virtual environments here. On Debian: apt-get install python3-venv'; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $(READY)
