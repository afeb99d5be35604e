package dev.otter.turn.coturn;

import dev.otter.contract.config.AddressRange;
import dev.otter.turn.TurnSecrets;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.ports.PortSlots.Slot;
import dev.otter.turn.relay.RelayId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What all relays of a node are told alike, wherever they run.
 *
 * @param allowedPeers ranges that are open though they are not public
 * @param secrets those of this moment; not null
 * @param consoleKey what the passwords of their consoles are made of; a secret
 * @param certificates what they show over TLS
 * @param isBehindGateway whether a gateway at their own address is all that they may reach
 * @param redisDoor where they tell of their sessions and ask for the secrets; empty where they are
 *     told the secrets, and tell nobody
 */
public record RelayRules(
    List<AddressRange> allowedPeers,
    TurnSecrets secrets,
    ConsoleKey consoleKey,
    RelayCertificates certificates,
    boolean isBehindGateway,
    Optional<InetSocketAddress> redisDoor) {

  /** Copies. */
  public RelayRules {
    allowedPeers = List.copyOf(allowedPeers);
  }

  /** Rules without a Redis door. */
  public RelayRules(
      List<AddressRange> allowedPeers,
      TurnSecrets secrets,
      ConsoleKey consoleKey,
      RelayCertificates certificates,
      boolean isBehindGateway) {
    this(allowedPeers, secrets, consoleKey, certificates, isBehindGateway, Optional.empty());
  }

  /** Where a relay has its secrets from. */
  RelaySecrets secretsOf(String relay) {
    return redisDoor
        .map(at -> new RedisAccess(at, consoleKey.token(new RelayId(relay))))
        .map(RelaySecrets::behind)
        .orElseGet(() -> RelaySecrets.listed(secrets.accepted()));
  }

  /** Whether a relay knows the secrets of each moment, and not only those of its start. */
  public boolean asksForSecrets() {
    return redisDoor.isPresent();
  }

  /** The relay that says this at the Redis door; empty where none does. */
  public Optional<RelayId> relayOf(String token) {
    return consoleKey.relayOf(token);
  }

  /** What a relay may reach that sends from this address. */
  public PeerPolicy peers(InetAddress ownAddress) {
    return isBehindGateway
        ? PeerPolicy.behindGateway(ownAddress)
        : new PeerPolicy(allowedPeers, ownAddress);
  }

  /**
   * How the console of a relay is reached.
   *
   * @param relay its name
   * @param slot its ports
   */
  public ConsoleAccess console(String relay, Slot slot) {
    // On the machine only, and TCP: a relay sends UDP.
    return console(relay, slot, InetAddress.getLoopbackAddress());
  }

  /**
   * How the console of a relay is reached that has a network of its own.
   *
   * @param relay its name
   * @param slot its ports
   * @param at an address that leads there
   */
  public ConsoleAccess console(String relay, Slot slot, InetAddress at) {
    return new ConsoleAccess(
        new InetSocketAddress(at, slot.consolePort()), consoleKey.password(relay));
  }

  /** The same rules for a relay elsewhere, whose console's password is made of another key. */
  public RelayRules withConsoleKey(ConsoleKey key) {
    return new RelayRules(allowedPeers, secrets, key, certificates, isBehindGateway);
  }

  /** What a relay has said, without the secrets that it may have told. */
  public String masked(RelayId relay, String text) {
    String masked = text.replace(consoleKey.token(relay), "***");
    for (String secret : secrets.accepted()) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "RelayRules[allowedPeers=" + allowedPeers + "]";
  }
}
