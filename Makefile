# Two commands set everything up by themselves: `make report` and `make test`.
#   make report A="billing specialist" B="account specialist"     one report into reports/
#   make test                                                     lint, types, tests, notebooks, browser
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

A ?= billing specialist
B ?= account specialist
AREA ?=
export A B AREA

.PHONY: report test lint types tests notebooks lab lock samples clean

report: $(READY)
	@$(BIN)/rolepair compare "$$A" "$$B" $(if $(AREA),--area "$$AREA")

test: lint types tests notebooks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

tests: $(READY)
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --junitxml=.test-results.xml

notebooks: $(READY)
	$(BIN)/python -m pytest -p no:cacheprovider --nbval-lax notebooks

lab: $(READY)
	$(BIN)/jupyter lab notebooks

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; found $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12 ..." >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "The virtual environment could not be made; on Debian and Ubuntu, install the package python3-venv." >&2; exit 2; }
	@echo "Installing the locked packages into $(VENV) (once; half a minute, or two without uv)"
	@awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements.lock > $(VENV)/uv.lock
	@if $(PIP) --require-hashes -r $(VENV)/uv.lock 2>$(VENV)/uv.log; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  echo "uv could not be installed ($$(tail -n 1 $(VENV)/uv.log)); pip does it, more slowly"; \
	  $(PIP) --no-deps --require-hashes -r requirements.lock && $(BIN)/python -m pip check && \
	  $(PIP) --no-deps --no-build-isolation -e .; \
	fi
	@touch $(READY)

samples: $(READY)
	ROLEPAIR_TASKS=$(VENV)/no-tasks $(BIN)/python -c 'from helpers.samples import render_samples; render_samples(say=print)'

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --extra cluster --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras \
	  --custom-compile-command "make lock" -o requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
