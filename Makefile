# Muqabala: needs GNU make and Python 3.11 or newer with its venv module; everything else goes into .venv.
PYTHON ?= python3
DATA ?= ../shared/bench
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
STAMP := $(VENV)/.installed
EXAMPLES := $(sort $(wildcard examples/*.txt))
ACCOUNTS := examples/maqala.txt examples/khabar.txt examples/muhadara.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test check fuzz eval bench bench-corpus figures docs wheel lock clean

help: ## say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name it: make PYTHON=python3.12")'
	@echo "Setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(STAMP) ## set up .venv with the program in it

# `muqabala check` exits with 1 when something needs an editor's eye: here that is what it should do.
demo: $(STAMP) ## check the four texts in examples/, collate three of them, write out/*.html
	@mkdir -p out && rm -f out/report.html out/synopsis.html
	@$(BIN)/muqabala check $(EXAMPLES) --format html -o out/report.html || test $$? -eq 1
	@test -s out/report.html
	@$(BIN)/muqabala check $(EXAMPLES) --format text || test $$? -eq 1
	@$(BIN)/muqabala collate $(ACCOUNTS) --format html -o out/synopsis.html
	@test -s out/synopsis.html
	@$(BIN)/muqabala collate $(ACCOUNTS) --format text
	@echo
	@echo "To be opened in a browser: $(CURDIR)/out/report.html and $(CURDIR)/out/synopsis.html"

test: $(STAMP) ## run all tests
	@$(BIN)/python -m pytest -q

check: $(STAMP) ## format, lint, types, tests, docs, a bounded fuzz: what CI asks of a change
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q
	$(BIN)/mkdocs build --strict --quiet --site-dir site
	@if [ -f tests/test_fuzz.py ]; then echo $(BIN)/python -m pytest -q tests/test_fuzz.py && $(BIN)/python -m pytest -q tests/test_fuzz.py; fi

fuzz: $(STAMP) ## only the generated inputs
	@$(BIN)/python -m pytest -q tests/test_fuzz.py

eval: $(STAMP) ## accuracy on evaluation sets: make eval DATA=folder
	$(BIN)/python scripts/evaluate.py $(DATA)
	$(BIN)/python scripts/figures.py

bench: $(STAMP) ## speed, memory and start-up
	$(BIN)/python scripts/bench.py
	$(BIN)/python scripts/figures.py

# Spark is 500 MB: only here, from a lock of its own. Without Java, or where it cannot be installed, the rest is measured all the same.
bench-corpus: $(STAMP) ## corpora: speed, memory, growth, Spark, kill -9; more with BENCH="--size 1000"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-spark.lock || echo "Spark cannot be installed; it is left out"
	$(BIN)/python scripts/bench_corpus.py --data $(DATA) $(BENCH)
	$(BIN)/python scripts/figures.py

figures: $(STAMP) ## put eval/results.json and bench/*.json into README.md and docs/
	@$(BIN)/python scripts/figures.py

docs: $(STAMP) ## build the documentation into site/
	@$(BIN)/mkdocs build --strict --quiet --site-dir site
	@echo "The documentation: $(CURDIR)/site/index.html"

# What a user gets: the wheel with its declared dependencies only, in an environment of its own, at the locked versions.
wheel: $(STAMP) ## build the wheel, install it elsewhere and use it
	@rm -rf out/wheel && mkdir -p out/wheel
	@$(BIN)/python -m build --wheel --no-isolation --outdir out/wheel . >out/wheel/build.log 2>&1 || { cat out/wheel/build.log; exit 1; }
	@$(PYTHON) -m venv out/wheel/venv
	@sed -nE 's/^([a-zA-Z0-9_.-]+==[^\\]*[^\\ ]) *\\?$$/\1/p' requirements.lock >out/wheel/constraints.txt
	@out/wheel/venv/bin/python -m pip install --quiet --disable-pip-version-check -c out/wheel/constraints.txt out/wheel/*.whl
	@out/wheel/venv/bin/muqabala check $(EXAMPLES) --format html -o out/wheel/report.html || test $$? -eq 1
	@test -s out/wheel/report.html
	@echo "The wheel installs and works: $$(ls out/wheel/*.whl)"

# Needs uv. The locks hold names, versions and hashes, and no address. The extra `spark` is in a lock of its own, at the versions of the other one.
lock: ## resolve requirements.lock again
	env -u UV_INDEX_URL -u UV_FIND_LINKS uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --group dev --extra hadith --extra corpus --extra web --extra mcp pyproject.toml -o requirements.lock --quiet
	env -u UV_INDEX_URL -u UV_FIND_LINKS uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --no-header --extra spark --constraint requirements.lock pyproject.toml -o requirements-spark.lock --quiet
	@! grep -nE '://|--find-links|index-url' requirements.lock requirements-spark.lock

clean: ## remove what was built here
	rm -rf $(VENV) out site dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests scripts -name __pycache__ -prune -exec rm -rf {} +
