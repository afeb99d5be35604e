package dev.otter.turn.coturn;

/**
 * One allocation, as CoTURN's console tells it.
 *
 * @param id what the console calls it
 * @param username of the credential that opened it, {@code <expiry>:<participant>}
 * @param bytes what came from the client and what went to it, as far as CoTURN has counted: it does
 *     so every 4,096 packets
 */
public record TurnSession(String id, String username, long bytes) {

  /** Whom the credential was made for. */
  public String participant() {
    return username.substring(username.indexOf(':') + 1);
  }
}
