package dev.otter.turn.relay;

import dev.otter.contract.turn.RelayWait;
import dev.otter.turn.check.FirstAnswer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relays of this node: carries out the steps of {@link RelayPlan}, watches what runs, and notes
 * each change. Used on one context; never blocks it. A step that fails is tried again only by the
 * plan, which waits as {@link LaunchBackoff} says.
 */
public final class RelayFleet {

  private static final Logger LOG = LoggerFactory.getLogger(RelayFleet.class);
  private static final long TICK_MS = 1_000;

  /** A driver may have to get an image first. */
  private static final long LAUNCH_TIMEOUT_SECONDS = 360;

  private static final long STOP_AGAIN_MS = 10_000;
  private static final long FIND_AGAIN_MS = 5_000;

  private final Vertx vertx;
  private final RelayDriver driver;
  private final RelayPlan plan;
  private final IntSupplier wanted;
  private final RelayTest selfTest;
  private final Supplier<Set<RelayId>> unused;
  private final InstantSource clock;
  private final Runnable onChange;
  private final LaunchBackoff backoff = new LaunchBackoff();
  private final Map<RelayId, Relay> relays = new LinkedHashMap<>();
  private final RelayProbes probes;
  private final OutdatedRelays outdated;
  private final FirstAnswer firstAnswer;

  private Optional<String> publicIp = Optional.empty();
  private Optional<String> ipv6 = Optional.empty();
  private long tick;
  private boolean open;
  private boolean findDone;
  private Optional<RelayWait> trouble = Optional.empty();

  /**
   * Makes a fleet that does nothing yet.
   *
   * @param vertx whose current context is used from {@link #open} on
   * @param driver what runs relays
   * @param plan tested how often, drained how long
   * @param wanted how many there should be now; asked every second
   * @param selfTest what a relay has to pass
   * @param unused on which relays nobody relays
   * @param clock the time of day
   * @param onChange called after each change of {@link #relays}
   */
  public RelayFleet(
      Vertx vertx,
      RelayDriver driver,
      RelayPlan plan,
      IntSupplier wanted,
      RelayTest selfTest,
      Supplier<Set<RelayId>> unused,
      InstantSource clock,
      Runnable onChange) {
    this.vertx = vertx;
    this.driver = driver;
    this.plan = plan;
    this.wanted = wanted;
    this.selfTest = selfTest;
    this.unused = unused;
    this.clock = clock;
    this.onChange = onChange;
    // Where all nodes have the same relays, one place is one machine's, and there may be no other.
    this.outdated = new OutdatedRelays(!driver.isShared());
    this.probes = new RelayProbes(vertx, this::fail);
    this.firstAnswer = new FirstAnswer(vertx, clock, () -> open);
  }

  /** Takes over what runs, and begins. Nothing is launched before {@link #publicIp} is known. */
  public void open() {
    open = true;
    driver.onExit(this::fail);
    tick = vertx.setPeriodic(TICK_MS, timer -> reconcile());
    find();
  }

  /** Says which address clients are told. Relays that tell another one are drained. */
  public void publicIp(String ip) {
    publicIp = Optional.of(ip);
    for (Relay relay : List.copyOf(relays.values())) {
      boolean other = relay.endpoint().map(at -> !at.publicIp().equals(ip)).orElse(false);
      if (other && relay.state().live()) {
        drain(relay.id(), "the public address is " + ip + " now");
      }
    }
    reconcile();
  }

  /**
   * Says on which IPv6 address relays listen besides. Those that do not are replaced, one after the
   * other: clients reach them by IPv4 until then. Nothing waits for it.
   */
  public void ipv6(String ip) {
    if (!ipv6.equals(Optional.of(ip))) {
      ipv6 = Optional.of(ip);
      outdated.withoutIpv6(ip, relays.values());
      reconcile();
    }
  }

  /**
   * Has all relays replaced, one after the other: new ones get other settings.
   *
   * @param reason in words
   */
  public void replaceAll(String reason) {
    outdated.all(reason, relays.values());
    reconcile();
  }

  /** Whether none is handed out that {@link #replaceAll} and the like have meant. */
  public boolean isUpToDate() {
    return !outdated.hasAnyOf(relays.values());
  }

  /** Has all relays show the certificate that there is now. */
  public void renewCertificates() {
    for (Relay relay : relays()) {
      boolean runs = relay.endpoint().isPresent() && relay.state() != RelayState.STOPPING;
      if (runs && relay.state() != RelayState.FAILED) {
        // The next self-test finds out where it did not.
        driver
            .renewCertificate(relay.id())
            .onSuccess(done -> LOG.info("relay has a new certificate relayId={}", relay.id()))
            .onFailure(
                failure -> {
                  LOG.warn(
                      "a relay has no new certificate relayId={} because={}",
                      relay.id(),
                      why(failure));
                  outdated.add(relay.id(), "it cannot show the new certificate");
                  reconcile();
                });
      }
    }
  }

  /** Why no relay is ready, as far as one has failed or relays cannot be looked for. */
  public Optional<RelayWait> waiting() {
    return relays.values().stream().anyMatch(relay -> relay.state() == RelayState.READY)
        ? Optional.empty()
        : trouble;
  }

  /** All relays as they are now. */
  public List<Relay> relays() {
    return List.copyOf(relays.values());
  }

  /**
   * Gives up a relay that is ready or was; another takes its place.
   *
   * @param id which
   * @param drain whether its calls may go on for a while
   * @return the relay as it is then; empty when there is none such
   */
  public Optional<Relay> end(RelayId id, boolean drain) {
    Relay relay = relays.get(id);
    if (relay != null && relay.state() != RelayState.STOPPING) {
      if (drain && relay.state() == RelayState.READY) {
        drain(id, "asked for");
      } else if (!drain && !relay.operating()) {
        stop(id, "removal was asked for");
      } else if (!drain) {
        change(relay.to(RelayState.FAILED, "removal was asked for", clock.instant()));
      }
      reconcile();
    }
    return Optional.ofNullable(relays.get(id));
  }

  /** Ends all relays that are this node's alone; completes when they are gone, or did not go. */
  public Future<Void> close() {
    open = false;
    vertx.cancelTimer(tick);
    probes.close();
    List<RelayId> ids = List.copyOf(relays.keySet());
    relays.clear();
    onChange.run();
    List<Future<Void>> ends =
        driver.isShared() ? List.of() : ids.stream().map(driver::stop).toList();
    return Future.join(ends).transform(done -> driver.close());
  }

  private void find() {
    driver
        .find()
        .onSuccess(
            found -> {
              if (open) {
                found.forEach(each -> change(Relay.found(each, clock.instant())));
                ipv6.ifPresent(ip -> outdated.withoutIpv6(ip, relays.values()));
                outdated.found(relays.values());
                found.forEach(each -> probes.begin(each.id(), each.endpoint().local()));
                findDone = true;
                trouble = Optional.empty();
                reconcile();
              }
            })
        .onFailure(
            failure -> {
              LOG.warn(
                  "relays cannot be looked for driver={} because={}", driver.name(), why(failure));
              failed(driver.name() + " cannot be asked for relays: " + why(failure));
              onChange.run();
              vertx.setTimer(
                  FIND_AGAIN_MS,
                  timer -> {
                    if (open) {
                      find();
                    }
                  });
            });
  }

  private void reconcile() {
    if (!open || !findDone) {
      return;
    }
    Instant now = clock.instant();
    boolean lasting =
        relays.values().stream()
            .anyMatch(
                relay ->
                    relay.state() == RelayState.READY
                        && !relay.since().plus(LaunchBackoff.LASTING).isAfter(now));
    if (lasting) {
      backoff.onLasting();
    }
    int ready = wanted.getAsInt();
    outdated.next(ready, relays.values()).ifPresent(each -> drain(each.id(), each.reason()));
    boolean reached = publicIp.isPresent() || driver.findsAddresses();
    Instant launchFrom = reached ? backoff.launchFrom() : Instant.MAX;
    int needed = ready + outdated.extra(relays.values());
    List<RelayStep> steps = plan.steps(needed, relays(), unused.get(), launchFrom, now);
    for (RelayStep step : steps) {
      if (step instanceof RelayStep.Launch) {
        launch();
      } else if (step instanceof RelayStep.Test test) {
        test(test.id());
      } else if (step instanceof RelayStep.Drain drain) {
        drain(drain.id(), drain.reason());
      } else if (step instanceof RelayStep.Stop stop) {
        stop(stop.id(), stop.reason());
      }
    }
  }

  private void launch() {
    RelayId id = RelayId.random();
    change(Relay.starting(id, clock.instant()));
    driver
        .launch(id, publicIp.orElse(null), ipv6)
        .compose(running -> firstAnswer.of(running.endpoint().local()).map(running))
        .timeout(LAUNCH_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .onSuccess(
            running -> {
              Relay relay = relays.get(id);
              if (relay != null && relay.state() == RelayState.STARTING) {
                change(relay.launched(running.endpoint(), clock.instant()));
                probes.begin(id, running.endpoint().local());
                reconcile();
              }
            })
        .onFailure(
            failure -> {
              outdated.onFailedStart(failure);
              fail(id, "it did not start: " + why(failure));
            });
  }

  /** Once more if it fails: on a busy machine an answer may be late. */
  private void test(RelayId id) {
    Relay tested = relays.get(id).begun();
    relays.put(id, tested);
    RelayEndpoint at = tested.endpoint().orElseThrow();
    selfTest
        .run(at, outdated.has(id))
        .recover(failure -> selfTest.run(at, outdated.has(id)))
        .onComplete(
            outcome -> {
              if (!tested.equals(relays.get(id))) {
                return;
              }
              if (outcome.failed()) {
                fail(id, "it failed its self-test: " + why(outcome.cause()));
                return;
              }
              Relay passed = tested.tested(outcome.result(), clock.instant());
              if (tested.state() == RelayState.READY) {
                relays.put(id, passed);
              } else {
                change(passed);
              }
              reconcile();
            });
  }

  private void drain(RelayId id, String reason) {
    change(relays.get(id).to(RelayState.DRAINING, reason, clock.instant()));
  }

  private void stop(RelayId id, String reason) {
    Relay stopping = relays.get(id).to(RelayState.STOPPING, reason, clock.instant()).begun();
    change(stopping);
    probes.end(id);
    driver
        .stop(id)
        .onSuccess(
            done -> {
              relays.remove(id);
              onChange.run();
              reconcile();
            })
        .onFailure(
            failure -> {
              LOG.warn("a relay cannot be removed relayId={} because={}", id, why(failure));
              vertx.setTimer(
                  STOP_AGAIN_MS,
                  timer ->
                      relays.computeIfPresent(
                          id,
                          (same, relay) -> relay.to(RelayState.FAILED, reason, clock.instant())));
            });
  }

  /**
   * Says that a relay is dead; one that is not there, or known to be dead, is no failure.
   *
   * @param id which
   * @param reason how it is known, in words
   */
  public void lost(RelayId id, String reason) {
    fail(id, reason);
  }

  private void fail(RelayId id, String reason) {
    Relay relay = relays.get(id);
    if (!open
        || relay == null
        || relay.state() == RelayState.FAILED
        || relay.state() == RelayState.STOPPING) {
      return;
    }
    Instant now = clock.instant();
    Duration age = Duration.between(relay.since(), now);
    if (relay.state().live()
        && !(relay.state() == RelayState.READY && age.compareTo(LaunchBackoff.LASTING) >= 0)) {
      backoff.onFailure(now);
    }
    probes.end(id);
    failed(reason);
    change(relay.to(RelayState.FAILED, reason, now));
    reconcile();
  }

  private void failed(String reason) {
    trouble = Optional.of(new RelayWait(reason, clock.instant()));
  }

  private void change(Relay relay) {
    relays.put(relay.id(), relay);
    if (relay.state() == RelayState.FAILED) {
      LOG.warn(
          "relay relayId={} state={} because={}", relay.id(), relay.state().text(), relay.reason());
    } else {
      LOG.info(
          "relay relayId={} state={} because={}", relay.id(), relay.state().text(), relay.reason());
    }
    onChange.run();
  }

  private static String why(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
