package dev.otter.turn.gateway;

import static dev.otter.turn.gateway.TestGateway.OTHER;
import static dev.otter.turn.gateway.TestGateway.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.turn.TurnCredentials;
import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunMessage;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway and its real relay while the TURN secret is rotated. */
class GatewaySecretsIT {

  private static final int SOON_MS = 3_000;

  @TempDir private Path directory;

  private final Vertx vertx = TestGateway.vertx();
  private TestGateway test;
  private InetSocketAddress gateway;

  @BeforeEach
  void start() throws IOException {
    test = new TestGateway(vertx, directory, List.of());
    test.launch();
    gateway = test.open();
  }

  @AfterEach
  void stop() {
    test.close();
    vertx.close();
  }

  @Test
  void bothAreGoodWhileTheyOverlapAndASessionOutlivesItsSecret() throws IOException {
    try (TestTurnClient a = client(SECRET, "a");
        TestTurnClient b = client(SECRET, "b")) {
      InetSocketAddress atA = a.allocate();
      InetSocketAddress atB = b.allocate();
      reach(a, atA, b, atB, "before");

      test.secrets.change(List.of(OTHER, SECRET));
      reach(a, atA, b, atB, "overlap");
      try (TestTurnClient old = client(SECRET, "c");
          TestTurnClient fresh = client(OTHER, "d")) {
        InetSocketAddress atOld = old.allocate();
        InetSocketAddress atFresh = fresh.allocate();
        reach(old, atOld, fresh, atFresh, "old and new");
        reach(a, atA, fresh, atFresh, "session and new");
      }

      test.secrets.change(List.of(OTHER));
      reach(a, atA, b, atB, "after");
      assertThat(a.refresh(600).errorCode()).isZero();
      try (TestTurnClient old = client(SECRET, "e");
          TestTurnClient fresh = client(OTHER, "f")) {
        assertThatThrownBy(old::allocate).hasMessage("refused with 401");
        fresh.allocate();
      }
    }
  }

  private TestTurnClient client(String secret, String participant) throws IOException {
    return new TestTurnClient(
        gateway, new TurnCredentials(secret, test.clock()).issue(participant));
  }

  private static void reach(
      TestTurnClient a, InetSocketAddress atA, TestTurnClient b, InetSocketAddress atB, String what)
      throws IOException {
    assertThat(a.permit(atB).errorCode()).as(what).isZero();
    assertThat(b.permit(atA).errorCode()).as(what).isZero();
    a.sendIndication(atB, what.getBytes(StandardCharsets.UTF_8));
    StunMessage data = b.nextData(SOON_MS).orElseThrow();
    assertThat(data.attribute(StunAttribute.DATA).orElseThrow().value())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(what);
  }
}
