package dev.otter.turn.others;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.GatewayMode;
import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.config.WatchPlace;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.contract.turn.RelayReach;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.testing.FreePorts;
import dev.otter.turn.testing.OnContext;
import dev.otter.turn.testing.TestTurnServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which servers of somebody else are handed out, with servers that answer when they are told. */
@ExtendWith(VertxExtension.class)
class OtherServersIT {

  private static final int WAIT_SECONDS = 60;
  private static final String SECRET = "the-secret-of-this-test";

  private final BlockingQueue<IceServersChanged> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> states = new LinkedBlockingQueue<>();
  private final AtomicInteger missedWhenGivenUp = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final RoomId room = RoomId.random();
  private final RoomId later = RoomId.random();
  @TempDir private Path directory;
  private OnContext context;
  private Vertx vertx;
  private StunStub one;
  private StunStub two;
  private OtherServers servers;

  @BeforeEach
  void open(Vertx vertx) throws Exception {
    this.vertx = vertx;
    context = new OnContext(vertx);
    one = StunStub.open(vertx, true);
    two = StunStub.open(vertx, true);
  }

  @AfterEach
  void close() {
    onContext(servers::close);
    one.close();
    two.close();
  }

  @Test
  void oneThatAnswersNoMoreIsNotHandedOutAndItsRoomsAreTold() throws Exception {
    watch("turn:" + one.at(), "stun:" + two.at(), "turn:" + two.at() + "?transport=tcp");
    until("reachable", "reachable");
    assertThat(give(room)).isEqualTo(one.at() + "," + two.at());

    one.answers(false);

    assertThat(told.poll(WAIT_SECONDS, TimeUnit.SECONDS))
        .isEqualTo(new IceServersChanged(room, one.at() + "," + two.at(), true));
    assertThat(servers.urls())
        .containsExactly("stun:" + two.at(), "turn:" + two.at() + "?transport=tcp");
    assertThat(give(room)).isEqualTo(two.at());

    // What is on the queue is older.
    states.clear();
    one.answers(true);

    until("reachable", "reachable");
    assertThat(give(later)).isEqualTo(one.at() + "," + two.at());
    assertThat(told).isEmpty();
  }

  @Test
  void whenNoneAnswersAllAreHandedOutUntilOneDoes() throws Exception {
    one.answers(false);
    two.answers(false);
    watch("turn:" + one.at(), "turn:" + two.at());
    give(room);
    until("unreachable", "unreachable");
    assertThat(servers.urls()).hasSize(2);
    assertThat(told).isEmpty();

    two.answers(true);

    assertThat(told.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
    assertThat(servers.urls()).containsExactly("turn:" + two.at());
  }

  @Test
  void whatDoesNotRelayMakesUpForNoneThatDoesAndAnotherNodesWordNeedsAMissOfOurOwn()
      throws Exception {
    watch("turn:" + one.at(), "stun:" + two.at());
    until("reachable", "reachable");

    onContext(() -> servers.heard(givenUp(one)));
    assertThat(servers.reports().relays()).extracting(RelayReport::state).contains("reachable");

    one.answers(false);
    onContext(() -> vertx.setPeriodic(20, again -> servers.heard(givenUp(one))));
    until("unreachable", "reachable");
    assertThat(missedWhenGivenUp).hasValueBetween(1, ServerWatch.MISSES - 1);
    assertThat(servers.urls()).containsExactly("turn:" + one.at(), "stun:" + two.at());
  }

  @Test
  void whatTakesNoDatagramsIsAskedByTcpAndAPlaceOfItsOwnIsUsed() throws Exception {
    NetServer tcp =
        vertx
            .createNetServer()
            .connectHandler(socket -> {})
            .listen(0, "127.0.0.1")
            .await(60, TimeUnit.SECONDS);
    watch(
        host -> true,
        List.of(
            WatchPlace.parse("turn.example.com:5349=127.0.0.1:" + tcp.actualPort()),
            WatchPlace.parse("turn.example.com:3478=" + two.at())),
        "turns:turn.example.com",
        "turn:turn.example.com");

    until("reachable", "reachable");
    assertThat(servers.reports().relays())
        .extracting(RelayReport::port)
        .containsExactly(5349, 3478);
    tcp.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void oneThatIsStartedAgainAtOnceHasLostItsSessionsAndItsRoomsAreTold() throws Exception {
    int port = FreePorts.next();
    TestTurnServer first = TestTurnServer.start(port, directory, SECRET);
    TestTurnServer second = null;
    try {
      watch("turn:127.0.0.1:" + port);
      untilReason(", and relays for it");
      give(room);
      nanos.addAndGet(OtherServers.FRESH.toNanos());
      give(later);

      first.kill();
      second = TestTurnServer.start(port, directory, SECRET);

      assertThat(told.poll(WAIT_SECONDS, TimeUnit.SECONDS))
          .isEqualTo(new IceServersChanged(room, "127.0.0.1:" + port, true));
      // Who came in the last seconds knows it already.
      assertThat(told).isEmpty();
      assertThat(servers.urls()).containsExactly("turn:127.0.0.1:" + port);
    } finally {
      first.close();
      if (second != null) {
        second.close();
      }
    }
  }

  @Test
  void whereTheSecretIsAnotherOneItIsSaid() throws Exception {
    int port = FreePorts.next();
    TestTurnServer server = TestTurnServer.start(port, directory, "the-secret-of-somebody-else");
    try {
      watch("turn:127.0.0.1:" + port);

      untilReason("is turn.secret its secret? refused with 401");
    } finally {
      server.close();
    }
  }

  @Test
  void aNodeThatMayNotAskHandsAllOut() {
    watch(host -> false, List.of(), "turn:" + one.at(), "turn:" + two.at());

    assertThat(servers.reports().relays()).extracting(RelayReport::state).containsOnly("unwatched");
    assertThat(servers.urls()).hasSize(2);
  }

  @Test
  void aRoomThatNobodyHasAskedForIsForgotten() {
    watch("turn:" + one.at(), "turn:" + two.at());
    give(room);
    assertThat(servers.reports().relays().get(0).use().rooms()).isEqualTo(1);

    nanos.set(RoomsGiven.LIFETIME.plus(Duration.ofSeconds(1)).toNanos());
    onContext(servers::sweep);

    assertThat(servers.reports().relays().get(0).use().rooms()).isZero();
  }

  private void watch(String... urls) {
    watch(host -> true, List.of(), urls);
  }

  private void watch(Predicate<String> mayAsk, List<WatchPlace> places, String... urls) {
    TurnConfig turn =
        new TurnConfig(
            TurnDriver.STATIC,
            List.of(urls),
            List.of(),
            RelaysConfig.DEFAULT,
            GatewayMode.OFF,
            Optional.empty(),
            places);
    servers =
        new OtherServers(
            NodeTag.random(),
            turn,
            mayAsk,
            InstantSource.system(),
            new TurnCredentials(SECRET, InstantSource.system()),
            nanos::get,
            new OtherServersMetrics());
    onContext(() -> servers.open(vertx, this::note, told::add));
  }

  private void note() {
    List<String> now = servers.reports().relays().stream().map(RelayReport::state).toList();
    if (now.contains("unreachable")) {
      // It goes on being asked.
      missedWhenGivenUp.compareAndSet(0, one.unanswered());
    }
    states.add(now);
  }

  private void until(String... wanted) throws InterruptedException {
    List<String> now;
    do {
      now = states.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(now).as("states on the way to %s", List.of(wanted)).isNotNull();
    } while (!now.equals(List.of(wanted)));
  }

  private void untilReason(String end) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!servers.reports().relays().get(0).reason().endsWith(end)) {
      assertThat(System.nanoTime()).as(end).isLessThan(until);
      Thread.onSpinWait();
    }
  }

  private String give(RoomId to) {
    return context.call(() -> Future.succeededFuture(servers.give(to)));
  }

  private void onContext(Runnable work) {
    context.call(
        () -> {
          work.run();
          return Future.succeededFuture();
        });
  }

  /** What another node says that has given a server up. */
  private RelayReports givenUp(StunStub server) {
    NodeTag other = NodeTag.random();
    RelayReport here =
        servers.reports().relays().stream()
            .filter(each -> server.at().endsWith(":" + each.port()))
            .findFirst()
            .orElseThrow();
    return new RelayReports(
        other,
        List.of(
            new RelayReport(
                here.id(),
                other,
                here.driver(),
                here.address(),
                here.port(),
                ServerState.UNREACHABLE.text(),
                here.reason(),
                here.since(),
                here.urls(),
                here.use(),
                null,
                RelayReach.PLAIN)));
  }
}
