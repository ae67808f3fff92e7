# Everything the project does, each with its own set-up. `make demo` and `make test` need a Debian 12 with Swift on the
# PATH, and root or sudo for the packages; they are safe to run twice and leave no process behind.

BUILD_PACKAGES := libssl-dev libunbound-dev libcmark-dev libexpat1-dev libyaml-dev zlib1g-dev pkg-config
BINARY := .build/debug/pruefstand
RELEASE := .build/release/pruefstand
DEMO := .build/demo
TODAY = $(shell date -u +%F)
SWIFT_BUILD := .ci/build

.PHONY: demo install site serve test check bench bench-site clean help packages build lint unit-test lab-test fuzz-test site-test bench-agreement bench-probe bench-scan release sanitize

help:
	@echo 'make demo    scan the lab and build a site from it into $(DEMO)/site'
	@echo 'make install put a release build into PREFIX (/usr/local)'
	@echo 'make site    build the default content into site/'
	@echo 'make serve   show it as it is edited on http://127.0.0.1:8014/'
	@echo 'make test    everything that can be tested, as continuous integration does'
	@echo 'make check   the format, and every diagnostic over the default content'
	@echo 'make bench   times and ratios against other tools'
	@echo 'make bench-scan  copies of the lab, up to 10,000 endpoints: rates, memory, descriptors'
	@echo 'make bench-site  the site builder beside Hugo and a C program'
	@echo 'make sanitize  the unit tests under AddressSanitizer and ThreadSanitizer'
	@echo 'make clean   remove what was built'

packages:
	@.ci/packages $(BUILD_PACKAGES)

build: packages
	@$(SWIFT_BUILD) --product pruefstand

# With a snapshot of today already there, the site is built from it again; RESCAN=1 scans anew.
demo: build
	@Tests/Lab/setup
	@Tests/Lab/demo $(BINARY) $(DEMO) $(TODAY) $(if $(RESCAN),--rescan)

# The program finds its templates beside it: PREFIX/bin/pruefstand, PREFIX/share/pruefstand/templates.
PREFIX := /usr/local
install: packages
	@swift build -c release --product pruefstand
	@install -D -t $(DESTDIR)$(PREFIX)/bin .build/release/pruefstand
	@rm -rf $(DESTDIR)$(PREFIX)/share/pruefstand/templates
	@mkdir -p $(DESTDIR)$(PREFIX)/share/pruefstand
	@cp -R templates $(DESTDIR)$(PREFIX)/share/pruefstand/

site: build
	@$(BINARY) build

serve: build
	@$(BINARY) serve

check: build lint
	@$(BINARY) check

test: packages lint unit-test fuzz-test lab-test site-test

lint:
	@git ls-files -z --cached --others --exclude-standard '*.swift' | xargs -0 swift format lint --strict --parallel --configuration .swift-format
	@.ci/lint

# One after the other: some say how much memory the process took or how soon something came, and must not measure others.
unit-test: packages
	@$(SWIFT_BUILD) --build-tests
	@SWIFT_BACKTRACE=enable=no swift test --skip-build --no-parallel --skip LabTests

# Ten seconds of fuzzing for each parser.
fuzz-test: packages
	@Tests/Fuzz/run 10

lab-test: build
	@Tests/Lab/setup
	@$(SWIFT_BUILD) --build-tests
	@Tests/Lab/lab run -- sh -c 'Tests/Lab/selftest && .build/debug/AtOnce 100'
	@Tests/Lab/lab run -- swift test --skip-build --filter LabTests

# The committed site must be what the content gives, and both sites must pass every check of their pages.
site-test: demo
	@Tests/Pages/setup
	@$(BINARY) build --out .build/site-test
	@diff -r site .build/site-test || { echo 'site/ is not what the content gives: run make site and commit it' >&2; exit 1; }
	@Tests/Pages/selftest
	@Tests/Pages/check-snapshots content/snapshots $(DEMO)/content/snapshots
	@Tests/Publishing/check site
	@Tests/Pages/check-probe $(DEMO)/probe.json
	@Tests/Pages/check site
	@Tests/Pages/check $(DEMO)/site
	@Tests/Pages/example .build/pages/example
	@$(BINARY) build --site .build/pages/example
	@Tests/Pages/check .build/pages/example/site --kinds all
	@Tests/Pages/live $(BINARY) .build/pages/example
	@Tests/Pages/identical $(BINARY) .build/pages/example
	@Tests/Pages/hostile $(BINARY) $(DEMO)

sanitize: packages
	@.ci/sanitize

bench: bench-agreement bench-probe bench-scan bench-site

# What is seen must be what nmap, sslscan and testssl.sh see, or each difference explained and proven (20 minutes).
bench-agreement: release
	@Benchmarks/agreement --binary $(RELEASE)

# How long it takes beside nmap and sslscan, and how many connections (6 minutes).
bench-probe: release
	@Benchmarks/probe --binary $(RELEASE)

# Endpoints and connections a second, memory and descriptors, up to 10,000 endpoints (20 minutes and more).
bench-scan: release
	@$(SWIFT_BUILD) -c release --static-swift-stdlib --product AtOnce
	@Benchmarks/scan/run

# With Swift's libraries in it, it starts in a third of the time and with less memory.
release: packages
	@$(SWIFT_BUILD) -c release --static-swift-stdlib --product pruefstand

bench-site:
	@Benchmarks/site/run

clean:
	rm -rf .build .build-address .build-thread
