# The logic is in tools/: this file only names what can be done.
PYTHON = .venv/bin/python
SETUP = @command -v python3 >/dev/null 2>&1 \
	|| { echo "python3 is missing: install Python 3.11 or newer" >&2; exit 1; }; \
	python3 tools/setup.py

.PHONY: book test lite lab zip pdf bench class links lint lock clean

book:   ## build the pages and print where they are
	$(SETUP) book
	@$(PYTHON) -m tools.build

test:   ## build, then run every test, the built pages in a real browser included
	$(SETUP) dev browser binder lite
	@$(PYTHON) -m tools.build
	@$(PYTHON) -m pytest -n 2 --dist loadgroup

lite:   ## build the pages, and with them JupyterLite, which runs a chapter in the reader's browser
	$(SETUP) book lite
	@LITE=1 $(PYTHON) -m tools.build
	@$(PYTHON) -m tools.lite_site

lab:    ## open the chapters as notebooks in JupyterLab
	$(SETUP) lab
	@$(PYTHON) -m tools.lab

zip:    ## pack the pages into one archive, to be read from a folder without a network
	$(SETUP) book
	@$(PYTHON) -m tools.build
	@$(PYTHON) -m tools.archive

pdf:    ## print the whole book to one PDF
	$(SETUP) dev browser
	@$(PYTHON) -m tools.build
	@$(PYTHON) -m tools.pdf

bench:  ## print speed against PyTorch and NumPy peers, what the pages weigh, what a step costs
	$(SETUP) dev browser peers
	@$(PYTHON) -m tools.build
	@$(PYTHON) -m benchmarks

class:  ## make hand-outs, solutions, worksheets and marking files; STUDENTS=FILE gives own numbers
	$(SETUP) dev browser
	@$(PYTHON) -m tools.classes $(STUDENTS)

links:  ## follow every link that leads out of the book; asks the network
	$(SETUP) book
	@$(PYTHON) -m tools.build linkcheck

lint:   ## style, formatting and types
	$(SETUP) dev
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy convlib convviz convcheck _ext/convbook tools benchmarks

lock:   ## resolve pyproject.toml anew into the lists of pinned packages
	$(SETUP) dev
	@$(PYTHON) -m tools.lock

clean:  ## remove what the other commands made
	@rm -rf .venv _build .pytest_cache .ruff_cache .mypy_cache .hypothesis
