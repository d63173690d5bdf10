# Two commands are all that a newcomer needs:
#   make demo   sets itself up and runs one whole round on the Bicol register
#   make test   sets itself up and runs the tests
# Both need only make and Python 3.11 or later; name another Python with `make demo PYTHON=...`.

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
PYTHONS := py python python3
else
BIN := .venv/bin
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
endif

RECENT := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(shell for name in $(PYTHONS); do $$name -c '$(RECENT)' 2>/dev/null && echo $$name && break; done)
endif
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
DECLARED := pyproject.toml constraints.txt

.PHONY: demo test lint format docs bench fuzz clean audit lowest release
.DEFAULT_GOAL := demo

demo: .venv/ready
	rm -rf demo
	$(BIN)/migbook demo demo

test: .venv/ready-for-tests
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

lint: .venv/ready-for-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/ready-for-lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The pages of docs/reference/ that follow from the program.
docs: .venv/ready
	$(BIN)/python docs/make_reference.py

# How fast it is, beside others; writes benchmarks/RESULTS.md. See benchmarks/README.md.
bench: .venv/ready-for-tests
	$(BIN)/python -m benchmarks $(ARGS)

# Damaged and hostile files made at random, for SECONDS each target; see tests/fuzz/run.py.
# What fails is kept in build/fuzz/.
TARGETS := scan values read xls compound containers formats patch
SECONDS := 300
fuzz: .venv/ready-for-fuzzing
	for target in $(TARGETS); do \
		$(BIN)/python -m tests.fuzz.run $$target --seconds $(SECONDS) || exit 1; done

# Known weaknesses of the exact versions of constraints.txt; asks the public list of them. Strict,
# for otherwise a version about which the list could not be asked would count as a good one.
audit: .venv/ready-for-release
	$(BIN)/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip

# The tests on the oldest versions that pyproject.toml allows.
lowest: .venv/ready-for-release
	$(BIN)/uv pip compile --quiet --resolution lowest-direct --extra cluster --extra report --extra test pyproject.toml --output-file .venv/lowest.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv/lowest
	VIRTUAL_ENV=.venv/lowest $(BIN)/uv pip install --quiet --requirement .venv/lowest.txt
	VIRTUAL_ENV=.venv/lowest $(BIN)/uv pip install --quiet --no-deps --editable .
	$(subst .venv,.venv/lowest,$(BIN))/python -m pytest -n auto --dist loadfile $(ARGS)

# What is given away: the packages, what they are made of, and their checksums.
# The commit gives the date, so that the same commit gives the same bytes.
release: .venv/ready-for-release
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build -d dist
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv/shipped
	VIRTUAL_ENV=.venv/shipped $(BIN)/uv pip install --quiet --constraint constraints.txt dist/*.whl
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file dist/migbook.cdx.json .venv/shipped
	cd dist && sha256sum * > SHA256SUMS

clean:
	rm -rf .venv build demo dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/made:
	@$(if $(strip $(PYTHON)),,echo "migbook needs Python 3.11 or later; none was found. Install it from https://www.python.org/downloads/ or name one: make demo PYTHON=/path/to/python3" >&2; exit 2)
	@$(PYTHON) -c '$(RECENT)' || { echo "migbook needs Python 3.11 or later; '$(PYTHON)' is older or does not run. Name another: make demo PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "Setting up .venv; the first time this takes a minute."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "This Python cannot make environments. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 2; }
	@touch $@

.venv/ready: .venv/made $(DECLARED)
	@$(INSTALL) --editable '.[report]'
	@touch $@

.venv/ready-for-tests: .venv/ready
	@$(INSTALL) --editable '.[test]'
	@touch $@

.venv/ready-for-release: .venv/ready-for-tests
	@$(INSTALL) --editable '.[test,release]'
	@touch $@

.venv/ready-for-fuzzing: .venv/ready-for-tests
	@$(INSTALL) --editable '.[test,fuzz]'
	@touch $@

.venv/ready-for-lint: .venv/ready-for-tests
	@$(INSTALL) --editable '.[test,lint]'
	@touch $@
