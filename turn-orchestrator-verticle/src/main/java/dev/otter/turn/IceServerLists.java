package dev.otter.turn;

import dev.otter.contract.turn.IceServer;
import dev.otter.contract.turn.IceServerList;
import dev.otter.turn.TurnCredentials.Credential;
import java.util.ArrayList;
import java.util.List;

/** Puts a fresh credential to URLs. Safe for any thread. */
final class IceServerLists {

  private final TurnCredentials credentials;

  IceServerLists(TurnCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * Makes the list of one participant.
   *
   * @param relayId the relay that the URLs lead to; null where it is none of ours
   * @param urls {@code stun:}, {@code turn:} and {@code turns:}, maybe none
   * @param participant the token's subject
   */
  IceServerList of(String relayId, List<String> urls, String participant) {
    List<String> stun = urls.stream().filter(url -> url.startsWith("stun")).toList();
    List<String> turn = urls.stream().filter(url -> url.startsWith("turn")).toList();
    List<IceServer> servers = new ArrayList<>();
    if (!stun.isEmpty()) {
      servers.add(new IceServer(stun, null, null));
    }
    if (!turn.isEmpty()) {
      Credential credential = credentials.issue(participant);
      servers.add(new IceServer(turn, credential.username(), credential.password()));
    }
    return new IceServerList(relayId, servers, TurnCredentials.LIFETIME.toSeconds());
  }
}
