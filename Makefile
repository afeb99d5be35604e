# The front door. `make help` lists what there is.

MVN      ?= mvn -B -ntp
JAVA     ?= java
FAT_JAR  := otter/target/otter-fat.jar
SOURCES  := $(shell git ls-files -co --exclude-standard '*.java' '*/pom.xml' pom.xml '*/src/main/resources/*' 'k8s/*' 'web-app/src/*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run build test test-tools test-long older-jar test-java test-api test-k8s test-web test-e2e bench bench-start bench-kill bench-rooms bench-gateway bench-smoke soak kill-table images otter-image coturn-image haproxy-image postgres-image router-image format clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(FAT_JAR) ## build what is missing and run a node; ARGS="-cluster" goes to it
	@exec $(JAVA) -jar $(FAT_JAR) $(ARGS)

build: $(FAT_JAR) ## build otter/target/otter-fat.jar

# Tests and checks have a target of their own; a first build should be quick.
$(FAT_JAR): $(SOURCES)
	$(MVN) -q -DskipTests -Dchecks.skip package
	@touch $@

test: test-tools test-java test-k8s test-api test-web test-e2e ## install what the tests need, then run every test and check

test-tools:
	scripts/install-test-tools

older-jar: ## build, once, the older version from which test-long upgrades; OTTER_OLD_JAR=FILE: take that one
	@scripts/make-older-jar

test-long: test-tools $(FAT_JAR) older-jar ## the tests that take minutes
	$(MVN) verify -Dtest.groups=long -Dtest.excludedGroups=
	cd e2e && ../scripts/again npm ci --no-audit --no-fund && npm run test-long

# Two modules at a time, where one does not need the other.
test-java: ## compile, format and style checks, unit tests, real nodes
	$(MVN) -T 2 verify

test-api: $(FAT_JAR) ## a property-based tester against a live node's HTTP API
	scripts/test-api

# A test of Java renders them; here they are held against what the API servers of several versions take.
RENDERED  := otter/target/kubernetes/production.yaml

$(RENDERED): $(shell git ls-files k8s)
	$(MVN) -q test -pl otter -am -Dchecks.skip -Dtest=ManifestsTest -Dsurefire.failIfNoSpecifiedTests=false

test-k8s: $(RENDERED) ## the manifests of k8s/ against the schemas of eight versions of Kubernetes
	scripts/test-k8s

test-web: ## types, lint and unit tests of the web app
	cd web-app && ../scripts/again npm ci --no-audit --no-fund && npm run check && npm test

test-e2e: $(FAT_JAR) ## real browsers against real nodes
	shellcheck images/router/router
	cd e2e && ../scripts/again npm ci --no-audit --no-fund && npm run check && npm test

# Servers on the first processor, the generator on the second; where there is only one, wherever there is room.
BENCH_PIN := $(shell [ "$$(nproc)" -ge 2 ] && command -v taskset >/dev/null && echo taskset 0x2)
BENCH      = $(BENCH_PIN) $(JAVA) -XX:+UseSerialGC -cp bench/target/classes dev.otter.bench.Main \
             $(if $(BENCH_PIN),pin=true) $(if $(TARGETS),targets=$(TARGETS)) $(if $(OTTER_JAR),otter=$(OTTER_JAR)) $(if $(MODES),modes=$(MODES))
OTHERS    := bench/others/node_modules/.package-lock.json

$(OTHERS): bench/others/package.json bench/others/package-lock.json
	cd bench/others && ../../scripts/again npm ci --no-audit --no-fund
	@touch $@

bench: $(FAT_JAR) $(OTHERS) ## measure Otter beside others, 20 minutes; QUICK=1: 3; TARGETS=otter,ws,ws-raw,bare: these
	@exec $(BENCH) plan=$(if $(QUICK),quick,full)

SOAK_MINUTES ?= 60

soak: ## an hour of churn on a cluster of two; does anything grow; SOAK_MINUTES=5: shorter
	$(MVN) verify -pl otter -am -Dchecks.skip -Dtest=SoakIT -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dotter.soak.minutes=$(SOAK_MINUTES)

REPEATS ?= 20
# One test class, on the jar as a user starts it.
REPEATED = $(MVN) -q test -pl otter -am -Dchecks.skip -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dtest.excludedGroups= -Dotter.jar=$(abspath $(FAT_JAR)) -Dotter.repeats=$(REPEATS) -Dtest=$(1)

kill-table: test-tools $(FAT_JAR) ## relayed calls while relays and nodes are killed, 30 minutes, as root; REPEATS=3: fewer
	cd e2e && ../scripts/again npm ci --no-audit --no-fund && node kill-table/relayed-call.js $(REPEATS)

bench-start: $(FAT_JAR) ## two nodes started together: how long until they are one, and ready; REPEATS=20
	$(call REPEATED,StartTogetherIT)

RATE ?= 500

ROUNDS ?= 9

bench-gateway: $(FAT_JAR) ## relayed data through the gateway beside CoTURN alone, as ratios; ROUNDS=9
	@exec $(JAVA) -XX:+UseSerialGC -cp bench/target/classes dev.otter.bench.relay.GatewayCost $(ROUNDS) $(FAT_JAR)

# The load has so much room that it does not collect while it measures: its pauses are not the node's.
bench-rooms: $(FAT_JAR) ## rooms made at a fixed rate, on the disk before they are answered: how long it takes; RATE=500
	@exec $(JAVA) -XX:+UseSerialGC -Xmx5g -Xmn4g -cp bench/target/classes dev.otter.bench.rooms.CreateRoomLoad $(RATE) $(FAT_JAR)

bench-kill: $(FAT_JAR) ## kill -9 of a node: how long until its clients go on elsewhere; REPEATS=20
	$(call REPEATED,KillRepeatsIT)

bench-smoke: $(FAT_JAR) $(OTHERS) ## every load on every server, briefly: does it run, is anything lost
	@exec $(BENCH) plan=smoke results=bench/target/smoke

# The list of what is in the jar (SBOM) goes into the image.
otter-image: ## make the container image of a node, without a registry; IMAGE=otter:dev BASE=name@sha256:…
	$(MVN) -q -DskipTests -Dchecks.skip package org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom \
	  -DoutputFormat=json -DoutputName=bom -DschemaVersion=1.6
	scripts/make-otter-image $(IMAGE) $(BASE)

images: otter-image coturn-image haproxy-image postgres-image router-image ## make all container images

coturn-image: ## make the container image otter-coturn:debian of this machine's turnserver, without a registry
	scripts/make-coturn-image

haproxy-image: ## make the container image otter-haproxy:debian of this machine's HAProxy, without a registry
	scripts/make-haproxy-image

postgres-image: ## make the container image otter-postgres:debian of this machine's PostgreSQL, without a registry
	scripts/make-postgres-image

router-image: ## make the container image otter-router:debian of images/router and this machine's nftables, without a registry
	scripts/make-router-image

format: ## format the sources
	$(MVN) -q spotless:apply
	cd web-app && ../scripts/again npm ci --no-audit --no-fund && npm run format
	cd e2e && ../scripts/again npm ci --no-audit --no-fund && npm run format

clean: ## remove what was built
	$(MVN) -q clean
	rm -rf web-app/node_modules e2e/node_modules e2e/screenshots e2e/logs bench/others/node_modules
