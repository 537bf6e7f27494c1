# hoinghi: `make run` and `make test` set up everything they need; the first time downloads, later times do not.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DB := facts.db

.PHONY: help setup run test check bench lock browser clean

help:
	@echo "make run     set up, read the sample corpus into $(DB), show what was found"
	@echo "make test    set up, run all tests"
	@echo "make check   format, lint, types, import layers, rules, module length"
	@echo "make bench   measure speed: a table, .bench/bench.json and .bench/bench.png (DOCUMENTS=n, SCALE=n)"
	@echo "make setup   only the environment in $(VENV)"
	@echo "make lock    pin the newest versions of all dependencies (needs the network)"
	@echo "make clean   remove the environment and $(DB)"

setup: $(VENV)/.installed

# The lock also pins pip (old ones fail on a set of this size) and the build backend (so that nothing is fetched to build).
$(VENV)/.locked: requirements.lock
	$(PYTHON) -m venv $(VENV)
	awk '/^[a-z]/ { wanted = /^pip==/ } wanted' requirements.lock > $(VENV)/pip.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)/pip.lock
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

run: setup
	$(BIN)/hoinghi run corpus/articles corpus/html corpus/feed.jsonl corpus/crawl.warc.gz --db $(DB)
	@echo
	@$(BIN)/sqlite-utils query $(DB) -t "SELECT label_vi AS fact, unit, evidence, event, \
		CASE WHEN value = CAST(value AS INTEGER) THEN printf('%,d', value) ELSE value END AS value \
		FROM fact_table WHERE event IS NOT NULL ORDER BY published_on DESC, document_id, start LIMIT 8"
	@echo
	@echo "More:    $(BIN)/sqlite-utils query $(DB) -t 'SELECT * FROM official_careers LIMIT 9'"
	@echo "         tables and views: $(BIN)/sqlite-utils tables $(DB) --counts; $(BIN)/sqlite-utils views $(DB)"
	@if $(BIN)/hoinghi --help | grep -q '^  serve '; then echo "Open it: $(BIN)/hoinghi serve $(DB)"; fi

test: setup browser
	$(BIN)/python -m pytest -n 2

# Tests that drive a browser use the system's chromium; fetch it only if there are such tests, it is absent, and we may.
browser:
	@if grep -rqls chromium tests --include='test_*.py' && ! command -v chromium chromium-browser google-chrome >/dev/null \
		&& [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		(apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null) \
		|| echo "no chromium: browser tests will be skipped"; fi

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if $(BIN)/hoinghi --help | grep -q '^  rules '; then $(BIN)/hoinghi rules check; fi
	@find pipeline -name '*.py' -exec awk 'FNR == 301 { print FILENAME ": more than 300 lines"; bad = 1 } END { exit bad }' {} +

# Peers that only a comparison needs come from a lock of their own; without them the others are compared.
bench: setup
	@$(BIN)/python -c 'import pyvi, trafilatura' 2>/dev/null || $(BIN)/python -m pip install --quiet --require-hashes --no-deps -r tests/bench/peers.lock \
		|| echo "pyvi and trafilatura are not to be had: left out"
	$(BIN)/python -m tests.bench

lock: setup
	$(BIN)/python -m pip install --quiet uv
	printf 'hatchling\neditables\npip\n' | $(BIN)/uv pip compile pyproject.toml - --universal --python-version 3.11 \
		--all-extras --generate-hashes --upgrade --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--quiet --output-file requirements.lock
	@! grep -n '://' requirements.lock

clean:
	rm -rf $(VENV) $(DB) $(DB)-wal $(DB)-shm
