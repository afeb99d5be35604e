package dev.otter.signaling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusCodecs;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.turn.AskIceServers;
import dev.otter.contract.turn.IceServer;
import dev.otter.contract.turn.IceServerList;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One client's ICE servers, with an orchestrator and a clock that are the test's. */
@ExtendWith(VertxExtension.class)
class V1IceServersTest {

  private static final int WAIT_SECONDS = 30;
  private static final RoomId ROOM = RoomId.random();

  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private final BlockingQueue<AskIceServers> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private volatile Future<IceServerList> answer = Future.succeededFuture(list("relay-1"));
  private volatile int turn;
  private V1IceServers servers;
  private Context context;

  @BeforeEach
  void open(Vertx vertx) throws TimeoutException {
    BusCodecs.register(vertx);
    new BusReplies(vertx)
        .answer(
            BusAddress.ICE_SERVERS.address(),
            AskIceServers.class,
            question -> {
              asked.add(question);
              return answer;
            })
        .await(WAIT_SECONDS, SECONDS);
    SignalingNode node =
        new SignalingNode(
            vertx,
            NodeTag.random(),
            new V1Limits(LimitsConfig.NONE, Duration.ofMinutes(1)),
            RoomMap.open(vertx).await(WAIT_SECONDS, SECONDS),
            () -> TimeUnit.MILLISECONDS.toNanos(nowMs.get()),
            ServingGate.ALWAYS_OPEN,
            TestQuality.reports(vertx));
    context = vertx.getOrCreateContext();
    servers =
        new V1IceServers(
            node,
            context,
            TestConnections.claims(ROOM),
            () -> ConnectionId.random(node.tag()),
            () -> OptionalInt.of(turn),
            (ice, restart) -> told.add(ice.relayId() + " " + restart));
  }

  @Test
  void theyAreAskedForInTheTokensNameAndAgainWellBeforeTheirEnd() throws Exception {
    assertThat(first().relayId()).isEqualTo("relay-1");
    assertThat(asked.take()).isEqualTo(new AskIceServers(ROOM, "guest-1"));

    nowMs.addAndGet(239_000);
    assertThat(servers.isDue()).isFalse();
    nowMs.addAndGet(61_000);
    assertThat(servers.isDue()).isTrue();
    onContext(servers::freshen);

    assertThat(told.poll(WAIT_SECONDS, SECONDS)).isEqualTo("relay-1 false");
    assertThat(servers.isDue()).isFalse();
  }

  @Test
  void whoseRelayIsGoneGetsOthersWithARestartOnceAndNobodyElseDoes() throws Exception {
    first();
    onContext(() -> servers.onRelayGone("relay-7", true));
    answer = Future.succeededFuture(list("relay-2"));

    onContext(() -> servers.onRelayGone("relay-1", true));
    onContext(() -> servers.onRelayGone("relay-1", true));

    assertThat(told.poll(WAIT_SECONDS, SECONDS)).isEqualTo("relay-2 true");
    onContext(() -> servers.onRelayGone("relay-1", true));
    assertThat(told).isEmpty();
    assertThat(asked).as("the first time, and after the relay was gone").hasSize(2);
  }

  @Test
  void whileARelayIsDrainedTheNewServersComeFirstAndTheRestartWhenItIsTheirTurn() throws Exception {
    first();
    answer = Future.succeededFuture(list("relay-2"));

    onContext(() -> servers.onRelayGone("relay-1", false));

    assertThat(told.poll(WAIT_SECONDS, SECONDS)).isEqualTo("relay-2 false");
    assertThat(told.poll(WAIT_SECONDS, SECONDS)).isEqualTo("relay-2 true");
    assertThat(asked).hasSize(2);
  }

  @Test
  void aRelayThatDiesWhileItIsDrainedIsLeftAtOnce() throws Exception {
    first();
    // A minute: the relay dies before it is this one's turn.
    turn = 30;
    answer = Future.succeededFuture(list("relay-2"));
    onContext(() -> servers.onRelayGone("relay-1", false));
    assertThat(told.poll(WAIT_SECONDS, SECONDS)).isEqualTo("relay-2 false");
    answer = Future.succeededFuture(list("relay-3"));

    onContext(() -> servers.onRelayGone("relay-2", true));

    // Not the restart with the servers of before, whose turn was to come.
    assertThat(told.poll(WAIT_SECONDS, SECONDS)).isEqualTo("relay-3 true");
  }

  @Test
  void oneMovesAfterTheOtherAndTheLastNeedNot() {
    assertThat(V1IceServers.moveAfterMs(OptionalInt.of(0))).hasValue(1_000);
    assertThat(V1IceServers.moveAfterMs(OptionalInt.of(2))).hasValue(5_000);
    assertThat(V1IceServers.moveAfterMs(OptionalInt.empty())).isEmpty();
  }

  @Test
  void aRestartWaitsUntilThereIsARelay() throws Exception {
    first();
    answer = Future.succeededFuture(IceServerList.NONE);
    asked.clear();
    onContext(() -> servers.onRelayGone("relay-1", true));
    assertThat(asked.poll(WAIT_SECONDS, SECONDS)).isNotNull();
    // Until the empty answer has come too.
    while (!servers.isDue()) {
      nowMs.addAndGet(1_000);
      onContext(() -> {});
    }
    assertThat(told).isEmpty();

    answer = Future.succeededFuture(list("relay-2"));
    onContext(servers::freshen);

    assertThat(told.poll(WAIT_SECONDS, SECONDS)).isEqualTo("relay-2 true");
  }

  @Test
  void whereNobodyAnswersInTimeTheWelcomeGoesWithoutAndTheyFollow() throws Exception {
    Promise<IceServerList> late = Promise.promise();
    answer = late.future();

    assertThat(first()).isEqualTo(IceServerList.NONE);
    late.complete(list("relay-1"));

    assertThat(told.poll(WAIT_SECONDS, SECONDS)).isEqualTo("relay-1 false");
  }

  @Test
  void whoHasLeftIsToldNothing() throws Exception {
    first();
    onContext(servers::end);
    nowMs.addAndGet(1_000_000);
    asked.clear();

    onContext(servers::freshen);
    onContext(() -> servers.onRelayGone("relay-1", true));

    assertThat(servers.isDue()).isFalse();
    assertThat(asked).isEmpty();
  }

  private IceServerList first() throws TimeoutException {
    Promise<IceServerList> first = Promise.promise();
    context.runOnContext(
        now -> servers.first(Room.create(ROOM, null, 2, Instant.EPOCH)).onComplete(first));
    return first.future().await(WAIT_SECONDS, SECONDS);
  }

  private void onContext(Runnable work) throws TimeoutException {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        now -> {
          work.run();
          done.complete();
        });
    done.future().await(WAIT_SECONDS, SECONDS);
  }

  private static IceServerList list(String relayId) {
    return new IceServerList(
        relayId, List.of(new IceServer(List.of("turn:192.0.2.7:3478"), "1:guest-1", "x")), 600);
  }
}
