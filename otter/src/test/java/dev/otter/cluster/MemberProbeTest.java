package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.HostAndPort;
import dev.otter.testing.TestNode;
import dev.otter.turn.testing.FreePorts;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberProbeTest {

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void aLivingMemberAnswers() throws Exception {
    int port = FreePorts.next();
    try (TestNode node = TestNode.startClustered(directory, port, "127.0.0.1:" + port)) {
      assertThat(probe(port)).isEqualTo(ProbeVerdict.ANSWERS);
      assertThat(node.api().get("/readyz").status()).isEqualTo(200);
    }
  }

  @Test
  void aPortWithoutAProcessRefuses() throws Exception {
    assertThat(probe(FreePorts.next())).isEqualTo(ProbeVerdict.REFUSED);
  }

  @Test
  void aProcessThatAcceptsAndSaysNothingHangs() throws Exception {
    assertThat(probe(listen(socket -> {}))).isEqualTo(ProbeVerdict.HUNG);
  }

  @Test
  void aProcessThatClosesAtOnceIsOnItsWayOut() throws Exception {
    assertThat(probe(listen(NetSocket::close))).isEqualTo(ProbeVerdict.REFUSED);
  }

  /** Where nobody accepts and the queue is full, the kernel drops what asks to connect. */
  @Test
  void aHostThatDoesNotAnswerIsUnreachable() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket one = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket other = new Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(one.isConnected() && other.isConnected()).isTrue();
      assertThat(probe(full.getLocalPort())).isEqualTo(ProbeVerdict.UNREACHABLE);
    }
  }

  private int listen(io.vertx.core.Handler<NetSocket> onConnect) throws Exception {
    NetServer server = vertx.createNetServer().connectHandler(onConnect);
    return server.listen(0, "127.0.0.1").await(60, TimeUnit.SECONDS).actualPort();
  }

  private ProbeVerdict probe(int port) throws Exception {
    return new MemberProbe(vertx)
        .probe(new HostAndPort("127.0.0.1", port))
        .await(60, TimeUnit.SECONDS);
  }
}
