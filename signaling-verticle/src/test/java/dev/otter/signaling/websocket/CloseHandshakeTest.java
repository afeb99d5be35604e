package dev.otter.signaling.websocket;

import static dev.otter.signaling.websocket.ClientFrames.close;
import static dev.otter.signaling.websocket.ClientFrames.frame;
import static dev.otter.signaling.websocket.ClientFrames.hex;
import static dev.otter.signaling.websocket.ClientFrames.text;
import static dev.otter.signaling.websocket.TestSocket.closeFrame;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who closes how (RFC 6455, section 7), and that it does not take for ever. */
class CloseHandshakeTest {

  private final TestSocket socket = new TestSocket(1000);

  @AfterEach
  void release() {
    socket.end();
    assertThat(socket.ends).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1014, 3000, 4408, 4999})
  void theClientsCodeIsSentBackAndTcpIsClosed(int code) {
    socket.receives(close(code));

    assertThat(socket.sent()).isEqualTo(closeFrame(code, ""));
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void aCloseWithoutACodeIsAnsweredWithoutOne() {
    socket.receives(frame(0x88, ""));

    assertThat(socket.sent()).isEqualTo("8800");
    assertThat(socket.isOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "03, 1002",
    "0000, 1002",
    "03e7, 1002",
    "03ec, 1002",
    "03ed, 1002",
    "03ee, 1002",
    "03f7, 1002",
    "03f8, 1002",
    "0bb7, 1002",
    "1388, 1002",
    "ffff, 1002",
    "03e8ff, 1007",
    "03e8c328, 1007"
  })
  void aCloseThatIsWrongIsAnsweredWithWhatIsWrong(String payload, int code) {
    socket.receives(frame(0x88, hex(payload)));

    assertThat(socket.sent()).isEqualTo(closeFrame(code, ""));
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void whatComesBehindTheClientsCloseIsNotRead() {
    socket.receives(ClientFrames.joined(close(1000), text("late"), hex("ffffff")));
    socket.receives(text("later"));

    assertThat(socket.texts).isEmpty();
    assertThat(socket.sent()).isEqualTo(closeFrame(1000, ""));
  }

  @Test
  void ourCloseWaitsForTheClients() {
    socket.send("last");
    socket.handler.close(4503, "not-ready: ä");

    assertThat(socket.sent()).isEqualTo("81046c617374" + closeFrame(4503, "not-ready: ä"));
    assertThat(socket.isOpen()).isTrue();
    assertThat(socket.send("too late")).isFalse();
    socket.receives(text("not read"), close(4503));
    assertThat(socket.texts).isEmpty();
    assertThat(socket.sent()).isEmpty();
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void aClientThatDoesNotAnswerOurCloseIsNotWaitedForForEver() {
    socket.handler.close(4400, "");
    socket.handler.close(4503, "only the first counts");
    assertThat(socket.sent()).isEqualTo(closeFrame(4400, ""));

    socket.channel.advanceTimeBy(WebSocketFrameHandler.CLOSE_TIMEOUT_MS - 1, MILLISECONDS);
    socket.channel.runScheduledPendingTasks();
    assertThat(socket.isOpen()).isTrue();
    socket.channel.advanceTimeBy(1, MILLISECONDS);
    socket.channel.runScheduledPendingTasks();

    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void aPausedSocketReadsTheClientsCloseAfterOurs() {
    socket.handler.pause();
    socket.receives(text("not read"));
    socket.handler.close(4409, "");

    socket.receives(close(4409));

    assertThat(socket.texts).isEmpty();
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void anEndWithoutAWordIsAnEnd() {
    socket.receives(frame(0x01, "half a "), hex("8185"));
    socket.send("not sent any more");

    socket.channel.close().syncUninterruptibly();
    socket.channel.runPendingTasks();

    assertThat(socket.ends).isEqualTo(1);
    assertThat(socket.send("x")).isFalse();
  }
}
