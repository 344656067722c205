# LearnSTS: `make run` serves it, `make test` tests it, `make help` lists the rest.

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# How to install a Debian package, where that is allowed without asking.
APT := $(shell if [ "$$(id -u)" = 0 ]; then echo "apt-get"; elif sudo -n true 2>/dev/null; then echo "sudo -n apt-get"; fi)

.PHONY: help run dev test test-long test-next bench mutants check lock locks browser clients install install-dev state

help:
	@echo "make run    install, migrate, load the course and serve on http://127.0.0.1:8000, or HOST and PORT"
	@echo "make dev    the same with Django's development server"
	@echo "make test   every test, browser tests included"
	@echo "make test-long  the same tests at their full figures"
	@echo "make test-next  the same tests on the newest Python and Django that are to be had here"
	@echo "make bench  what LearnSTS costs, side by side with moto alone"
	@echo "make mutants  whether the tests notice when what decides is changed"
	@echo "make check  style, types, layers, prose, templates, migrations, deployment settings"
	@echo "make lock   write the hash-locked requirements anew from pyproject.toml"

run: state
	@exec .venv/bin/gunicorn --config learnsts/gunicorn.py

dev: state
	@DEBUG=1 $(MANAGE) runserver $$($(PYTHON) -c "from learnsts.environment import HOST, PORT; print(f'{HOST}:{PORT}')")

test: install-dev browser clients
	@$(PYTHON) -m tests

test-long: export LONG = 1
test-long: test

test-next: install-dev browser
	@$(PYTHON) -m tests.newest

bench: install-dev browser
	@$(PYTHON) -m tests.bench

mutants: install-dev
	@$(PYTHON) -m tests.mutants

check: install-dev locks
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -q tests/test_layers.py
	$(PYTHON) -m tests.prose
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --check --target-version 5.2
	SECRET_KEY=only-for-checks $(MANAGE) makemigrations --check --dry-run
	$(PYTHON) -m tests.migrations
	SECRET_KEY=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(64))") HTTPS=1 \
		$(MANAGE) check --deploy --fail-level WARNING

LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-header --no-annotate --no-emit-index-url pyproject.toml

lock: install-dev
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --output-file requirements-dev.txt

locks: # both install whole where nothing is yet
	@for lock in requirements.txt requirements-dev.txt; do \
		empty=$$(mktemp -d) && { python3 -m learnsts.install $$lock $$empty/venv; whole=$$?; rm -rf $$empty; \
		[ $$whole = 0 ] || exit 1; }; done

# -- what the targets above stand on ---------------------------------------------------------------

install: .venv/installed
install-dev: .venv/installed-dev

.venv/installed: requirements.txt
	@python3 -m learnsts.install $<
	@touch $@

.venv/installed-dev: requirements-dev.txt
	@python3 -m learnsts.install $<
	@touch $@ .venv/installed

state: install
	@$(PYTHON) -m learnsts.secret_key
	@$(MANAGE) prepare

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
		if [ -n "$(APT)" ]; then echo "· installing Debian's chromium"; \
			$(APT) update -qq && $(APT) install -qq -y chromium >/dev/null; fi; } || true

clients: # besides those from PyPI and npm: what the terminal page is pasted into, and an AWS CLI that is too old
	@command -v fish >/dev/null && command -v rclone >/dev/null && test -x /usr/bin/aws || { \
		if [ -n "$(APT)" ]; then echo "· installing Debian's fish, rclone and awscli"; \
			$(APT) update -qq && $(APT) install -qq -y --no-install-recommends fish rclone awscli >/dev/null; \
		fi; } || true
