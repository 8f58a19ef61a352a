# make demo    install what runs the program, then show it at work
# make test    the tests; one of them: make test ARGS="-k minutes"
# make lint    ruff and mypy
# make bench   the benchmarks
# make fuzz    look for bytes that break a reader, a minute for each; one of them: make fuzz ARGS="intake 600"
# make lock    choose the newest releases anew, with their hashes
# make clean   remove the virtual environment, the caches and what was built
#
# Needs only make and Python 3.11 or newer. Another Python: make PYTHON=/path/to/python demo

PYTHON =
ARGS =

VENV = .venv
PY = $(VENV)/bin/python
PIP = $(PY) -m pip --disable-pip-version-check --no-input -qq
LOCK = $(VENV)/bin/uv pip compile pyproject.toml --no-config --universal --python-version 3.11 --upgrade \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet

# Stamps, so that what is installed is installed again only when the file that orders it has changed.
RUN = $(VENV)/.installed-run
DEV = $(VENV)/.installed-dev
PROGRAM = $(VENV)/.installed-program

.PHONY: demo test lint bench fuzz lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

demo: $(PROGRAM)
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" sh examples/demo.sh

test: $(DEV) $(PROGRAM)
	@$(PY) -m pytest -n auto $(ARGS)

lint: $(DEV) $(PROGRAM)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

bench: $(DEV) $(PROGRAM)
	@$(PY) -m benchmarks $(ARGS)

fuzz: $(DEV) $(PROGRAM)
	@cd tests && ../$(PY) -m fuzz $(ARGS)

lock: $(VENV)/bin/uv
	$(LOCK) --group build -o requirements.txt
	$(LOCK) --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

$(PY):
	@for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		found=$${found:-$$python}; \
		"$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
		echo "Making $(VENV) with $$python"; \
		"$$python" -m venv --clear $(VENV) && exit 0; \
		rm -rf $(VENV); exit 1; \
	done; \
	if [ -n "$$found" ]; then \
		echo "$$found has no venv module. On Debian or Ubuntu: apt install python3-venv"; \
		echo "$$found 缺少 venv 模块。Debian 或 Ubuntu 请执行：apt install python3-venv"; \
	else \
		echo "Python 3.11 or newer is needed, and none was found. Name yours: make PYTHON=/path/to/python"; \
		echo "需要 Python 3.11 或更高版本，但没有找到。可以指定：make PYTHON=/path/to/python"; \
	fi >&2; \
	exit 1

$(RUN): requirements.txt $(PY)
	@echo "Installing requirements.txt"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@echo "Installing requirements-dev.txt"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(PROGRAM): pyproject.toml ledger/version.py $(RUN)
	@echo "Installing governance-ledger"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/bin/uv: $(PY)
	@$(PIP) install uv
	@touch $@
