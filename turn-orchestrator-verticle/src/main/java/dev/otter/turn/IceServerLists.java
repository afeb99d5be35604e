package dev.otter.turn;

import dev.otter.contract.error.RefusedException;
import dev.otter.contract.turn.IceServer;
import dev.otter.contract.turn.IceServerList;
import dev.otter.turn.TurnCredentials.Credential;
import java.util.ArrayList;
import java.util.List;

/** Puts a fresh credential to URLs, not too often for one participant. Safe for any thread. */
final class IceServerLists {

  private final TurnCredentials credentials;
  private final CredentialRate rate;

  IceServerLists(TurnCredentials credentials, CredentialRate rate) {
    this.credentials = credentials;
    this.rate = rate;
  }

  /**
   * Makes a credential.
   *
   * @param participant the token's subject
   * @throws RefusedException when they have had too many
   */
  Credential credential(String participant) {
    rate.take(participant);
    return credentials.issue(participant);
  }

  /**
   * Makes the list of one participant.
   *
   * @param relayId the relay that the URLs lead to; null where it is none of ours
   * @param urls {@code stun:}, {@code turn:} and {@code turns:}, maybe none
   * @param participant the token's subject
   * @throws RefusedException when they have had too many credentials
   */
  IceServerList of(String relayId, List<String> urls, String participant) {
    List<String> stun = urls.stream().filter(url -> url.startsWith("stun")).toList();
    List<String> turn = urls.stream().filter(url -> url.startsWith("turn")).toList();
    List<IceServer> servers = new ArrayList<>();
    if (!stun.isEmpty()) {
      servers.add(new IceServer(stun, null, null));
    }
    if (!turn.isEmpty()) {
      Credential credential = credential(participant);
      servers.add(new IceServer(turn, credential.username(), credential.password()));
    }
    return new IceServerList(relayId, servers, TurnCredentials.LIFETIME.toSeconds());
  }
}
