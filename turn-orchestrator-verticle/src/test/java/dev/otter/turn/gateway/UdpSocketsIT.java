package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.testing.OnContext;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket passes on what another one hears, as fast as it comes. */
class UdpSocketsIT {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int BOUND_MS = 20_000;

  private Vertx vertx;
  private UdpSocket out;
  private volatile UdpSocket in;

  @AfterEach
  void close() {
    vertx.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachArrivesWholeAndInItsOrder(boolean ownLoop) throws IOException {
    vertx = ownLoop ? TestGateway.vertx() : Vertx.vertx();
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(20, 160));
    sizes.addAll(List.of(40, 160, 161, 1, 9_000, 9_000, 1_232, 1_232, 1_233, 1_233, 7, 7, 7));

    assertThat(passedOn(sizes, true, Burst.MOST_BYTES)).isEqualTo(datagrams(sizes));
    assertThat(passedOn(sizes, false, Burst.MOST_BYTES)).isEqualTo(datagrams(sizes));
    assertThat(out.takesBursts()).isEqualTo(ownLoop && vertx.isNativeTransportEnabled());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBurstThatTheSystemRefusesGoesInPieces(boolean connected) throws IOException {
    vertx = TestGateway.vertx();
    // More than any packet holds.
    List<Integer> sizes = Collections.nCopies(60, 1_200);

    assertThat(passedOn(sizes, connected, 100_000)).isEqualTo(datagrams(sizes));

    assertThat(out.takesBursts()).isFalse();
    assertThat(passedOn(List.of(10, 10, 10), connected, Burst.MOST_BYTES))
        .isEqualTo(datagrams(List.of(10, 10, 10)));
  }

  /**
   * What is opened next has the number that the closed one had, and a read of it waits for ever.
   */
  @Test
  void whatIsClosedAsItIsReadIsNotReadAnyMore() throws Exception {
    vertx = TestGateway.vertx();
    EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    UdpSockets sockets = new UdpSockets(vertx, loop, new GatewayCounts(), () -> true);
    CountDownLatch sent = new CountDownLatch(1);
    List<DatagramSocket> next = new CopyOnWriteArrayList<>();
    UdpSockets.Receiver closes =
        (data, from) -> {
          await(sent);
          in.close();
          IntStream.range(0, 10).forEach(i -> next.add(opened()));
        };
    loop.submit(
            () ->
                sockets
                    .bind(new InetSocketAddress(LOOPBACK, 0), closes)
                    .onSuccess(socket -> in = socket))
        .get(BOUND_MS, TimeUnit.MILLISECONDS);
    TestGateway.until("it is open", () -> in != null);
    try (DatagramSocket from = new DatagramSocket(0, LOOPBACK)) {
      send(from, in.local());
      send(from, in.local());
      sent.countDown();
      TestGateway.until("the first one was read", () -> next.size() == 10);

      assertThat(loop.submit(() -> "goes on").get(BOUND_MS, TimeUnit.MILLISECONDS))
          .isEqualTo("goes on");
    } finally {
      next.forEach(DatagramSocket::close);
    }
  }

  private static void send(DatagramSocket from, InetSocketAddress to) throws IOException {
    from.send(new DatagramPacket(new byte[1], 1, to));
  }

  private static DatagramSocket opened() {
    try {
      return new DatagramSocket(0, LOOPBACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends them while the loop waits, so that it finds all at once; what comes out at the end. */
  private List<String> passedOn(List<Integer> sizes, boolean connected, int burstBytes)
      throws IOException {
    try (DatagramSocket from = new DatagramSocket(0, LOOPBACK);
        DatagramSocket to = new DatagramSocket(0, LOOPBACK)) {
      CountDownLatch sent = new CountDownLatch(1);
      open((InetSocketAddress) to.getLocalSocketAddress(), connected, burstBytes, sent);
      for (String each : datagrams(sizes)) {
        byte[] bytes = each.getBytes(StandardCharsets.US_ASCII);
        from.send(new DatagramPacket(bytes, bytes.length, in.local()));
      }
      sent.countDown();
      to.setSoTimeout(BOUND_MS);
      List<String> came = new ArrayList<>();
      DatagramPacket packet = new DatagramPacket(new byte[10_000], 10_000);
      for (int i = 0; i < sizes.size(); i++) {
        packet.setLength(packet.getData().length);
        to.receive(packet);
        came.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
      }
      return came;
    }
  }

  private void open(InetSocketAddress to, boolean connected, int burstBytes, CountDownLatch sent) {
    new OnContext(vertx)
        .call(
            () -> {
              Context context = vertx.getOrCreateContext();
              UdpSockets sockets =
                  new UdpSockets(
                      vertx,
                      ((ContextInternal) context).nettyEventLoop(),
                      new GatewayCounts(),
                      () -> true,
                      burstBytes);
              Future<UdpSocket> opened =
                  connected
                      ? sockets.connect(to, LOOPBACK, (data, from) -> {})
                      : sockets.bind(new InetSocketAddress(LOOPBACK, 0), (data, from) -> {});
              return opened
                  .compose(
                      socket -> {
                        out = socket;
                        return sockets.bind(
                            new InetSocketAddress(LOOPBACK, 0),
                            (data, from) -> passOn(data, connected ? null : to, sent));
                      })
                  .onSuccess(socket -> in = socket);
            });
  }

  private void passOn(ByteBuf data, InetSocketAddress to, CountDownLatch sent) {
    await(sent);
    if (to == null) {
      out.send(data.retain());
    } else {
      out.send(data.retain(), to);
    }
  }

  private static void await(CountDownLatch sent) {
    try {
      sent.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of these sizes, each of one letter. */
  private static List<String> datagrams(List<Integer> sizes) {
    return IntStream.range(0, sizes.size())
        .mapToObj(
            i -> {
              char[] letters = new char[sizes.get(i)];
              Arrays.fill(letters, (char) ('!' + i));
              return new String(letters);
            })
        .toList();
  }
}
