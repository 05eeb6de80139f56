# Everything a newcomer, a developer and CI run. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8001

.DEFAULT_GOAL := help
.PHONY: help demo serve crawl test test-browser test-office chromium office check format docs record bench fuzz clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

$(READY): pyproject.toml constraints.txt scraper/__init__.py
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Python 3.11 to 3.13 is needed; say which: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(READY) ## fill catalog.db from the demonstration recording, no network
	$(BIN)/katalog crawl --replay cassettes/demo.warc --db catalog.db
	@echo
	@echo "This is demonstration data, recorded from a made-up site; it says nothing of the real one."
	@echo "Browse it:            make serve"
	@echo "Crawl the real site:  mv catalog.db demo.db && make crawl"

serve: $(READY) ## browse catalog.db with Datasette
	$(BIN)/katalog serve --db catalog.db --port $(PORT)

crawl: $(READY) ## crawl the real catalogue into catalog.db
	$(BIN)/katalog crawl --db catalog.db

test: $(READY) ## pass the tests, but for those that need a browser or LibreOffice
	$(BIN)/python -m pytest -q -m 'not browser and not office'

test-browser: $(READY) chromium ## pass the tests in Chromium; pages are kept in tests/screenshots/
	$(BIN)/python -m pytest -q -m browser

test-office: $(READY) office ## pass the tests in which LibreOffice opens the forms that were filled in
	$(BIN)/python -m pytest -q -m office

office: # find LibreOffice, or install it
	@command -v soffice >/dev/null || \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libreoffice-writer-nogui >/dev/null; } || \
		{ echo "LibreOffice is needed: install it, so that 'soffice' is found"; exit 1; }

chromium: # find Debian's Chromium, or install it
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || test -n "$(CHROMIUM)" || \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
		{ echo "Chromium is needed: install it, or say where it is: make CHROMIUM=/path test-browser"; exit 1; }

check: $(READY) chromium office ## what CI runs: format, lint, types, generated documentation, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cog -P --check README.md
	$(BIN)/python -m pytest -q -n 2

format: $(READY) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY) ## make the generated documentation anew
	$(BIN)/python -m scraper.describe > datasette/metadata.json
	$(BIN)/cog -P -r README.md

record: $(READY) ## record the cassettes anew, from the stand-in site or from BASE_URL
	$(BIN)/python -m tests.record $(if $(BASE_URL),--base-url $(BASE_URL))

bench: $(READY) ## measure speed and memory beside Scrapy and Crawlee
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench]'
	$(BIN)/python -m bench $(ARGS)

fuzz: $(READY) ## throw damaged documents at their readers for MINUTES (10)
	$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10)

clean: ## remove what was made, the database and the archive not
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
