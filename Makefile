PY := .venv/bin/python

.PHONY: score test check lint fix bench docs train

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
train:
	.venv/bin/scorer train --data $${SCORER_DATA:-../shared/data} --out models/reliability-v1 --overwrite
check: lint test
	$(PY) docs/generate.py --check
	.venv/bin/pytest -m slow
	.venv/bin/pytest -m packaging
