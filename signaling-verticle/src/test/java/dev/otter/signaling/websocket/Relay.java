package dev.otter.signaling.websocket;

import java.nio.charset.StandardCharsets;

/** A socket whose listener sends each text on to others. */
final class Relay extends TestSocket {

  private final TestSocket[] peers;

  Relay(TestSocket... peers) {
    super(0);
    this.peers = peers;
  }

  @Override
  public void onText(byte[] bytes, int length) {
    for (TestSocket peer : peers) {
      peer.send(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }
  }
}
