package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.relay.RunningRelay;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clients that send to each other by channels all the time, and what their relay does then. */
class RelayDeathIT {

  private static final int CHANNEL = 0x4001;
  private static final int PERIOD_MS = 10;
  private static final int BOUND_MS = 60_000;

  @TempDir private Path directory;
  private Vertx vertx;
  private TestGateway test;
  private RunningRelay first;
  private InetSocketAddress gateway;
  private TestTurnClient a;
  private TestTurnClient b;
  private InetSocketAddress atA;
  private InetSocketAddress atB;

  @BeforeEach
  void call() throws IOException {
    vertx = TestGateway.vertx();
    test = new TestGateway(vertx, directory, List.of());
    first = test.launch();
    gateway = test.open();
    a = new TestTurnClient(gateway, test.credential("a"));
    b = new TestTurnClient(gateway, test.credential("b"));
    atA = a.allocate();
    atB = b.allocate();
    assertThat(a.bind(CHANNEL, atB).errorCode()).isZero();
    assertThat(b.bind(CHANNEL, atA).errorCode()).isZero();
  }

  @AfterEach
  void end() {
    a.close();
    b.close();
    test.close();
    vertx.close();
  }

  @Test
  void killedItIsReplacedWhileTheyTalkAndNeitherSeesAnythingElse() throws Exception {
    RunningRelay second = test.launch();
    test.tell(List.of(first, second), List.of());

    // The gateway is not told: what it sends comes back.
    long gapMs = longestGap(() -> test.signal(first, "KILL"));

    System.out.println(
        "FIGURE kill -9 of a relay under channel data: silence "
            + gapMs
            + " ms, slowest move "
            + Math.round(test.slowestMoveMs())
            + " ms");
    assertThat(test.moves()).isEqualTo(2);
    // With what they had before: nonces, channels, permissions.
    assertThat(a.refresh(600).errorCode()).isZero();
    assertThat(a.bind(CHANNEL, atB).errorCode()).isZero();
    b.sendIndication(atA, new byte[] {7});
    assertThat(
            until(
                () ->
                    a.nextChannelData(CHANNEL, BOUND_MS)
                        .filter(data -> Arrays.equals(data, new byte[] {7}))
                        .isPresent()))
        .isTrue();
  }

  @Test
  void hungItIsLeftAsSoonAsTheFleetSaysSo() throws Exception {
    RunningRelay second = test.launch();
    test.tell(List.of(first, second), List.of());

    longestGap(
        () -> {
          test.signal(first, "STOP");
          test.tell(List.of(second), List.of());
        });

    test.signal(first, "CONT");
    assertThat(test.moves()).isEqualTo(2);
  }

  @Test
  void withNoOtherTheyWaitForTheNextOne() throws Exception {
    longestGap(
        () -> {
          test.signal(first, "KILL");
          test.tell(List.of(), List.of());
          RunningRelay next = test.launch();
          test.tell(List.of(next), List.of());
        });

    assertThat(test.moves()).isEqualTo(2);
  }

  @Test
  void whileItDrainsTheyStayUntilThereIsAnotherOneAndNothingIsLeftThere() throws Exception {
    TestGateway.until("only they are left there", () -> test.allocations(first) == 2);
    test.tell(List.of(), List.of(first));
    assertThat(until(this::echo)).isTrue();
    assertThat(test.moves()).isZero();

    RunningRelay second = test.launch();
    long gapMs = longestGap(() -> test.tell(List.of(second), List.of(first)));

    System.out.println("FIGURE relay drained under channel data: silence " + gapMs + " ms");
    assertThat(test.moves()).isEqualTo(2);
    TestGateway.until("both allocations are given back", () -> test.allocations(first) == 0);
  }

  @Test
  void withNoOtherInTimeTheyEnd() throws Exception {
    test.signal(first, "KILL");
    test.tell(List.of(), List.of());
    // What is held while they wait is little. The first ones may still be sent to the dead relay.
    double before = test.drops(DropReason.MOVING);
    assertThat(
            until(
                () -> {
                  a.sendChannelData(CHANNEL, new byte[] {1});
                  return test.drops(DropReason.MOVING) > before;
                }))
        .as("a waits, and more than %d datagrams are not held", HeldDatagrams.MOST)
        .isTrue();

    test.forward(GatewayLimits.DEFAULT.waitForRelay().plusSeconds(1));

    TestGateway.until("no session is left", () -> test.metric("otter.gateway.sessions") == 0);
    RunningRelay next = test.launch();
    test.tell(List.of(next), List.of());
    TestGateway.until("there is a relay", () -> test.gateway.address().isPresent());
    assertThat(a.refresh(600).errorCode()).isEqualTo(437);
    assertThat(a.allocate()).isNotNull();
  }

  @Test
  void aRelayThatForgotASessionGetsItAgain() throws Exception {
    // As if it had been restarted at the same port: it answers, and knows nobody.
    RunningRelay second = test.launch();
    test.tell(List.of(first, second), List.of());
    test.signal(first, "KILL");

    assertThat(until(() -> a.isGranted())).isTrue();
    assertThat(until(this::echo)).isTrue();
  }

  /** A thing to do. */
  private interface Deed {
    void run() throws Exception;
  }

  /** Something that may hold. */
  private interface Check {
    boolean holds() throws Exception;
  }

  /** Both send all the time; the longest time that one of them hears nothing, until both do. */
  private long longestGap(Deed deed) throws Exception {
    AtomicBoolean talking = new AtomicBoolean(true);
    Thread talk = new Thread(() -> talk(talking));
    talk.start();
    try {
      Ear atClientA = new Ear(a);
      Ear atClientB = new Ear(b);
      atClientA.start();
      atClientB.start();
      atClientA.until(5);
      atClientB.until(5);
      deed.run();
      // What comes before both have moved may have been under way.
      TestGateway.until("both have moved", () -> test.moves() >= 2);
      // Twenty more after the last silence.
      atClientA.until(atClientA.count.get() + 20);
      atClientB.until(atClientB.count.get() + 20);
      atClientA.stop();
      atClientB.stop();
      return Math.max(atClientA.longestMs(), atClientB.longestMs());
    } finally {
      talking.set(false);
      talk.join();
    }
  }

  private void talk(AtomicBoolean talking) {
    int number = 0;
    while (talking.get()) {
      byte[] data = ByteBuffer.allocate(160).putInt(number++).array();
      try {
        a.sendChannelData(CHANNEL, data);
        b.sendChannelData(CHANNEL, data);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PERIOD_MS));
    }
  }

  /** Whether what a sends comes to b. */
  private boolean echo() throws IOException {
    a.sendChannelData(CHANNEL, new byte[] {9});
    Optional<byte[]> came = b.nextChannelData(CHANNEL, 500);
    return came.isPresent();
  }

  private static boolean until(Check check) throws Exception {
    long end = System.nanoTime() + Duration.ofMillis(BOUND_MS).toNanos();
    while (System.nanoTime() < end) {
      try {
        if (check.holds()) {
          return true;
        }
      } catch (AssertionError e) {
        // No answer yet.
      }
    }
    return false;
  }

  /** Hears one client's channel on a thread of its own. */
  private static final class Ear {

    private final TestTurnClient client;
    private final Thread thread = new Thread(this::listen);
    private volatile boolean open = true;
    private final AtomicInteger count = new AtomicInteger();
    private long last = System.nanoTime();
    private volatile long longest;

    Ear(TestTurnClient client) {
      this.client = client;
    }

    void start() {
      thread.start();
    }

    void until(int heard) {
      TestGateway.until(heard + " datagrams", () -> count.get() >= heard);
    }

    void stop() throws InterruptedException {
      open = false;
      thread.join();
    }

    long longestMs() {
      return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    private void listen() {
      try {
        while (open) {
          if (client.nextChannelData(CHANNEL, 100).isPresent()) {
            long now = System.nanoTime();
            longest = count.get() > 0 ? Math.max(longest, now - last) : longest;
            last = now;
            count.incrementAndGet();
          }
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
