# `make demo` and `make test` need Python 3.11 or newer and make; they set up what else they use.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
WORKERS ?= 2
PY := .venv/bin/python
RUN := $(PY) -m award_opt.cli

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long lint format types floors bench bench-gate \
  bench-baseline bench-peers bench-figures same-bytes pins clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

# The stamp holds what the environment was made from, so a second run costs nothing and a changed
# pin, another Python or a moved checkout sets it up anew.
setup: ## make .venv with the pinned packages
	@wanted="$$(pwd; "$(PYTHON)" -VV; cat pyproject.toml constraints.txt)"; \
	if [ "$$wanted" != "$$(cat .venv/made-from 2>/dev/null)" ]; then \
	  set -e; \
	  "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which with: make PYTHON=/path/to/python3.11")'; \
	  echo "Setting up .venv (once) ..."; \
	  "$(PYTHON)" -m venv --clear .venv; \
	  $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r constraints.txt; \
	  $(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	  printf '%s\n' "$$wanted" > .venv/made-from; \
	fi

demo: setup ## award the youth-care tender of Hart van Brabant, and check the award
	@mkdir -p build
	$(RUN) check models/hvb-youth-2022.toml instances/hvb-youth-2022
	$(RUN) solve models/hvb-youth-2022.toml instances/hvb-youth-2022 -o build/award.json
	$(RUN) verify models/hvb-youth-2022.toml instances/hvb-youth-2022 build/award.json

test: setup ## run the tests
	$(PY) -m pytest -q -n $(WORKERS) -m "not long"

test-long: setup ## run all tests, with 10,000 random tenders and 100 kills of a sweep
	AWARD_OPT_DIFFERENTIAL=10000 AWARD_OPT_CUTS=72000 AWARD_OPT_CERTIFICATES=10000 \
	  AWARD_OPT_CHANGES=1000 AWARD_OPT_KILLS=100 AWARD_OPT_WORKER_KILLS=50 \
	  HYPOTHESIS_PROFILE=long $(PY) -m pytest -q -n $(WORKERS)

lint: setup ## ruff, and the format
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: setup ## write the format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup ## mypy, strict
	$(PY) -m mypy

floors: setup ## who may import whom
	.venv/bin/lint-imports

same-bytes: setup ## one award under two hash seeds, compared
	@mkdir -p build
	PYTHONHASHSEED=1 $(RUN) solve models/hvb-youth-2022.toml -o build/award-1.json > build/table-1.txt
	PYTHONHASHSEED=2 $(RUN) solve models/hvb-youth-2022.toml -o build/award-2.json > build/table-2.txt
	cmp build/award-1.json build/award-2.json
	cmp build/table-1.txt build/table-2.txt

# FULL=1 measures all sizes: minutes rather than seconds
bench: setup ## the published cases, and every phase of every family (all sizes: FULL=1)
	$(PY) -m benchmarks.cases --jobs $(WORKERS)
	BENCH=$(if $(FULL),full,smoke) $(PY) -m pytest -q -p no:xdist -p no:cacheprovider \
	  -o python_functions='bench_*' benchmarks/bench_phases.py \
	  --benchmark-columns=min,median,max,rounds --benchmark-sort=fullname

bench-gate: setup ## fail where a count (rows, solves, simplex steps, memory) is over 5% worse
	$(PY) -m benchmarks.suite -o build/bench.json
	$(PY) -m benchmarks.compare build/bench.json benchmarks/baseline.json

bench-baseline: setup ## save the counts that the gate compares with
	$(PY) -m benchmarks.suite -o benchmarks/baseline.json

bench-peers: setup ## every peer on the same books, into benchmarks/README.md (twenty minutes)
	@wanted="$$(pwd; "$(PYTHON)" -VV; cat benchmarks/peers/requirements.txt)"; \
	if [ "$$wanted" != "$$(cat .venv-peers/made-from 2>/dev/null)" ]; then \
	  set -e; \
	  echo "Setting up .venv-peers (once) ..."; \
	  "$(PYTHON)" -m venv --clear .venv-peers; \
	  .venv-peers/bin/python -m pip install -qq --disable-pip-version-check \
	    -r benchmarks/peers/requirements.txt; \
	  printf '%s\n' "$$wanted" > .venv-peers/made-from; \
	fi
	$(PY) -m benchmarks.peers --write
	$(PY) -m benchmarks.reach --write
	$(PY) -m benchmarks.figures

bench-figures: setup ## draw benchmarks/figures from the results that are kept
	$(PY) -m benchmarks.figures

pins: ## write constraints.txt anew (needs uv)
	@mkdir -p build
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev \
	  --no-header --no-annotate --upgrade pyproject.toml > build/pins.txt
	{ sed -n '/^#/p' constraints.txt; cat build/pins.txt; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

clean: ## remove what was made
	rm -rf .venv .venv-peers build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
