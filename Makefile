# Two commands set everything up by themselves: `make report` and `make test`.
#   make report A="billing specialist" B="account specialist"     one report into reports/
#   make test                                                     lint, types, tests, notebooks, browser
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# uv's own entry of the lock, and all the others, which pip can install where uv is not to be had
SPLIT = awk 'BEGIN {to = "rest"} /^[a-z0-9]/ {to = /^uv==/ ? "uv" : "rest"} {print > ("$(VENV)/" to ".txt")}' requirements.lock
# step WORDS COMMAND ... : one line that says what is being done, and the seconds when it is
STEP = step() { printf '%s ... ' "$$1"; shift; began=$$(date +%s); "$$@" && echo "$$(($$(date +%s) - began)) s"; };

A ?= billing specialist
B ?= account specialist
AREA ?=
export A B AREA

.PHONY: report test lint types tests notebooks lab lock wheel samples clean

report: $(READY)
	@$(BIN)/rolepair compare "$$A" "$$B" $(if $(AREA),--area "$$AREA")

test: lint types tests notebooks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

tests: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal --junitxml=.test-results.xml

notebooks: $(READY)
	$(BIN)/python -m pytest -p no:cacheprovider --nbval-lax notebooks

lab: $(READY)
	$(BIN)/jupyter lab notebooks

$(READY): requirements.lock pyproject.toml | $(BIN)/python
	@$(SPLIT)
	@$(STEP) \
	by_uv() { \
	  $(PIP) --require-hashes -r $(VENV)/uv.txt && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock; \
	}; \
	by_pip() { $(PIP) --no-deps --require-hashes -r $(VENV)/rest.txt && checked=$$($(BIN)/python -m pip check) || { echo "$$checked"; false; }; }; \
	step "Installing the locked packages into $(VENV), once" by_uv 2>$(VENV)/uv.log || { \
	  echo "uv cannot do it: $$(grep -i -m 1 error $(VENV)/uv.log)"; \
	  step "Installing them by pip instead, which takes longer" by_pip; \
	}
	@$(STEP) \
	itself() { $(PIP) --no-deps --no-build-isolation -e . && $(BIN)/python -m compileall -q src; }; \
	step "Installing rolepair itself" itself
	@touch $(READY)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; found $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12 ..." >&2; exit 2; }
	@$(STEP) step "Making $(VENV)" $(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); echo "The virtual environment could not be made; on Debian and Ubuntu, install the package python3-venv." >&2; exit 2; }

samples: $(READY)
	ROLEPAIR_TASKS=$(VENV)/none ROLEPAIR_COMPANY_PAY=$(VENV)/none $(BIN)/python tests/test_samples.py

lock: | $(BIN)/python
	@$(SPLIT)
	@test -x $(BIN)/uv || $(PIP) --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip compile pyproject.toml --extra cluster --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras \
	  --custom-compile-command "make lock, for Python 3.11 and later on Linux, macOS and Windows" -o requirements.lock

wheel: $(READY)
	$(BIN)/python -m hatchling build -t wheel

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
