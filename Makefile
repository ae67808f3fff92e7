# Everything the project does, each with its own set-up. `make demo` and `make test` need a Debian 12 with Swift on the
# PATH, and root or sudo for the packages; they are safe to run twice and leave no process behind.

BUILD_PACKAGES := libssl-dev libunbound-dev libcmark-dev libexpat1-dev libidn2-dev libyaml-dev zlib1g-dev pkg-config
BINARY := .build/debug/pruefstand
RELEASE := .build/release/pruefstand
DEMO := .build/demo
# The program as it is handed to others, and all files of a release.
PACKAGED := .build/packaging/pruefstand
PACKAGES := .build/packaging/release
# The lab's site that the tests share, and copies with a second scan and with a quick one; ScannedLab.swift has the dates too.
LAB_SITE := .build/lab-site
LAB_DATE := 2026-11-23
LAB_DATE_AGAIN := 2026-11-24
TODAY = $(shell date -u +%F)
SWIFT_BUILD := .ci/build
# What only needs the processor gives way to what waits for servers.
NICE := nice -n 19
# Some of the tests: `make unit-test FILTER=NAME`, `make lab-test FILTER=NAME`, as `swift test --filter` takes it.
FILTER :=
# How long `make fuzz` fuzzes each parser.
FUZZ_SECONDS := 60

.PHONY: record-replay record-makers demo install site serve test stages check fuzz sanitize bench bench-agreement bench-probe bench-domain bench-scan bench-watch bench-site clean help packages build build-tests lint lab-setup pages-setup publishing-setup unit-test lab-site lab-bounds lab-watch lab-survey lab-test site-test pages-test demo-test publishing-test packaging-setup packaging-test package-test program deb image release

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

packages: ## install the Debian packages that a build needs
	@.ci/packages $(BUILD_PACKAGES)

build: packages ## build the program, .build/debug/pruefstand
	@$(SWIFT_BUILD) --product pruefstand

# The program first, for those who wait for it; what is built by then is not built again.
build-tests: build ## build the program and all tests
	@.ci/packages openssh-client
	@$(NICE) $(SWIFT_BUILD) --build-tests

# With a snapshot of today already there, the site is built from it again; RESCAN=1 scans anew.
demo: build lab-setup ## scan the lab and build a site from it into .build/demo/site
	@Tests/Lab/demo $(BINARY) $(DEMO) $(TODAY) $(if $(RESCAN),--rescan)

# One file, with Swift's libraries and the default templates inside.
PREFIX := /usr/local
install: program ## put a release build into PREFIX (/usr/local)
	@install -D -s -t $(DESTDIR)$(PREFIX)/bin $(RELEASE)

site: build ## build the default content into site/
	@$(BINARY) build

serve: build ## show it as it is edited on http://127.0.0.1:8014/
	@$(BINARY) serve

check: build lint ## the format, and every diagnostic over the default content
	@$(BINARY) check

# The stages run side by side, as far as one does not need what another makes; the words of each come together, at its
# end. All others go on to theirs when one has failed. Some wait for servers or for a browser, so there are more of them
# than cores.
test: packages ## everything that can be tested, as continuous integration does
	@$(MAKE) --no-print-directory --jobs=$$(($$(nproc) + 2)) --keep-going --output-sync=target stages
	@echo 'make test: everything passed'

# Begun in this order: first what others wait for, then what waits for the network.
stages: build lint lab-setup lab-site build-tests lab-bounds pages-setup publishing-setup lab-test lab-watch lab-survey unit-test pages-test demo-test publishing-test packaging-test ## what make test runs, without running stages side by side

lint: ## the format of sources and scripts
	@git ls-files -z --cached --others --exclude-standard '*.swift' | xargs -0 $(NICE) swift format lint --strict --parallel --configuration .swift-format
	@$(NICE) .ci/lint

lab-setup: ## install the lab's servers and the tools that they are compared with
	@Tests/Lab/setup

pages-setup: ## install a browser and what else checks pages
	@Tests/Pages/setup

publishing-setup: ## install what publishes sites
	@Tests/Publishing/setup

# Suites that measure what the whole process has, change it, or hold servers to limits of time run one after the other
# in a process of their own, beside all others, which run in parallel.
EXCLUSIVE := DescriptorReserveTests PreviewTests ResolverTests TLSSessionTests MemoryTests EnvironmentTests
none :=
EXCLUSIVE_PATTERN := ($(subst $(none) $(none),|,$(EXCLUSIVE)))
# Not by `swift test`, which plans the build each time, and fails where another one does so beside it.
TESTS := env SWIFT_BACKTRACE=enable=no NO_COLOR=1 .build/debug/pruefstandPackageTests.xctest --testing-library swift-testing
UNIT_TESTS := $(NICE) $(TESTS)
unit-test: build-tests ## the unit tests
ifeq ($(FILTER),)
	@.ci/beside "$(UNIT_TESTS) --skip LabTests --skip '$(EXCLUSIVE_PATTERN)'" "$(UNIT_TESTS) --no-parallel --filter '$(EXCLUSIVE_PATTERN)'"
else
	@$(UNIT_TESTS) --no-parallel --skip LabTests --filter '$(FILTER)'
endif

# The whole lab, held against other tools' opinion of it, is scanned once for all tests that read what came of it.
lab-site: build lab-setup ## check the lab, scan it and build the site that the tests read, .build/lab-site
	@Tests/Lab/lab run -- sh -c 'Tests/Lab/demo $(BINARY) $(LAB_SITE) $(LAB_DATE) --rescan \
	    && Tests/Lab/again $(BINARY) $(LAB_SITE) $(LAB_SITE)-again $(LAB_DATE_AGAIN) && Tests/Lab/selftest \
	    && Tests/Lab/quick $(BINARY) $(LAB_SITE) $(LAB_SITE)-quick'

# Held against that scan: how long it takes counts.
lab-bounds: lab-site ## scan the lab with providers that cost a scanner what they can, and with its network cut
	@Tests/Lab/lab run -- sh -c 'Tests/Lab/bounds $(BINARY) $(LAB_SITE)-bounds $(LAB_SITE) $(LAB_DATE) \
	    && Tests/Lab/uplink $(BINARY) $(LAB_SITE)-uplink $(LAB_DATE)'

# Among all stages, not beside what counts seconds.
lab-watch: build lab-setup $(if $(filter stages,$(MAKECMDGOALS)),lab-bounds) ## outages in the lab while a watch runs
	@.ci/beside "Tests/Lab/lab run -- Tests/Lab/watch $(BINARY) $(LAB_SITE)-watch" \
	    "Tests/Lab/lab run -- Tests/Lab/watch $(BINARY) $(LAB_SITE)-watch-uplink uplink"

# Beside what counts seconds it would cost others theirs.
lab-survey: build lab-setup $(if $(filter stages,$(MAKECMDGOALS)),lab-watch) ## survey the lab's domains in one run and in shards, killed, restarted and stopped
	@Tests/Lab/lab run -- Tests/Lab/survey $(BINARY) .build/lab-survey

# What the tests write lies below .build, so that nothing is left behind.
# All of them not beside what counts seconds.
lab-test: build-tests lab-site $(if $(FILTER),,lab-bounds) $(if $(filter stages,$(MAKECMDGOALS)),lab-watch) ## the tests against the lab's servers; AGREEMENT=whole asks other tools about everything
	@rm -rf .build/lab-test
	@mkdir -p .build/lab-test
	@Tests/Lab/lab run -- env TMPDIR=$(CURDIR)/.build/lab-test LAB_SITE=$(CURDIR)/$(LAB_SITE) sh -c \
	    '.build/debug/AtOnce 100 && $(TESTS) --filter "^LabTests\.$(if $(FILTER),.*($(FILTER)))"'
	@rm -rf .build/lab-test

site-test: pages-test demo-test publishing-test ## the checks of both sites' pages and of what publishes them

# The committed site must be what the content gives, and pass every check of its pages.
pages-test: build pages-setup ## the committed site, and a site in which every kind of page is
	@$(BINARY) build --out .build/site-test
	@diff -r site .build/site-test || { echo 'site/ is not what the content gives: run make site and commit it' >&2; exit 1; }
	@$(NICE) Tests/Pages/selftest
	@$(NICE) Tests/Pages/check-snapshots
	@$(NICE) Tests/Pages/check site
	@Tests/Pages/example .build/pages/example
	@$(NICE) Tests/Pages/check-rounds .build/pages/example
	@$(BINARY) build --site .build/pages/example
	@$(NICE) Tests/Pages/check .build/pages/example/site --kinds all
	@$(NICE) Tests/Pages/live $(BINARY) .build/pages/example
	@$(NICE) Tests/Pages/identical $(BINARY) .build/pages/example

demo-test: lab-site pages-setup ## the site of the scanned lab
	@$(NICE) Tests/Pages/check-snapshots $(LAB_SITE)/content/snapshots $(LAB_SITE)-again/content/snapshots
	@$(NICE) Tests/Pages/check-probe $(LAB_SITE)/probe.json
	@$(NICE) Tests/Pages/check-test $(LAB_SITE)/test
	@$(NICE) Tests/Pages/check $(LAB_SITE)/site
	@$(NICE) Tests/Pages/hostile $(BINARY) $(LAB_SITE)

publishing-test: build publishing-setup ## the recipes of templates/publishing
	@$(NICE) Tests/Publishing/check site

packaging-setup: ## install what makes packages, and what checks them
	@Tests/Packaging/setup

packaging-test: build packaging-setup ## versions, man pages, completions, units, and a package of the debug build
	@$(NICE) Tests/Packaging/check $(BINARY)

package-test: lab-setup packaging-setup $(PACKAGED) ## what is released, on a bare Debian 12: program, package, image (15 minutes, root)
	@Tests/Packaging/whole $(PACKAGED)

# New findings go into Tests/Fuzz/corpus, which the unit tests try; commit them.
fuzz: packages ## fuzz every parser, for FUZZ_SECONDS (60) each
	@Tests/Fuzz/run $(FUZZ_SECONDS)

# Evidence is recorded from the lab; what it gives is then written down from that evidence.
record-replay: build-tests lab-setup ## record the evidence of Tests/Replay again, and print what is different
	@Tests/Replay/record $(BINARY)

record-makers: build ## record the servers of Tests/Replay that the lab lacks anew, and print what is different (root)
	@Tests/Replay/record-makers $(BINARY)

sanitize: packages ## the unit tests under AddressSanitizer and ThreadSanitizer (20 minutes)
	@.ci/sanitize

bench: bench-agreement bench-probe bench-domain bench-scan bench-watch bench-site ## times and ratios against other tools

# What is seen must be what nmap, sslscan and testssl.sh see, or each difference explained and proven; and in the lab what
# openssl, swaks, unbound-host and delv see, everywhere.
bench-agreement: program ## what is seen, against what other tools see of everything (30 minutes)
	@Benchmarks/agreement --binary $(RELEASE)
	@AGREEMENT=whole $(MAKE) --no-print-directory lab-test FILTER='Agreement|FilterTests'

# How long it takes beside nmap and sslscan, and how many connections.
bench-probe: program ## one endpoint beside nmap and sslscan (6 minutes)
	@Benchmarks/probe --binary $(RELEASE)

bench-domain: program ## test of a whole domain behind a delay, beside nmap and testssl.sh (3 minutes, root)
	@Benchmarks/test-domain --binary $(RELEASE)

# Endpoints and connections a second, memory and descriptors, up to 10,000 endpoints.
bench-scan: program ## copies of the lab, up to 10,000 endpoints: rates, memory, descriptors (20 minutes and more)
	@$(SWIFT_BUILD) -c release --static-swift-stdlib --product AtOnce
	@Benchmarks/scan/run

# What a round costs, and whether many leave anything behind.
bench-watch: program ## rounds of watch over 1,000 endpoints, beside Debian's monitoring-plugins (12 minutes, root)
	@Benchmarks/watch/run

# With Swift's libraries in it, it starts in a third of the time and with less memory.
program: packages ## a release build of the program, .build/release/pruefstand
	@$(SWIFT_BUILD) -c release --static-swift-stdlib --disable-local-rpath --product pruefstand

# Without its symbols, it takes a quarter of the space.
$(PACKAGED): program
	@mkdir -p $(@D)
	@strip -o $@ $(RELEASE)

deb: packaging-setup $(PACKAGED) ## a Debian package, in .build/packaging
	@Packaging/deb $(PACKAGED) .build/packaging

image: deb ## an OCI image of it, in .build/packaging (root)
	@.ci/packages buildah debootstrap
	@Packaging/image .build/packaging/pruefstand_$$(Packaging/version "$$($(PACKAGED) --version | cut -d' ' -f2)")_*.deb .build/packaging

release: packaging-setup $(PACKAGED) ## all files of a release with their digests, in .build/packaging/release (root)
	@.ci/packages buildah debootstrap
	@Packaging/release $(PACKAGED) $(PACKAGES)

bench-site: ## the site builder beside Hugo and a C program
	@Benchmarks/site/run

clean: ## remove what was built
	rm -rf .build .build-address .build-thread
