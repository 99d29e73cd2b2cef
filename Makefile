# make run   opens the studio           make check  lint, types, import contracts, sizes
# make test  runs the whole suite       make bench  prints the benchmarks' figures
# make interop  has the real loaders of trainers read what the studio exports, and reads what tools export
# make lock  resolves the versions in pyproject.toml anew

PYTHON ?= python3.11
VENV := .venv
LINES = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
BIN := $(VENV)/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python
EDITABLE := $(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
RESOLVE := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

# Compiled modules are kept, whatever the machine says: else every process would compile the studio anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run setup setup-test test test-frontend check check-frontend axe bench interop lock clean

run: setup
	$(BIN)/prefstudio serve

setup: $(VENV)/ready-run
setup-test: $(VENV)/ready-test

$(VENV)/bootstrapped: requirements/bootstrap.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/bootstrap.txt
	touch $@

# What the suite needs includes what the studio needs: a folder that is ready for tests is ready to run.
$(VENV)/ready-run: $(VENV)/bootstrapped requirements/run.txt pyproject.toml
	$(INSTALL) requirements/run.txt
	$(EDITABLE)
	rm -f $(VENV)/ready-test
	touch $@

$(VENV)/ready-test: $(VENV)/bootstrapped requirements/test.txt pyproject.toml
	$(INSTALL) requirements/test.txt
	$(EDITABLE)
	touch $(VENV)/ready-run $@

# Some tests wait for other processes more than they work, so one more line of them than there are cores.
# The browser tests come last and in two lines at most: they look at what happens within seconds.
# All else goes by folder: by number of tests the few that take longest would come last, on one core alone.
test: setup-test test-frontend axe
	$(BIN)/pytest --numprocesses $(LINES) --maxprocesses 8 --dist loadfile --no-loadscope-reorder --ignore tests/browser
	$(BIN)/pytest --numprocesses logical --maxprocesses 2 --dist loadfile tests/browser

check: setup-test check-frontend
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tests/contracts/sizes.py

# JavaScript is checked and tested where that is possible; a machine that only runs the studio needs no node.
check-frontend:
	$(call where-possible,$(NODE_IS_THERE) && $(MAKE) --no-print-directory node_modules/ready,npm run --silent check)

test-frontend:
	$(call where-possible,$(NODE_IS_THERE),npm run --silent test)

# What a test in the browser reads of npm's packages.
axe:
	$(call where-possible,$(NODE_IS_THERE) && $(MAKE) --no-print-directory node_modules/ready,true)

NODE_IS_THERE = npm --version >/dev/null 2>&1 && node -e "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)"

define where-possible
@if $(1); then $(2); \
elif [ -n "$$PREFSTUDIO_REQUIRE_ALL" ]; then echo "JavaScript: npm with node 20, or TypeScript, is missing, and all is required"; exit 1; \
else echo "JavaScript: npm with node 20, or TypeScript, is missing; $@ is skipped"; fi
endef

node_modules/ready: package.json package-lock.json .npmrc
	npm ci --silent --no-audit --no-fund
	touch $@

bench: setup-test
	for file in tests/benchmarks/bench_*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

# Needs gigabytes for the trainers' environments and minutes to make them, so neither the suite nor CI runs it.
interop: setup-test
	$(BIN)/python tests/interop/run.py
	$(BIN)/python -m tests.core.datasets.trainers.write_trainers
	$(BIN)/python tests/interop/tools/run.py
	$(BIN)/python -m tests.core.datasets.formats.test_tool_results

lock: $(VENV)/bootstrapped
	$(RESOLVE) requirements/bootstrap.in --output-file requirements/bootstrap.txt
	$(RESOLVE) pyproject.toml requirements/bootstrap.in --output-file requirements/run.txt
	$(RESOLVE) pyproject.toml requirements/bootstrap.in --extra test --output-file requirements/test.txt

clean:
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info
