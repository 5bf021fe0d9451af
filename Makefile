# Every target first makes .venv ready (scripts/setup.sh), which does nothing the second time.
# Arguments go through ARGS:  make demo ARGS="--sample na-2018"

BIN := .venv/bin
ARGS ?=

.PHONY: help setup native demo serve bench check test interop clean

help:
	@echo "make demo    a whole vote, from cards to a verified record"
	@echo "make serve   the server"
	@echo "make test    lint, types, tests and coverage"
	@echo "make interop Go's sumdb reads our log, and we its (needs Go)"
	@echo "make check   lint and types only"
	@echo "make bench   speed and size"
	@echo "make native  the native core, again (needs cargo)"
	@echo "make clean   remove what make made (never instance/)"

setup:
	@scripts/setup.sh

# The native core is built by `setup` where cargo is; this tries again after a failure.
native: setup
	@$(BIN)/python scripts/build_native.py --again

demo: setup
	@$(BIN)/tinnhiem demo $(ARGS)

serve: setup
	@$(BIN)/tinnhiem serve $(ARGS)

bench: setup
	@$(BIN)/python benchmarks/run.py $(ARGS)

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# One process more than cores, each with whole files of tests (tests/conftest.py), which also lets
# no test skip and enforces the coverage of ballots and audit, measured in their own tests alone.
test: check
	$(BIN)/pytest --cov -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

# Left out, aloud, where Go is not installed; in CI that is a failure.
interop: setup
	@$(BIN)/python -m tests.interop.driver

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage* build dist
	find ballots audit voting tests benchmarks scripts -name __pycache__ -prune -exec rm -rf {} +
	find voting -name '*.mo' -exec rm -f {} +
	rm -rf voting/static/built
