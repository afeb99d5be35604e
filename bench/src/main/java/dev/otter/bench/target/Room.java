package dev.otter.bench.target;

/**
 * Where two clients meet.
 *
 * @param id what a client names to get in
 * @param token what lets it in; empty where nothing is asked for
 */
public record Room(String id, String token) {

  @Override
  public String toString() {
    return "Room[id=" + id + "]";
  }
}
