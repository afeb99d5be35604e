package dev.otter.testing;

import java.net.URI;

/**
 * One node of a {@link CutNetwork}: a process in a network namespace of its own.
 *
 * @param process the process
 * @param namespace the namespace's name
 * @param host its address on the bridge
 * @param base where its API and its WebSocket are
 */
public record NetworkNode(ProcessNode process, String namespace, String host, URI base) {

  /** A client of its API. */
  public HttpApi api() {
    return new HttpApi(base);
  }

  /** A client of its management port. */
  public HttpApi management() {
    return new HttpApi(URI.create("http://" + host + ":" + (base.getPort() + 1)));
  }

  /** The status of its {@code /readyz}. */
  public int readiness() {
    return api().get("/readyz").status();
  }

  /** How many are in a room, as this node sees it. */
  public int participants(TestRoom room) {
    return api()
        .get("/v1/rooms/" + room.roomId() + "?token=" + room.token())
        .json()
        .path("participantCount")
        .asInt();
  }
}
