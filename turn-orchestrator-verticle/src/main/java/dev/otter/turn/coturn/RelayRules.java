package dev.otter.turn.coturn;

import dev.otter.contract.config.AddressRange;
import dev.otter.turn.certificate.RelayCertificates;
import dev.otter.turn.ports.PortSlots.Slot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What all relays of a node are told alike, wherever they run.
 *
 * @param allowedPeers ranges that are open though they are not public
 * @param secrets TURN REST secrets, the current one first; secrets
 * @param consoleKey what the passwords of their consoles are made of; a secret
 * @param certificates what they show over TLS
 * @param isBehindGateway whether a gateway at their own address is all that they may reach
 */
public record RelayRules(
    List<AddressRange> allowedPeers,
    List<String> secrets,
    ConsoleKey consoleKey,
    RelayCertificates certificates,
    boolean isBehindGateway) {

  /** Copies. */
  public RelayRules {
    allowedPeers = List.copyOf(allowedPeers);
    secrets = List.copyOf(secrets);
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
    return new ConsoleAccess(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), slot.consolePort()),
        consoleKey.password(relay));
  }

  /** The same rules for a relay whose console's password is made of another key. */
  public RelayRules withConsoleKey(ConsoleKey key) {
    return new RelayRules(allowedPeers, secrets, key, certificates, isBehindGateway);
  }

  /** A text without the secrets that it may hold. */
  public String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
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
