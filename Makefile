# Each target is one line of the README. The work itself stands in bin/ and in the program's own commands.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench words lock translations

HOST ?= 127.0.0.1
PORT ?= 8000
WORDS := $(wildcard translations/*/LC_MESSAGES/*.po)

help:  ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

run:  ## set everything up and serve on http://127.0.0.1:8000 (PORT=8001 for another port)
	@bin/distribution run
	@bin/environment
	@$(MAKE) --no-print-directory --silent translations
	@.venv/bin/yijianshi prepare
	@exec .venv/bin/yijianshi serve --host $(HOST) --port $(PORT)

test:  ## set up what tests need, then every check and every test
	@bin/distribution test
	@bin/environment test
	@$(MAKE) --no-print-directory check
	.venv/bin/pytest -n 2 --dist loadfile

check: translations  ## style, types, who may import whom, templates: no tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet templates

bench:  ## our side of the performance figures, as tables (PEERS=1: the best peers too)
	@bin/distribution test
	@bin/environment test
	@$(MAKE) --no-print-directory --silent translations
	@.venv/bin/python -m benchmarks $(if $(PEERS),--peers)

words:  ## bring the .po files to the words that the program and the catalogue now have
	@mkdir -p build
	@.venv/bin/pybabel --quiet extract -F babel.cfg --no-location --sort-output --output-file build/messages.pot .
	@.venv/bin/pybabel --quiet update --input-file build/messages.pot --output-dir translations --domain messages \
		--no-fuzzy-matching --no-wrap
	@.venv/bin/yijianshi catalogue words

lock:  ## renew both lock files from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group build $(LOCKING) --output-file requirements.lock
	uv pip compile --group test --constraint requirements.lock $(LOCKING) --output-file requirements-test.lock

LOCKING := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

translations: $(WORDS:.po=.mo)  # a .mo is made and not kept in git

%.mo: %.po
	@.venv/bin/pybabel --quiet compile --input-file $< --output-file $@
