package dev.otter.turn.gateway;

import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnSecrets;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a request was written by who it says (RFC 8489, 9.2.4): the nonce is the client's, and
 * the integrity is of a key that only who got a credential can have. Used on one thread.
 */
final class ClientProof {

  /** Room for an expiry and the longest name of a participant. */
  private static final int LONGEST_USERNAME = 512;

  private final TurnSecrets secrets;
  private final ClientNonces nonces;
  private final InstantSource clock;

  /**
   * Makes a proof of the secrets, any of which may have signed a credential.
   *
   * @param secrets those of each moment
   * @param clock what credentials and nonces expire by
   */
  ClientProof(TurnSecrets secrets, InstantSource clock) {
    this.secrets = secrets;
    this.nonces = new ClientNonces(secrets, clock);
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param identity who it is; empty when the request is refused
   * @param code why it is refused; 0 when it is not
   */
  record Outcome(Optional<Identity> identity, int code) {

    static Outcome refused(int code) {
      return new Outcome(Optional.empty(), code);
    }

    static Outcome proven(Identity identity) {
      return new Outcome(Optional.of(identity), 0);
    }
  }

  /**
   * Looks at a request.
   *
   * @param datagram the request's bytes
   * @param known whose session it is for; null where there is none yet: then the credential must
   *     not have expired
   */
  Outcome check(byte[] datagram, StunMessage request, InetSocketAddress client, Identity known) {
    if (!StunCodec.hasIntegrity(datagram)) {
      return Outcome.refused(Answers.UNAUTHORIZED);
    }
    Optional<String> username = request.text(StunAttribute.USERNAME);
    Optional<String> realm = request.text(StunAttribute.REALM);
    Optional<String> nonce = request.text(StunAttribute.NONCE);
    if (username.isEmpty()
        || username.get().length() > LONGEST_USERNAME
        || realm.isEmpty()
        || nonce.isEmpty()) {
      return Outcome.refused(Answers.BAD_REQUEST);
    }
    if (!nonces.isGood(nonce.get(), client)) {
      return Outcome.refused(Answers.STALE_NONCE);
    }
    if (!realm.get().equals(CoturnSettings.REALM)) {
      return Outcome.refused(Answers.UNAUTHORIZED);
    }
    if (known != null && known.username().equals(username.get())) {
      return StunCodec.verifies(datagram, known.key())
          ? Outcome.proven(known)
          : Outcome.refused(Answers.UNAUTHORIZED);
    }
    Outcome fresh = check(datagram, username.get());
    // Somebody, but not who made the session.
    return known != null && fresh.identity.isPresent()
        ? Outcome.refused(Answers.WRONG_CREDENTIALS)
        : fresh;
  }

  /**
   * Who made a session, of which another node has seen the proof.
   *
   * @param mark of the key that was used
   * @return empty when no secret of this node makes that key
   */
  Optional<Identity> again(String username, String mark) {
    String participant = username.substring(username.indexOf(':') + 1);
    return credentials()
        .map(each -> StunCodec.longTermKey(username, CoturnSettings.REALM, each.password(username)))
        .filter(key -> Identity.mark(key).equals(mark))
        .findFirst()
        .map(key -> new Identity(username, participant, key));
  }

  /** What a client has to repeat with its proof. */
  StunAttribute nonce(InetSocketAddress client) {
    return StunAttribute.text(StunAttribute.NONCE, nonces.issue(client));
  }

  private Outcome check(byte[] datagram, String username) {
    int colon = username.indexOf(':');
    if (colon < 0 || colon == username.length() - 1 || expired(username.substring(0, colon))) {
      return Outcome.refused(Answers.UNAUTHORIZED);
    }
    for (TurnCredentials each : credentials().toList()) {
      byte[] key = StunCodec.longTermKey(username, CoturnSettings.REALM, each.password(username));
      if (StunCodec.verifies(datagram, key)) {
        return Outcome.proven(new Identity(username, username.substring(colon + 1), key));
      }
    }
    return Outcome.refused(Answers.UNAUTHORIZED);
  }

  private Stream<TurnCredentials> credentials() {
    return secrets.accepted().stream().map(each -> new TurnCredentials(each, clock));
  }

  private boolean expired(String seconds) {
    return !seconds.matches("[0-9]{1,12}")
        || Long.parseLong(seconds) <= clock.instant().getEpochSecond();
  }
}
