package dev.otter.turn.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestRelays;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of real turnservers, and what it does when they die, hang, or never come up. */
@ExtendWith(VertxExtension.class)
class RelayFleetIT {

  private static final String SECRET = "the-secret-of-this-test";

  @TempDir private Path dataDir;
  @TempDir private Path ports;

  private final RelayRules rules = TestRelays.rules(SECRET);
  private final BlockingQueue<List<Relay>> changes = new LinkedBlockingQueue<>();
  private final Set<RelayId> used = ConcurrentHashMap.newKeySet();
  private OnContext on;
  private RelayFleet fleet;

  @BeforeEach
  void context(Vertx vertx) {
    on = new OnContext(vertx);
  }

  @AfterEach
  void close() {
    if (fleet != null) {
      on.call(fleet::close);
    }
  }

  @Test
  void asManyAsWantedComeUpAndGoWithTheFleet() throws Exception {
    open(2, processDriver(), realTest());
    List<Relay> relays = until(all -> ready(all).size() == 2);

    List<ProcessHandle> processes = relays.stream().map(this::process).toList();
    on.call(fleet::close);
    fleet = null;

    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    try (var left = Files.list(dataDir)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aKilledRelayIsOutOfRotationAtOnceAndReplaced() throws Exception {
    open(1, processDriver(), realTest());
    Relay victim = ready(until(all -> ready(all).size() == 1)).get(0);

    long killed = System.nanoTime();
    process(victim).destroyForcibly();
    List<Relay> after = until(all -> state(all, victim) == RelayState.FAILED);
    long noticedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
    List<Relay> replaced = until(all -> ready(all).size() == 1 && all.size() == 1);
    long readyMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);

    System.out.println(
        "FIGURE kill -9: noticed after " + noticedMs + " ms, replaced after " + readyMs + " ms");
    assertThat(reason(after, victim)).startsWith("turnserver ended");
    assertThat(ready(replaced).get(0).id()).isNotEqualTo(victim.id());
  }

  @Test
  void aHangingRelayIsNoticedByItsProbesAndReplaced() throws Exception {
    open(1, processDriver(), realTest());
    Relay victim = ready(until(all -> ready(all).size() == 1)).get(0);
    ProcessHandle process = process(victim);

    long stopped = System.nanoTime();
    assertThat(new ProcessBuilder("kill", "-STOP", "" + process.pid()).start().waitFor()).isZero();
    List<Relay> after = until(all -> state(all, victim) == RelayState.FAILED);
    long noticedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopped);

    System.out.println("FIGURE SIGSTOP: noticed after " + noticedMs + " ms");
    assertThat(reason(after, victim)).isEqualTo("3 probes in a row had no answer");
    until(all -> ready(all).size() == 1 && all.size() == 1);
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aRelayThatFailsItsSelfTestIsNeverReadyAndTheNextOneWaits() throws Exception {
    open(
        1,
        processDriver(),
        (relay, outdated) -> Future.failedFuture(new IllegalStateException("not today")));

    List<Relay> failed =
        until(all -> all.stream().anyMatch(relay -> relay.state() == RelayState.FAILED));
    assertThat(failed.get(0).reason()).isEqualTo("it failed its self-test: not today");
    // The second launch comes at once, the third one waits a second: no hot loop.
    int launches = launchesWithin(Duration.ofMillis(2_500));
    assertThat(launches).isBetween(1, 4);
    assertThat(changes).noneMatch(all -> !ready(all).isEmpty());
  }

  @Test
  void aDriverThatAlwaysFailsIsNotAskedInAHotLoop() throws Exception {
    ScriptedDriver driver = new ScriptedDriver();
    open(1, driver, realTest());

    int launches = launchesWithin(Duration.ofSeconds(4));

    assertThat(launches).isBetween(3, 5);
    assertThat(driver.launches).hasSizeBetween(3, 5);
  }

  @Test
  void aDrainedRelayGoesWhenNoRoomIsOnItAndAnotherTakesItsPlace() throws Exception {
    open(1, processDriver(), realTest());
    Relay first = ready(until(all -> ready(all).size() == 1)).get(0);
    used.add(first.id());

    Relay draining =
        on.call(() -> Future.succeededFuture(fleet.end(first.id(), true).orElseThrow()));
    until(all -> ready(all).size() == 1 && !ready(all).get(0).id().equals(first.id()));

    assertThat(draining.state()).isEqualTo(RelayState.DRAINING);
    assertThat(process(first).isAlive()).isTrue();
    used.clear();
    until(all -> all.size() == 1 && ready(all).size() == 1);
  }

  @Test
  void anIpv6AddressThatIsKnownLaterReplacesARelayThatIsReadyWithoutIt() throws Exception {
    open(1, processDriver(), realTest());
    Relay first = ready(until(all -> ready(all).size() == 1)).get(0);
    assertThat(first.endpoint().orElseThrow().ipv6()).isEmpty();
    used.add(first.id());

    on.call(() -> told("::1"));
    List<Relay> replaced = until(all -> state(all, first) == RelayState.DRAINING);

    assertThat(reason(replaced, first)).isEqualTo("it does not listen on ::1");
    assertThat(ready(replaced).get(0).endpoint().orElseThrow().ipv6()).contains("::1");
    assertThat(ready(replaced).get(0).isReachedByIpv6()).isTrue();
    changes.clear();
    on.call(() -> told("::1"));
    used.clear();
    // Told again it changes nothing: only the first one goes.
    List<Relay> last = until(all -> all.size() == 1);
    assertThat(ready(last)).extracting(Relay::id).containsExactly(ready(replaced).get(0).id());
  }

  @Test
  void relaysThatKnowOtherSecretsGoOneByOneWhenAnotherOneIsReadyAndNoSessionEnds()
      throws Exception {
    open(2, processDriver(), realTest());
    List<Relay> before = ready(until(all -> ready(all).size() == 2));
    before.forEach(relay -> used.add(relay.id()));
    rules.secrets().change(List.of(SECRET, "the-secret-that-comes-next"));
    changes.clear();

    on.call(() -> otherSecrets());
    List<Relay> last =
        until(
            all -> {
              assertThat(ready(all)).as("calls are never left without").hasSizeBetween(2, 3);
              return before.stream().allMatch(each -> state(all, each) == RelayState.DRAINING);
            });

    assertThat(ready(last)).hasSize(2).doesNotContainAnyElementsOf(before);
    assertThat(on.call(() -> Future.succeededFuture(fleet.isUpToDate()))).isTrue();
    before.forEach(relay -> assertThat(process(relay).isAlive()).isTrue());
    on.call(() -> realTest().run(ready(last).get(0).endpoint().orElseThrow(), false));
    on.call(() -> realTest().run(before.get(0).endpoint().orElseThrow(), true));
    assertThatThrownBy(
            () -> on.call(() -> realTest().run(before.get(0).endpoint().orElseThrow(), false)))
        .hasMessageContaining("an allocation with a fresh credential must succeed");
  }

  private Future<Void> otherSecrets() {
    fleet.replaceAll("it knows other TURN secrets");
    assertThat(fleet.isUpToDate()).isFalse();
    return Future.succeededFuture();
  }

  private Future<Void> told(String ipv6) {
    fleet.ipv6(ipv6);
    return Future.succeededFuture();
  }

  private void open(int wanted, RelayDriver driver, RelayTest selfTest) {
    RelayPlan plan = new RelayPlan(Duration.ofMinutes(1), Duration.ofMinutes(10));
    fleet =
        new RelayFleet(
            on.vertx(),
            driver,
            plan,
            () -> wanted,
            selfTest,
            () -> unusedOf(fleet.relays()),
            InstantSource.system(),
            () -> changes.add(fleet.relays()));
    on.call(
        () -> {
          fleet.open();
          fleet.publicIp("127.0.0.1");
          return Future.succeededFuture();
        });
  }

  private Set<RelayId> unusedOf(List<Relay> relays) {
    return relays.stream()
        .map(Relay::id)
        .filter(id -> !used.contains(id))
        .collect(Collectors.toSet());
  }

  private RelayTest realTest() {
    return new RelaySelfTest(on.vertx(), rules, InstantSource.system())::run;
  }

  private RelayDriver processDriver() {
    return TestRelays.processDriver(on, TestRelays.config(2), dataDir, ports, rules);
  }

  /** How many relays begin to start in the time to come. */
  private int launchesWithin(Duration time) throws InterruptedException {
    Set<RelayId> starting = new HashSet<>();
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      List<Relay> all = changes.poll(left, TimeUnit.NANOSECONDS);
      if (all != null) {
        all.stream()
            .filter(relay -> relay.state() == RelayState.STARTING)
            .forEach(relay -> starting.add(relay.id()));
      }
    }
    return starting.size();
  }

  private List<Relay> until(Predicate<List<Relay>> condition) throws InterruptedException {
    List<Relay> last = List.of();
    while (true) {
      List<Relay> next = changes.poll(30, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing changes any more: " + last);
      }
      last = next;
      if (condition.test(last)) {
        return last;
      }
    }
  }

  private ProcessHandle process(Relay relay) {
    try {
      return ProcessHandle.of(
              Long.parseLong(
                  Files.readString(dataDir.resolve(relay.id().value()).resolve("pid")).strip()))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Relay> ready(List<Relay> all) {
    return all.stream().filter(relay -> relay.state() == RelayState.READY).toList();
  }

  private static RelayState state(List<Relay> all, Relay wanted) {
    return find(all, wanted).map(Relay::state).orElse(null);
  }

  private static String reason(List<Relay> all, Relay wanted) {
    return find(all, wanted).orElseThrow().reason();
  }

  private static Optional<Relay> find(List<Relay> all, Relay wanted) {
    return all.stream().filter(relay -> relay.id().equals(wanted.id())).findFirst();
  }

  /** A driver whose launches fail. */
  private static final class ScriptedDriver implements RelayDriver {

    private final List<RelayId> launches = Collections.synchronizedList(new ArrayList<>());

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public Future<List<RunningRelay>> find() {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<RunningRelay> launch(RelayId id, String publicIp, Optional<String> ipv6) {
      launches.add(id);
      return Future.failedFuture(new IOException("the image is not there"));
    }

    @Override
    public Future<Void> stop(RelayId id) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> renewCertificate(RelayId id) {
      return Future.succeededFuture();
    }

    @Override
    public void onExit(BiConsumer<RelayId, String> handler) {
      // Nothing of it ever runs.
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }
}
