package dev.otter.turn.testing;

import dev.otter.contract.config.PortRange;
import dev.otter.contract.config.RelaysConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

/** Settings for relays of a test: on ports that are free. */
public final class TestRelays {

  private TestRelays() {}

  /** Settings for so many relays. */
  public static RelaysConfig config(int count) {
    return config(count, RelaysConfig.DEFAULT_RELAY_PORTS);
  }

  /** Settings for so many relays, with their ports to relay from. */
  public static RelaysConfig config(int count, PortRange relayPorts) {
    return docker(
        count, relayPorts, RelaysConfig.DEFAULT_DOCKER_SOCKET, RelaysConfig.DEFAULT_IMAGE);
  }

  /** Settings for relays in containers. */
  public static RelaysConfig docker(int count, PortRange relayPorts, String socket, String image) {
    return new RelaysConfig(
        count,
        Optional.empty(),
        freePort(),
        relayPorts,
        Optional.empty(),
        List.of(),
        socket,
        image);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
