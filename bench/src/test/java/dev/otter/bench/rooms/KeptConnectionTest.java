package dev.otter.bench.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer counts when it is here as a whole, however it comes. */
class KeptConnectionTest {

  private static final byte[] REQUEST =
      "POST / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private ServerSocket server;
  private Selector selector;
  private KeptConnection connection;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    selector = Selector.open();
    connection = new KeptConnection((InetSocketAddress) server.getLocalSocketAddress(), selector);
    peer = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    selector.close();
    peer.close();
    server.close();
  }

  @Test
  void anAnswerInPiecesIsOneAndTheNextBeginsAnew() throws IOException {
    connection.send(REQUEST, 7);
    assertThat(connection.dueNanos()).isEqualTo(7);
    assertThat(peer.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);

    assertThat(after("HTTP/1.1 201 Created\r\nContent-Le")).isZero();
    assertThat(after("ngth: 4\r\n\r\n{")).isZero();
    assertThat(after("ab}")).isEqualTo(201);
    assertThat(after("HTTP/1.1 503 Not now\r\ncontent-length:0\r\n\r\n")).isEqualTo(503);
  }

  @Test
  void whatHasNoLengthAndAnEndAreFaults() {
    assertThatThrownBy(() -> after("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("without a length");
    assertThatThrownBy(
            () -> {
              peer.close();
              selector.select();
              connection.read();
            })
        .hasMessage("the server closed a connection");
  }

  /** What is read once the server has sent this; each piece is there before it is looked for. */
  private int after(String sent) throws IOException {
    peer.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
    peer.getOutputStream().flush();
    selector.select();
    selector.selectedKeys().clear();
    return connection.read();
  }
}
