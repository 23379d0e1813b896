# Two commands: `make chat` and `make test`. Both set up what they need; a second run starts in seconds.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# llama.cpp is compiled once by pip, which keeps the wheel. Only what the Python package binds is built.
LEAN   := -DLLAVA_BUILD=OFF -DCMAKE_PROJECT_llama.cpp_INCLUDE=$(CURDIR)/tutor/llm/build.cmake
CUDA   := $(shell command -v nvcc >/dev/null && nvidia-smi -L >/dev/null 2>&1 && echo -DGGML_CUDA=on)
export CMAKE_ARGS := $(LEAN) $(CUDA) $(CMAKE_ARGS)
PIP    := $(BIN)/python -m pip install --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help chat test lint format gpu clean

help:  ## Show the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

chat: $(VENV)/.run  ## Set up, fetch the models, build the index, open the chat
	@$(BIN)/tutor pull
	@$(BIN)/tutor web

test: $(VENV)/.dev lint  ## Set up and run every check and test
	@sh tests/chromium.sh
	@TUTOR_MODEL=starter $(BIN)/tutor pull
	@$(BIN)/tutor index
	$(BIN)/pytest

lint: $(VENV)/.dev  ## Style, types and the borders between packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## Put the code into its one layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

gpu: $(VENV)/.run  ## Compile llama.cpp again, for the GPU of this machine
	$(PIP) --no-cache-dir --force-reinstall --no-deps --no-binary llama-cpp-python llama-cpp-python

clean:  ## Remove the environment; models and indexes stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.run: pyproject.toml | $(BIN)/python
	@echo "Installing. llama.cpp is compiled the first time, which takes 2 to 7 minutes."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@echo "Installing, with what the tests need. llama.cpp is compiled the first time, which takes 2 to 7 minutes."
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.run

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Debian: sudo apt-get install python3 python3-venv. macOS: brew install python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V). Name another: make chat PYTHON=python3.12"; exit 1; }
	@command -v c++ >/dev/null || { echo "A C++ compiler is missing. Debian: sudo apt-get install g++. macOS: xcode-select --install"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make environments. Debian: sudo apt-get install python3-venv"; exit 1; }
