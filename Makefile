# The product's face. `make run` and `make test` need nothing but python3, git and make.
export PORT ?= 8000
export HOST ?= 127.0.0.1
GONGJIA = .venv/bin/gongjia

.PHONY: run setup setup-dev test lint coverage nightly story bench screenshots messages client lock clean

run: setup          ## set up, start everything, fill the demo province, print the sign-ins
	@GONGJIA_DEMO=$${GONGJIA_DEMO:-1} exec $(GONGJIA) up

setup:              ## everything but starting
	@bin/setup

setup-dev: setup
	@bin/setup dev

test: setup-dev     ## every test on real PostgreSQL, browser tests where a Chromium is found
	@bin/test

lint: setup-dev
	@bin/lint

coverage: setup-dev ## every line of actions and access is run by a test; names those that are not
	@bin/coverage

nightly: setup-dev  ## what is too long for every change, within 75 minutes; results: docs/trust, page /trust/
	@bin/nightly

story: setup-dev    ## walk the main job against a running instance, printing each step
	@.venv/bin/python -m tests.story

bench: setup-dev    ## make bench NAME=figures
	@.venv/bin/python -m bench.$(or $(NAME),figures)

screenshots: setup-dev
	@.venv/bin/python -m pytest tests/screenshots.py -s

messages: setup-dev ## refresh the translation catalogues from the source
	@.venv/bin/python -m gongjia.foundation.messages update

client: setup-dev   ## a typed Python client of the API, in var/client
	@bin/client

lock: setup-dev
	@PATH="$(CURDIR)/.venv/bin:$$PATH" requirements/lock.sh

clean:
	rm -rf .venv node_modules static var
