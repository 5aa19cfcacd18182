# Two commands do all: `make tour` and `make test`. Both make .venv and install what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: tour test check docs generated bench vendor dist clean

tour: .venv/tour
	$(BIN)/cityties tour -o out

test: .venv/test
	$(BIN)/python -m pytest -n auto --dist loadfile

check: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/cityties --store curated check

docs: .venv/test
	$(BIN)/python -m cityties.release.reference out/reference.html
	$(BIN)/python -m cityties.paper.site out/docs

# What is generated from the sources: help texts and the index of questions in README.md, golden answers, the context for JSON-LD.
generated: .venv/test
	$(BIN)/python -m cityties.questions.question
	$(BIN)/python -m cityties.paper.context
	$(BIN)/python -m cityties.paper.readme README.md
	$(BIN)/python -m cityties.paper.redirects https://ties.example.org deploy/w3id/.htaccess

bench: .venv/test
	$(BIN)/python bench/run.py

# What others made for pages, unchanged, from the npm registry; versions and licences: viz/vendor/README.md.
vendor:
	cd viz/vendor && npm pack --silent d3@7.9.2 topojson-client@3.1.0 world-atlas@2.0.2
	cd viz/vendor && tar xzOf d3-7.9.2.tgz package/dist/d3.min.js > d3.min.js
	cd viz/vendor && tar xzOf topojson-client-3.1.0.tgz package/dist/topojson-client.min.js > topojson-client.min.js
	cd viz/vendor && for scale in 110m 50m; do tar xzOf world-atlas-2.0.2.tgz package/countries-$$scale.json > countries-$$scale.json; done
	cd viz/vendor && rm *.tgz && sha256sum --check SHA256SUMS

# What a release hands in: sdist and wheel, what the wheel is made of (SBOM, CycloneDX), a lock with hashes, the ontology.
DIST := out/dist-tools
dist: .venv/tour
	rm -rf dist $(DIST) out/dist-installed
	$(PYTHON) -m venv $(DIST)
	$(DIST)/bin/python -m pip install --quiet --disable-pip-version-check 'build>=1.2' 'cyclonedx-bom>=7' 'pip-tools>=7.4'
	$(DIST)/bin/python -m build --outdir dist .
	$(PYTHON) -m venv --without-pip out/dist-installed
	$(DIST)/bin/python -m pip --python out/dist-installed/bin/python install --quiet --disable-pip-version-check "$$(ls dist/*.whl)[serve]"
	$(DIST)/bin/cyclonedx-py environment --spec-version 1.6 --output-format JSON --output-reproducible --pyproject pyproject.toml --output-file dist/cityties.cdx.json out/dist-installed/bin/python
	$(DIST)/bin/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra serve --output-file dist/requirements.lock pyproject.toml
	$(BIN)/cityties --store curated release dist/ontology --ontology
	$(BIN)/python -m cityties.paper.supply dist/cityties.cdx.json dist/requirements.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "cityties needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/tour: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[measures]'
	@touch $@

.venv/test: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ .venv/tour

clean:
	rm -rf .venv out dist
