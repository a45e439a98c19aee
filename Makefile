# make demo   build release, run the demo pipeline, print the scorecard and where the report is
# make test   everything that the tests need, the tests, the formatting check
# make oracle SEEDS=20  random worlds of every kind, each recomputed by the oracle in Python
# make calibrate WORLDS=300 RUNS=50000  docs/calibration.md: simulated worlds and samples against what signals and intervals promise
# make fuzz   the readers, the sniffer and the casts under the sanitizers, half a minute in all
# make bench  the peer benchmark: needs EXPORTS=folder made by a generator of its files
# make readers-bench  the readers alone against DuckDB and libxml2, on files made in FOLDER
# make calendar-bench business time against a walk day by day and numpy
.PHONY: demo test oracle calibrate fuzz bench readers-bench calendar-bench build packages lint docs

SWIFT ?= swift
AS_OF ?= 2026-11-02
# The Swift runtime goes into the binary, so that it runs where no Swift is installed.
STATIC := $(if $(filter Darwin,$(shell uname)),,--static-swift-stdlib)

demo: build
	.build/release/deskbrief run pipelines/demo/pipeline.yml --as-of $(AS_OF)

build: packages
	$(SWIFT) build -c release --product deskbrief $(STATIC)

test: packages lint
	scripts/oracle-packages
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

oracle: packages
	scripts/oracle-packages
	$(SWIFT) build --product deskbrief
	.venv/bin/python Tests/Oracle/worlds.py .build/debug/deskbrief $(or $(SEEDS),20)

calibrate: build
	scripts/oracle-packages
	$(SWIFT) build -c release --product coverage $(STATIC)
	.venv/bin/python Tests/Calibration/page.py .build/release/deskbrief .build/release/coverage $(or $(WORLDS),300) $(or $(RUNS),50000) \
	  > .build/calibration.md; result=$$?; mv .build/calibration.md docs/calibration.md; exit $$result

lint:
	$(SWIFT) format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests templates presets Benchmarks

# Two of the five targets run at a time.
fuzz: packages
	scripts/fuzz $(or $(FUZZ_SECONDS),10)

# The pages that are made from the code.
docs: build
	.build/release/deskbrief metrics --markdown > docs/metrics.md
	.build/release/deskbrief fields --markdown > docs/fields.md

bench: build
	Benchmarks/run $(EXPORTS)

readers-bench: packages
	$(SWIFT) build -c release --product readers-bench
	$(or $(PYTHON),python3) Benchmarks/readers.py $(or $(FOLDER),.build/readers)

calendar-bench:
	$(SWIFT) build -c release --product calendar-bench
	$(or $(PYTHON),python3) Benchmarks/calendar.py

packages:
	@scripts/packages
