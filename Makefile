# make build | demo | test | lint | test-full | bench MODEL= THREADS= BATCH= SEQUENCE= OUT= | bench-text THREADS= | bench-train MODEL= THREADS= OUT= | bench-all | parity | format | clean
# Each installs first what is missing (scripts/setup), so any of them may be the first command on a machine.
.PHONY: setup build demo test lint test-full bench bench-text bench-train bench-all parity format clean
.DEFAULT_GOAL := build

MODEL ?= resnet50
THREADS ?= 1
BATCH ?= 1
SEQUENCE ?= 128
OUT ?= build/bench-$(MODEL)-$(THREADS).json

# Labels of the tests that read the sources: format, clang-tidy, includes, words.
LINT := ^(tidy|structure)$$

setup:
	@scripts/setup

build: setup
	@scripts/build

demo: setup
	@scripts/build release specimen specimen-kernels
	@scripts/demo

test: build
	@scripts/test release -LE '$(LINT)'

lint: build
	@scripts/test release -L '$(LINT)'

test-full: build
	@scripts/test-full

bench: build
	@scripts/setup baselines
	@scripts/bench --model $(MODEL) --threads $(THREADS) --batch $(BATCH) --sequence $(SEQUENCE) --out $(OUT)

bench-text: build
	@scripts/setup baselines
	@.venv-peers/bin/python -W ignore tests/perf/bench_text.py --threads $(THREADS)

bench-train: build
	@scripts/setup baselines
	@.venv-peers/bin/python -W ignore tests/perf/bench_train.py --model $(MODEL) --threads $(THREADS) --out $(OUT)

bench-all: build
	@scripts/setup baselines
	@scripts/bench --all

parity: build
	@scripts/setup baselines
	@scripts/parity

format: setup
	@scripts/format --fix

clean:
	rm -rf build
