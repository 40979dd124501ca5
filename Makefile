PY := .venv/bin/python

.PHONY: score test check lint fix bench figures docs train fuzz sbom audit

score:
	.venv/bin/scorer score examples/articles.jsonl
test:
	.venv/bin/pytest
lint:
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
fix:
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .
docs:
	$(PY) docs/generate.py
bench:
	$(PY) -m benchmarks.speed
# every figure of speed, start-up, growth and hardening in one table
figures:
	$(PY) -m benchmarks.speed_and_hardening --data $${SCORER_DATA:-../shared/data}
train:
	.venv/bin/scorer train --data $${SCORER_DATA:-../shared/data} --out models/reliability-v1 --overwrite
check: lint test
	$(PY) docs/generate.py --check
	.venv/bin/pytest -m slow
	.venv/bin/pytest -m packaging
fuzz:
	$(PY) -m benchmarks.hardening.fuzz --runs 100000
sbom:
	$(PY) -m cyclonedx_py requirements constraints.txt --output-reproducible --of JSON -o sbom.json
# asks a vulnerability service: needs a network, and an environment of its own (it brings its own pip)
audit:
	python3 -m venv .audit && .audit/bin/pip install -q pip-audit && .audit/bin/pip-audit -r constraints.txt --no-deps
