# Two commands: `make run` serves a workshop, `make test` proves it. Both need Python 3.11+ and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help setup run test bench checks lint types python-types board-types contracts migrations unit fault-tests \
	faults operations browser-tests browser lock clean

export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
BOARD_SOURCES := $(shell find static/src static/public -type f 2>/dev/null)
COMPILE := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

help:
	@echo "make run [PORT=8000] [DATA=.data] [HOST=127.0.0.1]   serve a sample workshop and print its links"
	@echo "make test                                            run all checks and tests"
	@echo "make bench [BENCH='--workloads W2 --write']           measure, and compare with other boards"
	@echo "make setup                                           prepare everything, leave nothing running"
	@echo "make lock                                            write the lock files anew (UPGRADE=1: newest versions)"
	@echo "make clean                                           remove what make made, but no data"

setup: .venv/.ready node_modules/.ready static/dist/manifest.json

run: setup
	@exec .venv/bin/python -m vsm_workshop.local.run --end-with-parent $(if $(PORT),--port=$(PORT)) $(if $(HOST),--host=$(HOST)) $(if $(DATA),--data="$(DATA)")

# The last line is pytest's, and the first failure ends it.
test: setup browser
	@$(MAKE) --no-print-directory --jobs=2 checks
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory fault-tests
	@$(MAKE) --no-print-directory browser-tests

bench: setup bench/node_modules/.ready
	python -m bench.run $(BENCH)

bench/node_modules/.ready: bench/package.json bench/package-lock.json .npmrc node_modules/.ready
	@echo "Installing the peers into bench/node_modules …"
	@cd bench && npm ci --no-progress --loglevel=error
	@touch $@

checks: python-types lint board-types contracts migrations

lint:
	ruff check .
	ruff format --check .
	biome check --error-on-warnings .

types: python-types board-types

python-types:
	mypy

board-types:
	tsc --noEmit

contracts:
	lint-imports

migrations:
	python manage.py makemigrations --check --dry-run

unit:
	vitest run
	pytest -m "not browser and not faults" -n auto --maxprocesses=8

# They stop and start servers under load: two installations beside each other, and nothing else.
fault-tests:
	@$(MAKE) --no-print-directory --jobs=2 faults operations

faults:
	pytest tests/faults

operations:
	pytest tests/operations

browser-tests:
	pytest -m "browser and not faults" -n 2 --dist worksteal

browser:
	@python -m tests.chromium >/dev/null

.venv/.ready: requirements/uv.txt requirements/dev.txt
	@echo "Installing Python packages into .venv …"
	@sh deploy/make-venv.sh
	@.venv/bin/uv pip sync --quiet --compile-bytecode --python .venv/bin/python requirements/dev.txt
	@# The checkout is importable from everywhere, as an installed package would be.
	@for folder in .venv/lib/python3.*/site-packages; do pwd > "$$folder/vsm_workshop.pth"; done
	@touch $@

node_modules/.ready: .venv/.ready package.json package-lock.json .npmrc
	@echo "Installing the board's packages into node_modules …"
	@npm ci --no-progress --loglevel=error
	@touch $@

static/dist/manifest.json: node_modules/.ready vite.config.ts tsconfig.json $(BOARD_SOURCES)
	@echo "Building the board …"
	@vite build --logLevel warn
	@touch $@

lock: .venv/.ready
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements/base.in -o requirements/base.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements/dev.in -o requirements/dev.txt
	npm install --package-lock-only
	@# Hashes pin a package; where its makers ask for money is no part of that.
	@python -c "import json, pathlib; file = pathlib.Path('package-lock.json'); lock = json.loads(file.read_text()); \
		[package.pop('funding', None) for package in lock['packages'].values()]; \
		file.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + '\n')"

clean:
	rm -rf .venv node_modules bench/node_modules bench/out static/dist test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
