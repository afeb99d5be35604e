package dev.otter.turn.kubernetes;

import dev.otter.turn.coturn.ConsoleDoor;
import dev.otter.turn.coturn.ConsoleLine;
import io.vertx.core.Future;

/**
 * The way to the console of a relay in a pod, where it listens on the pod's loopback address only.
 *
 * @param api by which
 * @param pod whose
 * @param port where it listens
 */
record PodConsole(KubernetesApi api, String pod, int port) implements ConsoleDoor {

  @Override
  public Future<ConsoleLine> open() {
    return api.openPort(pod, port);
  }
}
